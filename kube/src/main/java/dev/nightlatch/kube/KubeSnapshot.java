package dev.nightlatch.kube;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Scope;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Reads all that network policies can see of a cluster, and nothing else; only ever by `list`.
///
/// Page by page, so that no single call is large. A kind that the API server does not have is
/// empty; one that may not be listed, or fails again and again, is a [Gap.Unlisted].
public final class KubeSnapshot {
  /// As many objects as `kubectl` asks for at a time.
  private static final int PAGE = 500;

  private static final int TRIES = 3;
  private static final Duration LONGEST_PAGE = Duration.ofSeconds(60);

  /// What decides no opening in a cluster whose pods are all there: where a service's connections
  /// end one asks for one, and a ReplicaSet or a Job tells of pods that are there what these tell
  /// of themselves. Services decide none either, but no block of a grant may contain their
  /// addresses.
  private static final Set<String> DECIDE_NOTHING = Set.of("EndpointSlice", "ReplicaSet", "Job");

  private final KubernetesClient client;
  private final int page;
  private final SortedSet<String> near;
  private final Consumer<String> notes;
  private final Consumer<String> progress;
  private final Known known;
  private final SnapshotAssembly assembly = new SnapshotAssembly();
  private final Set<ObjectKey> passing = new HashSet<>();

  private KubeSnapshot(
      KubernetesClient client,
      int page,
      Set<String> near,
      Known known,
      Consumer<String> notes,
      Consumer<String> progress) {
    this.client = client;
    this.known = known;
    this.page = page;
    this.near = new TreeSet<>(near);
    this.near.removeIf(namespace -> !Kinds.isLabel(namespace));
    this.notes = notes;
    this.progress = progress;
  }

  /// Reads the cluster.
  ///
  /// @param near namespaces to look into one by one where a kind may not be listed in all of them;
  ///     that of the kubeconfig is always among them
  /// @param notes gets a sentence for each kind that could not be listed, and one for all that are
  ///     forbidden alike
  /// @param progress gets what is being read: `pods`, then `pods, 500 so far` and so on
  /// @throws ClusterException if the API server cannot be reached or does not take the credentials
  public static ReadSnapshot read(
      KubeAccess access, Set<String> near, Consumer<String> notes, Consumer<String> progress) {
    return read(access, PAGE, near, notes, progress);
  }

  /// The same with so many objects a page.
  static ReadSnapshot read(
      KubeAccess access,
      int page,
      Set<String> near,
      Consumer<String> notes,
      Consumer<String> progress) {
    Set<String> all = new TreeSet<>(near);
    all.add(access.namespace());
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(access.config()).build()) {
      return new KubeSnapshot(client, page, all, new Known(), notes, progress).read(false);
    } catch (KubernetesClientException senseless) {
      throw new ClusterException(
          ClusterException.Kind.PERMANENT,
          "the credentials of the kubeconfig make no sense: " + Failures.sentence(senseless),
          senseless);
    }
  }

  /// Reads the cluster, or a part of it, for whoever decides what to open: only what may not be
  /// listed is a gap, all other failures are the caller's.
  ///
  /// @param known what was decoded by those before, of this cluster
  static Surroundings surroundings(
      KubernetesClient client,
      KubeLayers layers,
      Scope scope,
      Known known,
      Consumer<String> notes) {
    KubeSnapshot reader = new KubeSnapshot(client, PAGE, Set.of(), known, notes, _ -> {});
    return switch (scope) {
      case Scope.Everywhere() -> {
        ReadSnapshot read = reader.read(true);
        yield new Surroundings(read.snapshot(), reader.passing, layers.look());
      }
      case Scope.Within(var namespaces) -> {
        Future<SortedSet<String>> found = begun(layers::look);
        reader.readWithin(namespaces);
        yield new Surroundings(reader.assembly.snapshot(), reader.passing, awaited(found), scope);
      }
    };
  }

  /// One list of a kind, in one namespace or of what stands in none, that has been asked for.
  private record Asked(Resource resource, String namespace, Future<List<Item>> items) {}

  /// An object of a list that may have more pages.
  ///
  /// @param passing of a network policy that does not stand
  private record Item(SnapshotAssembly.Read read, Optional<ObjectKey> passing) {}

  /// What was decoded of the objects of each kind; for one cluster, and any number of snapshots.
  static final class Known {
    private final Map<Resource, Remembered<Item>> items = new ConcurrentHashMap<>();

    private Remembered<Item>.Listing listing(Resource resource, String namespace) {
      return items.computeIfAbsent(resource, _ -> new Remembered<>()).listing(namespace);
    }
  }

  /// Asks for everything at once: each list is short.
  private void readWithin(SortedSet<String> namespaces) {
    List<Asked> all = new ArrayList<>();
    for (Resource resource : Resource.ALL) {
      if (!DECIDE_NOTHING.contains(resource.word()) && resource.kind() != Kind.SERVICE) {
        for (String namespace : resource.isNamespaced() ? namespaces : Set.of("")) {
          all.add(new Asked(resource, namespace, begun(() -> list(resource, namespace))));
        }
      }
    }
    all.forEach(this::add);
  }

  private void add(Asked asked) {
    Resource resource = asked.resource();
    try {
      awaited(asked.items()).forEach(this::add);
    } catch (ClusterException failed) {
      if (failed.kind() != ClusterException.Kind.FORBIDDEN) {
        throw failed;
      }
      if (isServed(resource)) {
        String where = asked.namespace().isEmpty() ? "" : " of namespace " + asked.namespace();
        notes.accept(resource.plural() + where + " are not known: " + failed.getMessage());
        assembly.add(new Gap.Unlisted(resource.kind(), asked.namespace()));
      }
    }
  }

  private static <T> Future<T> begun(Callable<T> call) {
    return Calls.THREADS.submit(call);
  }

  /// What a call led to, or its failure.
  private static <T> T awaited(Future<T> begun) {
    try {
      return begun.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ClusterException(
          ClusterException.Kind.TRANSIENT, "listing what is there: interrupted", stopped);
    } catch (ExecutionException thrown) {
      throw switch (thrown.getCause()) {
        case RuntimeException failed -> failed;
        case Error grave -> throw grave;
        case null, default -> new IllegalStateException("listing what is there", thrown);
      };
    }
  }

  private ReadSnapshot read(boolean isStrict) {
    Map<Set<String>, List<Forbidden>> forbidden = new LinkedHashMap<>();
    try {
      readAll(isStrict, forbidden).ifPresent(this::policiesOfOthers);
    } finally {
      forbidden.forEach((listed, kinds) -> notes.accept(note(kinds, listed)));
    }
    return new ReadSnapshot(assembly.snapshot(), assembly.problems(), assembly.passedOver());
  }

  /// @param forbidden gets each kind that may not be listed everywhere, by the namespaces in which
  ///     it may be
  /// @return the only namespaces whose network policies are known; empty where all are, or none
  private Optional<Set<String>> readAll(
      boolean isStrict, Map<Set<String>, List<Forbidden>> forbidden) {
    boolean wasHeard = false;
    Optional<Set<String>> policiesOf = Optional.empty();
    for (Resource resource : Resource.ALL) {
      if (isStrict && DECIDE_NOTHING.contains(resource.word())) {
        continue;
      }
      progress.accept(resource.plural());
      try {
        list(resource, "").forEach(this::add);
        wasHeard = true;
      } catch (ClusterException failed) {
        boolean isForbidden = failed.kind() == ClusterException.Kind.FORBIDDEN;
        if (!isForbidden && (isStrict || !wasHeard)) {
          throw failed;
        }
        wasHeard = true;
        if (isForbidden && !isServed(resource)) {
          continue;
        }
        Set<String> listed =
            isForbidden && resource.isNamespaced() ? listedNear(resource) : Set.of();
        if (isForbidden) {
          forbidden
              .computeIfAbsent(listed, _ -> new ArrayList<>())
              .add(new Forbidden(resource.plural(), String.valueOf(failed.getMessage())));
        } else {
          notes.accept(resource.plural() + " are not known: " + failed.getMessage());
        }
        if (resource.kind() == Kind.NETWORK_POLICY && !listed.isEmpty()) {
          policiesOf = Optional.of(listed);
        } else {
          assembly.add(new Gap.Unlisted(resource.kind(), ""));
        }
      }
    }
    return policiesOf;
  }

  /// A kind that may not be listed in all namespaces, and the API server's word for it.
  private record Forbidden(String plural, String why) {}

  /// One sentence for all kinds that are forbidden alike: who may see little would read a page.
  private static String note(List<Forbidden> kinds, Set<String> listed) {
    List<String> plurals = kinds.stream().map(Forbidden::plural).toList();
    Forbidden first = kinds.getFirst();
    boolean isOne = kinds.size() == 1;
    return (isOne
            ? first.plural()
            : String.join(", ", plurals.subList(0, plurals.size() - 1))
                + " and "
                + plurals.getLast())
        + " are "
        + (listed.isEmpty()
            ? "not known"
            : "known of namespace " + String.join(", ", listed) + " alone")
        + (isOne ? ": " : ": to list them is forbidden, to begin with: ")
        + first.why();
  }

  private void add(Item item) {
    assembly.add(item.read());
    item.passing().ifPresent(passing::add);
  }

  /// Whether the API server has the kind: it forbids without looking whether there is one. In doubt
  /// it has.
  private boolean isServed(Resource resource) {
    if (!resource.apiVersion().contains("policy.networking.k8s.io/")) {
      return true;
    }
    try {
      return Failures.translated(
              "asking for the kinds",
              () -> Optional.ofNullable(client.raw("/apis/" + resource.apiVersion())))
          .map(kinds -> kinds.contains("\"" + resource.plural() + "\""))
          .orElse(false);
    } catch (ClusterException _) {
      return true;
    }
  }

  /// Lists a kind in the namespaces near by, and returns those where that was allowed.
  private Set<String> listedNear(Resource resource) {
    SortedSet<String> listed = new TreeSet<>();
    for (String namespace : near) {
      try {
        list(resource, namespace).forEach(this::add);
        listed.add(namespace);
      } catch (ClusterException _) {
        // Not known, like those of all other namespaces.
      }
    }
    return listed;
  }

  /// The policies of every other namespace that something is known to be in are not known.
  private void policiesOfOthers(Set<String> listed) {
    Snapshot known = assembly.snapshot();
    Stream.of(
            known.namespaces().stream().map(Namespace::name),
            known.pods().stream().map(Pod::namespace),
            known.workloads().stream().map(Workload::namespace))
        .flatMap(names -> names)
        .distinct()
        .filter(namespace -> !listed.contains(namespace))
        .forEach(namespace -> assembly.add(new Gap.Unlisted(Kind.NETWORK_POLICY, namespace)));
  }

  private static boolean isPassing(Meta policy) {
    return policy.labels().containsKey(Names.GRANT_LABEL) || policy.terminating();
  }

  /// All objects of a kind. They are added when the last page is there: half of them would look
  /// like all. Of each page only what a snapshot wants of it is kept until then.
  private List<Item> list(Resource resource, String namespace) {
    ClusterException last = null;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        return pages(resource, namespace);
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

  private List<Item> pages(Resource resource, String namespace) {
    List<Item> all = new ArrayList<>();
    Remembered<Item>.Listing listing = known.listing(resource, namespace);
    String next = "";
    do {
      Map<?, ?> page = page(resource, namespace, next);
      if (next.isEmpty()) {
        var _ = listing.of(said(page, "resourceVersion"));
      }
      if (page.get("items") instanceof List<?> items) {
        items.forEach(item -> all.add(item(resource, item, listing)));
      }
      next = said(page, "continue");
      if (!next.isEmpty()) {
        progress.accept(resource.plural() + ", " + all.size() + " so far");
      }
    } while (!next.isEmpty());
    listing.isDone();
    return all;
  }

  private Item item(Resource resource, Object object, Remembered<Item>.Listing listing) {
    return listing
        .get(
            said(object, "uid"),
            said(object, "resourceVersion"),
            () -> Optional.of(item(resource, tree(resource, object))))
        .orElseThrow();
  }

  /// A text of the metadata of an object, or of a list; empty where there is none.
  private static String said(Object object, String field) {
    return object instanceof Map<?, ?> fields
            && fields.get("metadata") instanceof Map<?, ?> metadata
            && metadata.get(field) instanceof String text
        ? text
        : "";
  }

  private Item item(Resource resource, Tree object) {
    return new Item(
        assembly.read(object),
        resource.kind() == Kind.NETWORK_POLICY
            ? Decoder.meta(object).value().filter(KubeSnapshot::isPassing).map(Meta::key)
            : Optional.empty());
  }

  private Map<?, ?> page(Resource resource, String namespace, String next) {
    String path =
        resource.path(namespace)
            + "?limit="
            + page
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
    // Half of what an API server tells of an object, and nobody's business here.
    if (object.get("metadata") instanceof Map<?, ?> metadata) {
      metadata.remove("managedFields");
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
