package dev.nightlatch.kube;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/// The kinds of objects that the adapter reads or writes.
final class Kinds {
  static final ResourceDefinitionContext GRANT =
      kind("nightlatch.dev", "v1alpha1", "AccessGrant", "accessgrants", false);
  static final ResourceDefinitionContext RULE =
      kind("nightlatch.dev", "v1alpha1", "AccessRule", "accessrules", true);
  static final ResourceDefinitionContext SOURCE =
      kind("nightlatch.dev", "v1alpha1", "AccessSource", "accesssources", true);
  static final ResourceDefinitionContext POLICY =
      kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true);
  static final ResourceDefinitionContext JOB = kind("batch", "v1", "Job", "jobs", true);
  static final ResourceDefinitionContext POD = kind("", "v1", "Pod", "pods", true);

  private Kinds() {}

  private static ResourceDefinitionContext kind(
      String group, String version, String kind, String plural, boolean namespaced) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(namespaced)
        .build();
  }
}
