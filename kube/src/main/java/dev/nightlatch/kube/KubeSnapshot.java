package dev.nightlatch.kube;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.SnapshotAssembly;
import dev.nightlatch.manifests.Tree;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Reads all that network policies can see of a cluster, and nothing else; only ever by `list`.
///
/// Page by page, so that no single call is large. A kind that the API server does not have is
/// empty; one that may not be listed, or fails again and again, is a [Gap.Unlisted].
public final class KubeSnapshot {
  /// As many objects as `kubectl` asks for at a time.
  private static final int PAGE = 500;

  private static final int TRIES = 3;
  private static final Duration LONGEST_PAGE = Duration.ofSeconds(60);

  /// What decides no connection of a cluster whose pods are all there: by services one asks for
  /// one, and a ReplicaSet or a Job tells of pods that are there what these tell of themselves.
  private static final Set<String> DECIDE_NOTHING =
      Set.of("Service", "EndpointSlice", "ReplicaSet", "Job");

  /// What is listed, in this order.
  private static final List<Resource> RESOURCES =
      List.of(
          new Resource(Kind.NAMESPACE, "v1", "Namespace", "namespaces"),
          new Resource(
              Kind.NETWORK_POLICY, "networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
          new Resource(
              Kind.ADMIN_NETWORK_POLICY,
              "policy.networking.k8s.io/v1alpha1",
              "AdminNetworkPolicy",
              "adminnetworkpolicies"),
          new Resource(
              Kind.BASELINE_ADMIN_NETWORK_POLICY,
              "policy.networking.k8s.io/v1alpha1",
              "BaselineAdminNetworkPolicy",
              "baselineadminnetworkpolicies"),
          new Resource(
              Kind.CLUSTER_NETWORK_POLICY,
              "policy.networking.k8s.io/v1alpha2",
              "ClusterNetworkPolicy",
              "clusternetworkpolicies"),
          new Resource(Kind.NODE, "v1", "Node", "nodes"),
          new Resource(Kind.WORKLOAD, "apps/v1", "Deployment", "deployments"),
          new Resource(Kind.WORKLOAD, "apps/v1", "ReplicaSet", "replicasets"),
          new Resource(Kind.WORKLOAD, "apps/v1", "StatefulSet", "statefulsets"),
          new Resource(Kind.WORKLOAD, "apps/v1", "DaemonSet", "daemonsets"),
          new Resource(Kind.WORKLOAD, "batch/v1", "CronJob", "cronjobs"),
          new Resource(Kind.WORKLOAD, "batch/v1", "Job", "jobs"),
          new Resource(Kind.WORKLOAD, "v1", "ReplicationController", "replicationcontrollers"),
          new Resource(Kind.SERVICE, "v1", "Service", "services"),
          new Resource(
              Kind.ENDPOINT_SLICE, "discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),
          new Resource(Kind.POD, "v1", "Pod", "pods"));

  private final KubernetesClient client;
  private final Consumer<String> notes;
  private final SnapshotAssembly assembly = new SnapshotAssembly();
  private final SortedSet<ObjectKey> passing = new TreeSet<>();

  private KubeSnapshot(KubernetesClient client, Consumer<String> notes) {
    this.client = client;
    this.notes = notes;
  }

  /// A kind as the API server lists it.
  private record Resource(Kind kind, String apiVersion, String word, String plural) {
    String path() {
      return (apiVersion.equals("v1") ? "/api/" : "/apis/") + apiVersion + "/" + plural;
    }
  }

  /// Reads the cluster.
  ///
  /// @param notes gets a sentence for each kind that could not be listed
  /// @throws ClusterException if the API server cannot be reached or does not take the credentials
  public static ReadSnapshot read(KubeAccess access, Consumer<String> notes) {
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(access.config()).build()) {
      return new KubeSnapshot(client, notes).read(false);
    } catch (KubernetesClientException senseless) {
      throw new ClusterException(
          ClusterException.Kind.PERMANENT,
          "the credentials of the kubeconfig make no sense: " + Failures.sentence(senseless),
          senseless);
    }
  }

  /// Reads the cluster for whoever decides what to open: only what may not be listed is a gap, all
  /// other failures are the caller's.
  static Surroundings surroundings(KubernetesClient client, Consumer<String> notes) {
    KubeSnapshot reader = new KubeSnapshot(client, notes);
    ReadSnapshot read = reader.read(true);
    return new Surroundings(read.snapshot(), reader.passing);
  }

  private ReadSnapshot read(boolean isStrict) {
    boolean wasHeard = false;
    for (Resource resource : RESOURCES) {
      if (isStrict && DECIDE_NOTHING.contains(resource.word())) {
        continue;
      }
      try {
        for (Tree object : list(resource)) {
          assembly.add(object);
          if (resource.kind() == Kind.NETWORK_POLICY) {
            Decoder.meta(object).value().ifPresent(this::note);
          }
        }
        wasHeard = true;
      } catch (ClusterException failed) {
        boolean isForbidden = failed.kind() == ClusterException.Kind.FORBIDDEN;
        if (!isForbidden && (isStrict || !wasHeard)) {
          throw failed;
        }
        wasHeard = true;
        notes.accept(resource.plural() + " are not known: " + failed.getMessage());
        assembly.add(new Gap.Unlisted(resource.kind(), ""));
      }
    }
    return new ReadSnapshot(assembly.snapshot(), assembly.problems(), assembly.passedOver());
  }

  private void note(Meta policy) {
    if (policy.labels().containsKey(Names.GRANT_LABEL) || policy.terminating()) {
      passing.add(policy.key());
    }
  }

  /// All objects of a kind. They are added when the last page is there: half of them would look
  /// like all.
  private List<Tree> list(Resource resource) {
    ClusterException last = null;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        return pages(resource);
      } catch (ClusterException failed) {
        boolean mayChange =
            switch (failed.kind()) {
              case TRANSIENT, CONFLICT -> true;
              // The rest of a list that took too long is gone; the next one begins anew.
              case PERMANENT -> isExpired(failed);
              case FORBIDDEN, INVALID, NOT_FOUND -> false;
            };
        if (!mayChange) {
          throw failed;
        }
        last = failed;
      }
    }
    throw last == null ? new IllegalStateException("no try was made") : last;
  }

  private static boolean isExpired(ClusterException failed) {
    return failed.getCause() instanceof KubernetesClientException cause && cause.getCode() == 410;
  }

  private List<Tree> pages(Resource resource) {
    List<Tree> objects = new ArrayList<>();
    String next = "";
    do {
      Map<?, ?> page = page(resource, next);
      if (page.get("items") instanceof List<?> items) {
        items.forEach(item -> objects.add(tree(resource, item)));
      }
      next =
          page.get("metadata") instanceof Map<?, ?> metadata
                  && metadata.get("continue") instanceof String token
              ? token
              : "";
    } while (!next.isEmpty());
    return objects;
  }

  private Map<?, ?> page(Resource resource, String next) {
    String path =
        resource.path()
            + "?limit="
            + PAGE
            + (next.isEmpty()
                ? ""
                : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    Optional<String> answer =
        Failures.translated(
            "listing " + resource.plural(),
            () -> Optional.ofNullable(client.raw(path)),
            LONGEST_PAGE);
    return answer
        .<Map<?, ?>>map(text -> client.getKubernetesSerialization().unmarshal(text, Map.class))
        .orElse(Map.of());
  }

  /// The items of a list do not say what they are.
  private static Tree tree(Resource resource, Object item) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", resource.apiVersion());
    object.put("kind", resource.word());
    if (item instanceof Map<?, ?> fields) {
      fields.forEach((key, value) -> object.putIfAbsent(String.valueOf(key), value));
    }
    return Tree.of(object, resource.word() + " " + name(item));
  }

  private static String name(Object item) {
    if (!(item instanceof Map<?, ?> fields && fields.get("metadata") instanceof Map<?, ?> meta)) {
      return "?";
    }
    Object namespace = meta.get("namespace");
    return namespace == null ? meta.get("name") + "" : namespace + "/" + meta.get("name");
  }
}
