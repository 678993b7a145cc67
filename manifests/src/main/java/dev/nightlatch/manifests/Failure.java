package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.List;
import java.util.Optional;

/// What an API server answers in place of the objects that it was asked for: forbidden, timed out.
///
/// Source: `Status`, meta/v1; its `details.kind` is mostly the name of a resource:
/// `networkpolicies`.
final class Failure {
  private Failure() {}

  /// Whether an object of this kind is one.
  static boolean is(Tree.Mapping map, String apiVersion, String kind) {
    return apiVersion.equals("v1")
        && kind.equals("Status")
        && word(Optional.of(map), "status").equals("Failure");
  }

  /// What it says, and the gaps that it leaves: all objects of the kind that it names, and any at
  /// all where it names none. One about a kind that does not matter says nothing.
  static Sort sort(Tree.Mapping map) {
    Optional<Tree.Mapping> details =
        map.value("details").filter(Tree.Mapping.class::isInstance).map(Tree.Mapping.class::cast);
    String resource = word(details, "kind");
    String group = word(details, "group");
    if (resource.isEmpty()) {
      return new Sort.Unlisted(problem(map), Lost.gaps("", map.place()));
    }
    return SnapshotKind.listedAs(group, resource)
        .<Sort>map(
            kind -> new Sort.Unlisted(problem(map), List.of(new Gap.Unlisted(listed(kind), ""))))
        .orElse(new Sort.Other("Status"));
  }

  private static Problem problem(Tree.Mapping map) {
    String message = word(Optional.of(map), "message");
    return new Problem(
        ProblemCode.NOT_LISTED,
        Weight.FATAL,
        map.place(),
        "a Status: " + (message.isEmpty() ? "Failure" : Shown.sentence(message)),
        "the objects that were asked for: of these nothing is known");
  }

  private static Kind listed(SnapshotKind kind) {
    return switch (kind) {
      case NAMESPACE -> Kind.NAMESPACE;
      case POD -> Kind.POD;
      case NODE -> Kind.NODE;
      case SERVICE -> Kind.SERVICE;
      case ENDPOINT_SLICE -> Kind.ENDPOINT_SLICE;
      case REPLICATION_CONTROLLER,
          DEPLOYMENT,
          REPLICA_SET,
          STATEFUL_SET,
          DAEMON_SET,
          JOB,
          CRON_JOB ->
          Kind.WORKLOAD;
      case NETWORK_POLICY -> Kind.NETWORK_POLICY;
      case ADMIN_NETWORK_POLICY -> Kind.ADMIN_NETWORK_POLICY;
      case BASELINE_ADMIN_NETWORK_POLICY -> Kind.BASELINE_ADMIN_NETWORK_POLICY;
      case CLUSTER_NETWORK_POLICY -> Kind.CLUSTER_NETWORK_POLICY;
    };
  }

  private static String word(Optional<Tree.Mapping> map, String field) {
    return map.flatMap(found -> found.value(field)).orElse(null) instanceof Tree.Text(_, var text)
        ? text
        : "";
  }
}
