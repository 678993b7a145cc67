package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;

/// What one entry of a rule's `ports` list lets through.
///
/// Source: `NetworkPolicyPort`, networking.k8s.io/v1.
public sealed interface PolicyPort {

  /// Every port of a protocol. API: `port` is absent.
  record All(Protocol protocol) implements PolicyPort {}

  /// The ports of a range. API: `port` is a number, with or without `endPort`.
  record Numbered(PortRange range) implements PolicyPort {}

  /// The ports that the destination pod declares under this name and protocol. API: `port` is a
  /// text.
  record Named(Protocol protocol, String name) implements PolicyPort {}
}
