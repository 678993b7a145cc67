package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentFile;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.Meta;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Makes the model's values of trees: the one place that knows how objects are written.
///
/// A value comes only of an object that is wholly understood; all that is wrong with it is said at
/// once. Of pods, of what makes them, and of namespaces only what network policies see is asked.
/// What an API server sent and what somebody wrote in a file are read by the same rules, but for
/// three: a file need not say what the API server adds (UID, times, versions), a file's missing
/// namespace is `default` with a notice, and an unknown field of our own kinds is severe in a file
/// and a notice in an object of an API server, which may be newer than we are.
public final class Decoder {
  private static final Set<String> WORKLOADS =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet");
  private static final Set<String> POLICY_GROUPS = Set.of("networking.k8s.io", "extensions");
  private static final Set<String> WORKLOAD_GROUPS = Set.of("apps", "extensions");

  private Decoder() {}

  /// Reads an object of any kind. Kinds that nothing is decoded of give [Manifest.Other]; a kind
  /// that is known, in an API version that is not, gives a problem.
  public static Decoded<Manifest> decode(Tree tree) {
    Log log = new Log();
    Cursor object = Cursor.of(tree, log);
    if (!(tree instanceof Tree.Mapping)) {
      object.bad(ProblemCode.NOT_AN_OBJECT, Shown.tree(tree), "a mapping with apiVersion and kind");
      return log.decoded(Optional::empty);
    }
    String apiVersion = word(object, "apiVersion");
    String kind = word(object, "kind");
    if (apiVersion.isEmpty() || kind.isEmpty()) {
      return log.decoded(Optional::empty);
    }
    return switch (apiVersion + " " + kind) {
      case Ours.API_VERSION + " " + Ours.SOURCE -> as(Manifest.OfSource::new, source(tree));
      case Ours.API_VERSION + " " + Ours.RULE -> as(Manifest.OfRule::new, rule(tree));
      case Ours.API_VERSION + " " + Ours.BOUNDARY -> as(Manifest.OfBoundary::new, boundary(tree));
      case Ours.API_VERSION + " " + Ours.PROVIDER ->
          as(Manifest.OfProvider::new, incidentProvider(tree));
      case Ours.API_VERSION + " " + Ours.GRANT -> as(Manifest.OfGrant::new, grant(tree));
      case "networking.k8s.io/v1 NetworkPolicy" -> as(Manifest.OfPolicy::new, policy(tree));
      case "batch/v1 Job" -> as(Manifest.OfLatch::new, latch(tree));
      case "v1 Pod" -> as(Manifest.OfPod::new, pod(tree));
      case "v1 List" -> list(object);
      case "v1 Namespace" -> as(Manifest.OfNamespace::new, ClusterObjects.namespace(object));
      case "apps/v1 Deployment", "apps/v1 StatefulSet", "apps/v1 DaemonSet", "apps/v1 ReplicaSet" ->
          as(Manifest.OfWorkload::new, WorkloadDecoder.workload(object, kind));
      default -> other(object, apiVersion, kind);
    };
  }

  /// A list with items does not come here: its items do.
  private static Decoded<Manifest> list(Cursor object) {
    object.at("items").items();
    return object.log().decoded(() -> Optional.of(new Manifest.Other("v1", "List", "", "")));
  }

  private static String word(Cursor object, String field) {
    Cursor cursor = object.at(field);
    if (!cursor.isPresent()) {
      cursor.bad(ProblemCode.NOT_AN_OBJECT, "no " + field, "an object with apiVersion and kind");
    }
    String word = cursor.text().orElse("");
    if (cursor.isText() && word.isBlank()) {
      cursor.wrong("the object's " + field);
      return "";
    }
    return word;
  }

  private static <T> Decoded<Manifest> as(Function<T, ? extends Manifest> of, Decoded<T> decoded) {
    return new Decoded<>(decoded.value().map(of), decoded.problems());
  }

  private static Decoded<Manifest> other(Cursor object, String apiVersion, String kind) {
    String group = apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    String wanted = known(group, kind);
    if (!wanted.isEmpty()) {
      object
          .at("apiVersion")
          .bad(
              ProblemCode.VERSION_UNKNOWN,
              Shown.text(kind) + " in " + Shown.text(apiVersion),
              kind + " in " + wanted);
    } else if (group.equals(Ours.GROUP)) {
      object
          .at("kind")
          .bad(
              ProblemCode.KIND_UNKNOWN,
              Shown.text(kind) + " in " + Shown.text(apiVersion),
              String.join(", ", Ours.SOURCE, Ours.RULE, Ours.BOUNDARY, Ours.PROVIDER, Ours.GRANT));
    }
    Cursor meta = object.at("metadata");
    return object
        .log()
        .decoded(
            () ->
                Optional.of(
                    new Manifest.Other(
                        apiVersion, kind, written(meta, "namespace"), written(meta, "name"))));
  }

  private static String written(Cursor meta, String field) {
    return meta.at(field).isText() ? meta.at(field).text().orElse("") : "";
  }

  /// The API version in which a kind is read; empty if it is none that is read.
  private static String known(String group, String kind) {
    return switch (kind) {
      case Ours.SOURCE, Ours.RULE, Ours.BOUNDARY, Ours.PROVIDER, Ours.GRANT ->
          group.equals(Ours.GROUP) ? Ours.API_VERSION : "";
      case "NetworkPolicy" -> POLICY_GROUPS.contains(group) ? "networking.k8s.io/v1" : "";
      case "Job" -> group.equals("batch") ? "batch/v1" : "";
      case "Pod", "Namespace" -> group.isEmpty() ? "v1" : "";
      default -> WORKLOADS.contains(kind) && WORKLOAD_GROUPS.contains(group) ? "apps/v1" : "";
    };
  }

  /// Reads an `AccessSource`; whatever else the tree says it is, is not asked.
  public static Decoded<AccessSource> source(Tree tree) {
    return SourceDecoder.source(Cursor.of(tree, new Log()));
  }

  /// Reads an `AccessRule`.
  public static Decoded<AccessRule> rule(Tree tree) {
    return RuleDecoder.rule(Cursor.of(tree, new Log()));
  }

  /// Reads an `AccessBoundary`. A field that is not known is severe wherever the object comes from:
  /// a limit that nobody reads would hold for nobody.
  public static Decoded<AccessBoundary> boundary(Tree tree) {
    return BoundaryDecoder.boundary(Cursor.of(tree, new Log()));
  }

  /// Reads an `IncidentProvider`.
  public static Decoded<IncidentProvider> incidentProvider(Tree tree) {
    return ProviderDecoder.provider(Cursor.of(tree, new Log()));
  }

  /// Reads a file of incidents. An entry that is not wholly understood is left out and said, and
  /// does not keep the others; there is always a value.
  public static Decoded<IncidentFile> incidents(Tree tree) {
    return IncidentFileDecoder.incidents(tree);
  }

  /// Reads an `AccessGrant`.
  public static Decoded<AccessGrant> grant(Tree tree) {
    return GrantDecoder.grant(Cursor.of(tree, new Log()));
  }

  /// Reads a `NetworkPolicy`.
  public static Decoded<HeldPolicy> policy(Tree tree) {
    return PolicyDecoder.policy(Cursor.of(tree, new Log()));
  }

  /// Reads a `Job` as a latch.
  public static Decoded<HeldLatch> latch(Tree tree) {
    return LatchDecoder.latch(Cursor.of(tree, new Log()));
  }

  /// Reads a `Pod`.
  public static Decoded<Pod> pod(Tree tree) {
    return PodDecoder.pod(Cursor.of(tree, new Log()));
  }

  /// Reads the metadata of a namespaced object alone: what can still be known of an object whose
  /// content cannot be read, which must not be taken for absent.
  public static Decoded<Meta> meta(Tree tree) {
    Log log = new Log();
    Optional<Meta> meta = MetaDecoder.meta(Cursor.of(tree, log), MetaDecoder.Scope.NAMESPACE);
    return log.decoded(() -> meta);
  }
}
