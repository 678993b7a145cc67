package dev.nightlatch.engine.model;

/// The pods of the chosen namespaces that the second selector chooses, too. Pods on the host
/// network are never among them.
///
/// The API's `namespaces` arrives here with [LabelSelector#EVERYTHING] as its second selector.
///
/// Source: `ClusterNetworkPolicySubject`, `NamespacedPod`, policy.networking.k8s.io/v1alpha2.
public record PodScope(LabelSelector namespaces, LabelSelector pods) {

  /// Every pod of every namespace.
  public static final PodScope EVERYTHING =
      new PodScope(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING);
}
