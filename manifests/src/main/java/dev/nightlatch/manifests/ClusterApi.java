package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.PolicyRef;
import java.util.List;

/// The three kinds of cluster-wide policies, and in what they are written differently.
///
/// Source: policy.networking.k8s.io, `apis/v1alpha1` (in its last form) and `apis/v1alpha2`, with
/// the validation that their definitions hold.
enum ClusterApi {
  ADMIN(PolicyRef.Kind.ADMIN_NETWORK_POLICY, 100, "ports"),
  BASELINE_ADMIN(PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY, 100, "ports"),
  CLUSTER(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, 25, "protocols");

  /// The most addresses or names that one peer lists.
  static final int MOST_BLOCKS = 25;

  private static final List<String> PODS = List.of("namespaces", "pods");
  private static final List<String> PODS_AND_ADDRESSES =
      List.of("namespaces", "pods", "nodes", "networks");
  private static final List<String> ALL =
      List.of("namespaces", "pods", "nodes", "networks", "domainNames");

  private final PolicyRef.Kind kind;
  private final int most;
  private final String ports;

  ClusterApi(PolicyRef.Kind kind, int most, String ports) {
    this.kind = kind;
    this.most = most;
    this.ports = ports;
  }

  PolicyRef.Kind kind() {
    return kind;
  }

  /// The most rules of a direction, peers of a rule and ports of a rule.
  int most() {
    return most;
  }

  /// The words for actions that it knows, the one that accepts first.
  List<String> actions() {
    return switch (this) {
      case ADMIN -> List.of("Allow", "Deny", "Pass");
      case BASELINE_ADMIN -> List.of("Allow", "Deny");
      case CLUSTER -> List.of("Accept", "Deny", "Pass");
    };
  }

  /// The field of a rule that holds its ports.
  String ports() {
    return ports;
  }

  /// The field of a rule that holds the ports of policies of this kind.
  static String portsOf(PolicyRef.Kind kind) {
    return kind == CLUSTER.kind ? CLUSTER.ports : ADMIN.ports;
  }

  String[] specFields() {
    return switch (this) {
      case ADMIN -> new String[] {"priority", "subject", "ingress", "egress"};
      case BASELINE_ADMIN -> new String[] {"subject", "ingress", "egress"};
      case CLUSTER -> new String[] {"tier", "priority", "subject", "ingress", "egress"};
    };
  }

  /// The forms that a peer may have.
  List<String> peers(Direction direction) {
    return switch (direction) {
      case INGRESS -> PODS;
      case EGRESS -> this == BASELINE_ADMIN ? PODS_AND_ADDRESSES : ALL;
    };
  }

  /// The forms that a peer may have somewhere.
  static List<String> allPeers() {
    return ALL;
  }

  /// Whether pods are chosen in every namespace where no `namespaceSelector` is written.
  boolean hasOptionalNamespaces() {
    return this == CLUSTER;
  }
}
