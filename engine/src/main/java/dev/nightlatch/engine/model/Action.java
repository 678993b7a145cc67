package dev.nightlatch.engine.model;

/// What a rule of a cluster-wide policy does with the traffic that it matches.
///
/// Source: `ClusterNetworkPolicyRuleAction`, v1alpha2; `Allow` of v1alpha1 is `ACCEPT`.
public enum Action {
  /// Allowed, whatever comes after.
  ACCEPT,
  /// Denied, whatever comes after.
  DENY,
  /// No further rule of this tier counts.
  PASS,
  /// Written, and none of the three: what it means depends on the network plugin (S9).
  UNKNOWN
}
