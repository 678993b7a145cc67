package dev.nightlatch.engine.model;

import java.util.List;

/// A cluster-wide policy of any of the three kinds, in one form.
///
/// It isolates nothing: traffic that no rule of it matches goes on to the next policy.
///
/// Source: `ClusterNetworkPolicy`, policy.networking.k8s.io/v1alpha2; `AdminNetworkPolicy` and
/// `BaselineAdminNetworkPolicy`, v1alpha1.
///
/// @param priority 0 to 1000, the lower first, within the tier; of a
///     `BaselineAdminNetworkPolicy`, which has none and comes last, 0
/// @param subject the pods whose traffic the rules speak of
public record ClusterPolicy(
    PolicyRef.Kind kind,
    String name,
    Tier tier,
    int priority,
    PodScope subject,
    List<ClusterRule> ingress,
    List<ClusterRule> egress) {

  /// @throws IllegalArgumentException if the kind is one of a namespace, or the priority is none
  public ClusterPolicy {
    if (kind == PolicyRef.Kind.NETWORK_POLICY) {
      throw new IllegalArgumentException("a NetworkPolicy is not cluster-wide");
    }
    if (priority < 0 || priority > 1000) {
      throw new IllegalArgumentException("priority " + priority);
    }
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  /// Which policy it is.
  public PolicyRef ref() {
    return new PolicyRef(kind, "", name);
  }

  /// The rules of a direction, in the order in which they count.
  public List<ClusterRule> rules(Direction direction) {
    return switch (direction) {
      case INGRESS -> ingress;
      case EGRESS -> egress;
    };
  }
}
