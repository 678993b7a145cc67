package dev.nightlatch.embedded;

import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Uid;
import java.util.Arrays;
import java.util.Optional;

/// The kinds of object that an embedded cluster keeps.
enum Kind {
  ACCESS_BOUNDARY("nightlatch.dev/v1alpha1", "AccessBoundary", false),
  ACCESS_GRANT("nightlatch.dev/v1alpha1", "AccessGrant", false),
  ACCESS_RULE("nightlatch.dev/v1alpha1", "AccessRule", true),
  ACCESS_SOURCE("nightlatch.dev/v1alpha1", "AccessSource", true),
  CONFIG_MAP("v1", "ConfigMap", true),
  INCIDENT_PROVIDER("nightlatch.dev/v1alpha1", "IncidentProvider", false),
  JOB("batch/v1", "Job", true),
  NETWORK_POLICY("networking.k8s.io/v1", "NetworkPolicy", true),
  POD("v1", "Pod", true);

  private final String apiVersion;
  private final String text;
  private final boolean namespaced;

  Kind(String apiVersion, String text, boolean namespaced) {
    this.apiVersion = apiVersion;
    this.text = text;
    this.namespaced = namespaced;
  }

  boolean isNamespaced() {
    return namespaced;
  }

  /// An object of this kind as an owner.
  Owner owner(String name, Uid uid) {
    return new Owner(apiVersion, text, name, uid);
  }

  /// The kind that this owner says it is, if it is kept here.
  static Optional<Kind> of(Owner owner) {
    return Arrays.stream(values())
        .filter(kind -> kind.apiVersion.equals(owner.apiVersion()))
        .filter(kind -> kind.text.equals(owner.kind()))
        .findFirst();
  }

  /// The API's word.
  @Override
  public String toString() {
    return text;
  }
}
