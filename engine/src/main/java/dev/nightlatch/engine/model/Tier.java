package dev.nightlatch.engine.model;

/// Where a cluster-wide policy stands: before or after the network policies of the namespaces.
///
/// Source: `ClusterNetworkPolicySpec.tier`, policy.networking.k8s.io/v1alpha2; an
/// `AdminNetworkPolicy` of v1alpha1 stands in `ADMIN`, the `BaselineAdminNetworkPolicy` in
/// `BASELINE`.
public enum Tier {
  ADMIN,
  BASELINE,
  /// Written, and neither of the two: what it means depends on the network plugin (S9).
  UNKNOWN
}
