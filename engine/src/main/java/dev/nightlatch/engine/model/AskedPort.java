package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Protocol;

/// On which port of the destination, as people name it.
public sealed interface AskedPort {

  /// A number; of a service, its own port, which leads to a port of the pods.
  record Numbered(int port, Protocol protocol) implements AskedPort {}

  /// The ports that the destination declares under this name; each pod may declare others.
  record Named(String name, Protocol protocol) implements AskedPort {}

  /// Every port of a service.
  record EveryOfService() implements AskedPort {}
}
