package dev.nightlatch.engine.model;

/// A question on which implementations of network policies disagree.
///
/// Each has a number under which people can look it up (`docs/network-plugins.md`).
public enum Switch {
  /// Does an `ipBlock` of a NetworkPolicy match pods by their addresses?
  S1,
  /// Does a pod that a NetworkPolicy selects in one direction still see the Baseline tier in the
  /// other?
  S2,
  /// Which of two policies of one priority counts?
  S3,
  /// Are pods on the host network selected by NetworkPolicies and their peers?
  S4,
  /// Are protocols other than TCP, UDP and SCTP policed? No verdict speaks of them.
  S5,
  /// Which addresses does a `nodes` peer match?
  S6,
  /// Which protocol has a named port of a cluster-wide policy?
  S7,
  /// What does a rule that passes do with a peer that has no known field?
  S8,
  /// What do an unknown action and an unknown tier mean?
  S9,
  /// Is traffic from a pod to its own node policed?
  S10,
  /// Are there policies of other kinds? No verdict covers them.
  S11
}
