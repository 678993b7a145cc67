package dev.nightlatch.engine.model;

import java.util.List;

/// One entry of a policy's `ingress` or `egress` list: these peers on these ports.
///
/// An empty list of peers means *every* peer and an empty list of ports *every* port and protocol,
/// as in the API, where absent and empty are the same here.
///
/// Source: `NetworkPolicyIngressRule`, `NetworkPolicyEgressRule`, networking.k8s.io/v1.
public record PolicyRule(List<Peer> peers, List<PolicyPort> ports) {
  public PolicyRule {
    peers = List.copyOf(peers);
    ports = List.copyOf(ports);
  }
}
