package dev.nightlatch.engine.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A network policy: the pods it selects, the directions in which it isolates them, and what it
/// lets through all the same.
///
/// `policyTypes` is never absent here: the decoder has applied the API's default (`Ingress`, and
/// `Egress` too if there is an egress rule). Rules of a direction that `policyTypes` does not name
/// are dead text and are kept as such.
///
/// Source: `NetworkPolicySpec`, networking.k8s.io/v1.
public record NetworkPolicy(
    String namespace,
    String name,
    LabelSelector podSelector,
    Set<Direction> policyTypes,
    List<PolicyRule> ingress,
    List<PolicyRule> egress) {

  /// @throws IllegalArgumentException if no direction is named
  public NetworkPolicy {
    if (policyTypes.isEmpty()) {
      throw new IllegalArgumentException(namespace + "/" + name + " names no direction");
    }
    policyTypes = Collections.unmodifiableSet(EnumSet.copyOf(policyTypes));
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  /// Which policy it is.
  public PolicyRef ref() {
    return PolicyRef.networkPolicy(namespace, name);
  }

  /// The rules of a direction, in the order in which they are written; dead text where
  /// `policyTypes` does not name it.
  public List<PolicyRule> rules(Direction direction) {
    return switch (direction) {
      case INGRESS -> ingress;
      case EGRESS -> egress;
    };
  }
}
