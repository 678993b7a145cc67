package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Cidr;
import java.util.List;

/// Who may stand at the other end, for a rule of a cluster-wide policy.
///
/// Source: `ClusterNetworkPolicyIngressPeer`, `ClusterNetworkPolicyEgressPeer`, v1alpha2.
public sealed interface ClusterPeer {

  /// Pods, and never those on the host network.
  record Pods(PodScope scope) implements ClusterPeer {}

  /// The addresses of the nodes that the selector chooses; of egress only.
  record Nodes(LabelSelector nodes) implements ClusterPeer {}

  /// Addresses, those of pods included: "if you Accept or Deny traffic to 0.0.0.0/0, that will
  /// allow or deny all IPv4 pod-to-pod traffic as well". Of egress only.
  record Networks(List<Cidr> blocks) implements ClusterPeer {
    public Networks {
      blocks = List.copyOf(blocks);
    }
  }

  /// The addresses that these names have at the moment of the connection; `*.` at the begin of a
  /// name stands for one label or more. Of egress rules that accept only.
  record DomainNames(List<String> names) implements ClusterPeer {
    public DomainNames {
      names = List.copyOf(names);
    }
  }

  /// A peer with no field that is known: the rule fails closed. "For Accept rules, fail closed
  /// means: treat the rule as matching no traffic. For Deny and Pass rules, fail closed means:
  /// treat the rule as a 'Deny all' rule."
  record Unknown() implements ClusterPeer {}
}
