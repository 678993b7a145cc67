package dev.nightlatch.engine.model;

import java.util.Comparator;

/// Which policy: its kind and its name.
///
/// Ordered by kind, namespace and name.
///
/// @param namespace empty for a cluster-wide policy
public record PolicyRef(Kind kind, String namespace, String name) implements Comparable<PolicyRef> {
  private static final Comparator<PolicyRef> ORDER =
      Comparator.comparing(PolicyRef::kind)
          .thenComparing(PolicyRef::namespace)
          .thenComparing(PolicyRef::name);

  /// The kinds of policies, with the API's words for them.
  public enum Kind {
    ADMIN_NETWORK_POLICY("AdminNetworkPolicy"),
    CLUSTER_NETWORK_POLICY("ClusterNetworkPolicy"),
    NETWORK_POLICY("NetworkPolicy"),
    BASELINE_ADMIN_NETWORK_POLICY("BaselineAdminNetworkPolicy");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /// The API's word.
    public String text() {
      return text;
    }
  }

  /// A network policy of a namespace.
  public static PolicyRef networkPolicy(String namespace, String name) {
    return new PolicyRef(Kind.NETWORK_POLICY, namespace, name);
  }

  @Override
  public int compareTo(PolicyRef other) {
    return ORDER.compare(this, other);
  }

  /// `NetworkPolicy shop/db` or `ClusterNetworkPolicy guard`.
  @Override
  public String toString() {
    return kind.text() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
