package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;

/// Ports that a rule of a cluster-wide policy matches.
///
/// Source: `ClusterNetworkPolicyProtocol`, v1alpha2; `AdminNetworkPolicyPort`, v1alpha1.
public sealed interface ClusterPort {

  /// Every port of a protocol: `destinationPort` is absent.
  record All(Protocol protocol) implements ClusterPort {}

  /// The ports of a range, or one.
  record Numbered(PortRange range) implements ClusterPort {}

  /// The ports that the destination pod declares under this name, each with the protocol that the
  /// pod gives it (S7).
  record Named(String name) implements ClusterPort {}

  /// An entry with no field that is known: the rule fails closed, as for [ClusterPeer.Unknown].
  record Unknown() implements ClusterPort {}
}
