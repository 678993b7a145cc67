package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.set.Address;

/// What the rules about one end see of the other: a pod or none, under one address or under one
/// that does not matter.
///
/// @param pod what selectors look at; not asked where neither of the next two is true
/// @param inNetworkPolicies whether the pod peers of network policies see a pod here
/// @param inClusterPolicies whether those of cluster-wide policies do
/// @param isPodAddress whether the address is a pod's own, and no node's and nothing outside
record View(
    Subject pod,
    boolean inNetworkPolicies,
    boolean inClusterPolicies,
    Where where,
    boolean isPodAddress) {

  /// Under which address.
  sealed interface Where {

    record At(Address address) implements Where {}

    /// Under one that no rule in question asks for.
    record Anywhere() implements Where {}
  }

  /// A pod and the namespace that it lives in.
  record Subject(Pod pod, NamespaceFacts namespace) {}

  /// The same under this address.
  View at(Address address) {
    return new View(pod, inNetworkPolicies, inClusterPolicies, new Where.At(address), isPodAddress);
  }
}
