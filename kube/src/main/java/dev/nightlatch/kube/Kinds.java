package dev.nightlatch.kube;

import dev.nightlatch.grants.model.ObjectKey;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.regex.Pattern;

/// The kinds of objects that the adapter reads or writes.
final class Kinds {
  static final ResourceDefinitionContext GRANT =
      kind("nightlatch.dev", "v1alpha1", "AccessGrant", "accessgrants", false);
  static final ResourceDefinitionContext RULE =
      kind("nightlatch.dev", "v1alpha1", "AccessRule", "accessrules", true);
  static final ResourceDefinitionContext SOURCE =
      kind("nightlatch.dev", "v1alpha1", "AccessSource", "accesssources", true);
  static final ResourceDefinitionContext BOUNDARY =
      kind("nightlatch.dev", "v1alpha1", "AccessBoundary", "accessboundaries", false);
  static final ResourceDefinitionContext PROVIDER =
      kind("nightlatch.dev", "v1alpha1", "IncidentProvider", "incidentproviders", false);
  static final ResourceDefinitionContext POLICY =
      kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true);
  static final ResourceDefinitionContext CONFIG_MAP =
      kind("", "v1", "ConfigMap", "configmaps", true);
  static final ResourceDefinitionContext JOB = kind("batch", "v1", "Job", "jobs", true);
  static final ResourceDefinitionContext GUARD =
      kind(
          "admissionregistration.k8s.io",
          "v1",
          "ValidatingAdmissionPolicy",
          "validatingadmissionpolicies",
          false);
  static final ResourceDefinitionContext GUARD_BINDING =
      kind(
          "admissionregistration.k8s.io",
          "v1",
          "ValidatingAdmissionPolicyBinding",
          "validatingadmissionpolicybindings",
          false);
  static final ResourceDefinitionContext EVENT =
      kind("events.k8s.io", "v1", "Event", "events", true);
  static final ResourceDefinitionContext LEASE =
      kind("coordination.k8s.io", "v1", "Lease", "leases", true);
  static final ResourceDefinitionContext NAMESPACE =
      kind("", "v1", "Namespace", "namespaces", false);
  static final ResourceDefinitionContext POD = kind("", "v1", "Pod", "pods", true);

  /// Source: kubernetes.io, Object Names and IDs, "DNS Label Names", "DNS Subdomain Names".
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final Pattern SUBDOMAIN =
      Pattern.compile("(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*");

  private Kinds() {}

  /// Whether an object of this kind can have this namespace and name. Other texts must not get into
  /// a path, where they could name something else.
  static boolean canBe(ResourceDefinitionContext kind, ObjectKey key) {
    return SUBDOMAIN.matcher(key.name()).matches()
        && (!kind.isNamespaceScoped() || isLabel(key.namespace()));
  }

  /// Whether a namespace can have this name.
  static boolean isLabel(String namespace) {
    return LABEL.matcher(namespace).matches();
  }

  /// `v1`, or `batch/v1`.
  static String apiVersion(ResourceDefinitionContext kind) {
    return kind.getGroup().isEmpty()
        ? kind.getVersion()
        : kind.getGroup() + "/" + kind.getVersion();
  }

  static boolean isOurs(ResourceDefinitionContext kind) {
    return kind.getGroup().equals(GRANT.getGroup());
  }

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
