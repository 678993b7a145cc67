package dev.nightlatch.kube;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.manifests.OtherLayers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Whether a cluster has policies of other layers than those that are read: one is enough to know.
///
/// Source: kubernetes.io, API discovery, "Unaggregated discovery".
final class KubeLayers {
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final KubernetesClient client;

  /// What was found of each group when it last answered.
  private final Map<String, SortedSet<String>> known = new ConcurrentHashMap<>();

  KubeLayers(KubernetesClient client) {
    this.client = client;
  }

  /// The kinds of which there is one at least, or of which nobody knows: `CiliumNetworkPolicy
  /// (cilium.io)`.
  ///
  /// Costs one question, and for each group of such kinds that is served one more for each of its
  /// versions and one for each of its kinds.
  SortedSet<String> look() {
    SortedSet<String> layers = new TreeSet<>();
    for (Object group : list(get("/apis"), "groups")) {
      if (group instanceof Map<?, ?> served
          && served.get("name") instanceof String name
          && OtherLayers.groups().contains(name)) {
        look(name, list(served, "versions"), layers);
      }
    }
    return layers;
  }

  /// A group that another API server serves, which does not answer, holds nobody up for long: it
  /// has what it had, or nobody knows.
  private void look(String group, List<?> versions, SortedSet<String> layers) {
    try {
      SortedSet<String> found = found(group, versions);
      known.put(group, found);
      layers.addAll(found);
    } catch (ClusterException failed) {
      layers.addAll(
          known.getOrDefault(
              group,
              new TreeSet<>(List.of("policies of " + group + ", which cannot be asked for"))));
    }
  }

  /// The preferred version of a group need not have all of its kinds.
  private SortedSet<String> found(String group, List<?> versions) {
    SortedSet<String> found = new TreeSet<>();
    Set<String> asked = new HashSet<>();
    for (Object version : versions) {
      if (version instanceof Map<?, ?> served
          && served.get("groupVersion") instanceof String groupVersion) {
        look(group, "/apis/" + groupVersion, asked, found);
      }
    }
    return found;
  }

  private void look(String group, String path, Set<String> asked, SortedSet<String> layers) {
    for (Object resource : list(get(path), "resources")) {
      if (resource instanceof Map<?, ?> served
          && served.get("kind") instanceof String kind
          && served.get("name") instanceof String plural
          && plural.indexOf('/') < 0
          && OtherLayers.enforce(group, kind)
          && asked.add(kind)) {
        Optional<Boolean> isThere = isThere(path + "/" + plural);
        if (isThere.orElse(true)) {
          String doubt = isThere.isPresent() ? "" : ", which may not be listed";
          layers.add("%s (%s)%s".formatted(kind, group, doubt));
        }
      }
    }
  }

  /// Whether there is one; empty where that may not be known.
  private Optional<Boolean> isThere(String path) {
    try {
      return Optional.of(!list(get(path + "?limit=1"), "items").isEmpty());
    } catch (ClusterException failed) {
      return switch (failed.kind()) {
        case FORBIDDEN -> Optional.empty();
        case NOT_FOUND -> Optional.of(false);
        case CONFLICT, TRANSIENT, INVALID, PERMANENT -> throw failed;
      };
    }
  }

  private Map<?, ?> get(String path) {
    return Failures.translated(
            "asking for " + path, () -> Optional.ofNullable(client.raw(path)), LONGEST)
        .<Map<?, ?>>map(text -> client.getKubernetesSerialization().unmarshal(text, Map.class))
        .orElse(Map.of());
  }

  private static List<?> list(Map<?, ?> answer, String field) {
    return answer.get(field) instanceof List<?> items ? items : List.of();
  }
}
