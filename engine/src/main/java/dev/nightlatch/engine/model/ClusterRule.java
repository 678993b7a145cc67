package dev.nightlatch.engine.model;

import java.util.List;

/// One rule of a cluster-wide policy: what is done with traffic to or from these peers on these
/// ports.
///
/// Source: `ClusterNetworkPolicyIngressRule`, `ClusterNetworkPolicyEgressRule`, v1alpha2.
///
/// @param name empty where it has none
/// @param peers never empty
/// @param ports empty for every port and protocol
public record ClusterRule(
    String name, Action action, List<ClusterPeer> peers, List<ClusterPort> ports) {

  /// @throws IllegalArgumentException if there is no peer
  public ClusterRule {
    peers = List.copyOf(peers);
    ports = List.copyOf(ports);
    if (peers.isEmpty()) {
      throw new IllegalArgumentException("a rule without peers");
    }
  }
}
