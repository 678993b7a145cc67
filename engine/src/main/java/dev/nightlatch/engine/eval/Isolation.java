package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import java.util.List;

/// Which policies put a pod behind a default deny.
public final class Isolation {
  private Isolation() {}

  /// Returns the policies that isolate `pod` in `direction`, in the order of `policies`.
  ///
  /// A pod is isolated in a direction when at least one policy of its own namespace selects it and
  /// names that direction in `policyTypes`. Only then do rules count; an empty result means that
  /// every connection is allowed in that direction. It follows that adding a policy can *close*
  /// traffic: one that names a direction in which the pod was not isolated before.
  ///
  /// Source: kubernetes.io, Concepts, Network Policies, "The two sorts of pod isolation".
  ///
  /// @param policies any policies of the snapshot, of any namespace; `policyTypes` defaulted
  /// @return the isolating policies; empty when the pod is not isolated
  public static List<NetworkPolicy> isolating(
      Pod pod, Direction direction, List<NetworkPolicy> policies) {
    return policies.stream()
        .filter(policy -> policy.namespace().equals(pod.namespace()))
        .filter(policy -> policy.policyTypes().contains(direction))
        .filter(policy -> policy.podSelector().matches(pod.labels()))
        .toList();
  }

  /// Whether one policy alone provably isolates, in `direction`, every pod of `namespace` that
  /// `pods` selects: those there are and those that come.
  ///
  /// `false` means "not proven by a single policy"; several may still do it together.
  public static boolean coveredByOne(
      String namespace, LabelSelector pods, Direction direction, List<NetworkPolicy> policies) {
    return policies.stream()
        .filter(policy -> policy.namespace().equals(namespace))
        .filter(policy -> policy.policyTypes().contains(direction))
        .anyMatch(policy -> policy.podSelector().covers(pods));
  }
}
