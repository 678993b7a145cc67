package dev.nightlatch.engine.model;

/// Where a service sends what it gets. Source: `ServicePort.targetPort`, v1.
public sealed interface TargetPort {

  /// A number; where none is written, the service's own port.
  record Numbered(int port) implements TargetPort {}

  /// The port that each pod declares under this name, and the service's protocol.
  record Named(String name) implements TargetPort {}
}
