package dev.nightlatch.cli;

import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeCluster;
import dev.nightlatch.manifests.Encoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The API objects as the cluster shows them, with all that is in them, for `-o json` and
/// `-o yaml`: trees of maps, lists, texts, numbers and booleans.
interface ApiObjects {
  /// The rules of one namespace, or of all where none is given.
  List<Map<String, Object>> rules(Optional<String> namespace);

  /// All grants.
  List<Map<String, Object>> grants();

  /// One grant; empty if there is none of that name.
  Optional<Map<String, Object>> grant(String name);

  /// What a real API server holds.
  static ApiObjects of(KubeCluster cluster) {
    return new ApiObjects() {
      @Override
      public List<Map<String, Object>> rules(Optional<String> namespace) {
        return cluster.wholeRules(namespace);
      }

      @Override
      public List<Map<String, Object>> grants() {
        return cluster.wholeGrants();
      }

      @Override
      public Optional<Map<String, Object>> grant(String name) {
        return cluster.wholeGrant(name);
      }
    };
  }

  /// What can be made of our own values, of a cluster that holds nothing else.
  static ApiObjects made(Cluster cluster) {
    return new ApiObjects() {
      @Override
      public List<Map<String, Object>> rules(Optional<String> namespace) {
        return namespace.map(cluster::rules).orElseGet(cluster::rules).stream()
            .map(Encoder::rule)
            .toList();
      }

      @Override
      public List<Map<String, Object>> grants() {
        return cluster.grants().stream().map(Encoder::grant).toList();
      }

      @Override
      public Optional<Map<String, Object>> grant(String name) {
        return cluster.grant(name).map(Encoder::grant);
      }
    };
  }
}
