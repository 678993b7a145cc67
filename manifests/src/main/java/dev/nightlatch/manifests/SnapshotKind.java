package dev.nightlatch.manifests;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of objects that a snapshot is made of, each in the one version that is read.
enum SnapshotKind {
  NAMESPACE("v1", "Namespace"),
  POD("v1", "Pod"),
  NODE("v1", "Node"),
  SERVICE("v1", "Service"),
  ENDPOINT_SLICE("discovery.k8s.io/v1", "EndpointSlice"),
  REPLICATION_CONTROLLER("v1", "ReplicationController"),
  DEPLOYMENT("apps/v1", "Deployment"),
  REPLICA_SET("apps/v1", "ReplicaSet"),
  STATEFUL_SET("apps/v1", "StatefulSet"),
  DAEMON_SET("apps/v1", "DaemonSet"),
  JOB("batch/v1", "Job"),
  CRON_JOB("batch/v1", "CronJob"),
  NETWORK_POLICY("networking.k8s.io/v1", "NetworkPolicy"),
  ADMIN_NETWORK_POLICY("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"),
  BASELINE_ADMIN_NETWORK_POLICY("policy.networking.k8s.io/v1alpha1", "BaselineAdminNetworkPolicy"),
  CLUSTER_NETWORK_POLICY("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy");

  private static final List<SnapshotKind> ALL = List.of(values());

  private final String apiVersion;
  private final String word;

  SnapshotKind(String apiVersion, String word) {
    this.apiVersion = apiVersion;
    this.word = word;
  }

  /// The API version in which it is read.
  String apiVersion() {
    return apiVersion;
  }

  /// The API's word.
  String word() {
    return word;
  }

  /// Whether it says what traffic may flow.
  boolean isPolicy() {
    return switch (this) {
      case NETWORK_POLICY,
          ADMIN_NETWORK_POLICY,
          BASELINE_ADMIN_NETWORK_POLICY,
          CLUSTER_NETWORK_POLICY ->
          true;
      case NAMESPACE,
          POD,
          NODE,
          SERVICE,
          ENDPOINT_SLICE,
          REPLICATION_CONTROLLER,
          DEPLOYMENT,
          REPLICA_SET,
          STATEFUL_SET,
          DAEMON_SET,
          JOB,
          CRON_JOB ->
          false;
    };
  }

  /// The kind with this name, in whatever group.
  static Optional<SnapshotKind> named(String word) {
    for (SnapshotKind kind : ALL) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /// Whether an object of another API version that bears this kind's name must be meant for it:
  /// Kubernetes' own groups have no other kind of that name, those of others may.
  static boolean isOfKubernetes(String group) {
    return group.indexOf('.') < 0 || group.endsWith(".k8s.io");
  }

  /// The kind of this group that the word is nearly the name of; not the one that it is the name
  /// of. The words of policies may differ by more, since they are long and much hangs on them.
  static Optional<SnapshotKind> nearly(String group, String word) {
    List<SnapshotKind> kinds =
        ALL.stream().filter(kind -> group(kind.apiVersion).equals(group)).toList();
    return nearly(word, kinds)
        .or(
            () ->
                Spelling.slip(word, kinds.stream().map(SnapshotKind::word).toList())
                    .flatMap(SnapshotKind::named));
  }

  /// The kind of policies, of whatever group, that the word is nearly the name of.
  static Optional<SnapshotKind> nearlyPolicy(String word) {
    return nearly(word, ALL);
  }

  private static Optional<SnapshotKind> nearly(String word, List<SnapshotKind> kinds) {
    List<String> policies =
        kinds.stream().filter(SnapshotKind::isPolicy).map(SnapshotKind::word).toList();
    return Spelling.closest(Spelling.singular(word), policies).flatMap(SnapshotKind::named);
  }

  /// The kind that the API calls by the name of its resource, `networkpolicies`, or by its word.
  ///
  /// @param group one in which Kubernetes has it, or had it
  static Optional<SnapshotKind> listedAs(String group, String resource) {
    return isOfKubernetes(group)
        ? ALL.stream()
            .filter(kind -> kind.resource().equals(resource) || kind.word.equals(resource))
            .findFirst()
        : Optional.empty();
  }

  private String resource() {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
  }

  /// Whether objects of this API version are read.
  static boolean reads(String apiVersion) {
    return ALL.stream().anyMatch(kind -> kind.apiVersion.equals(apiVersion));
  }

  /// The group of an API version; empty for the core.
  static String group(String apiVersion) {
    return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
  }
}
