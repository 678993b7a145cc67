package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.List;
import java.util.Optional;

/// What a document is to a snapshot, by its `apiVersion` and `kind`.
sealed interface Sort {

  /// No object of Kubernetes.
  record NoObject() implements Sort {}

  /// An object that adds nothing, or a list without items.
  record Silent() implements Sort {}

  /// An object of a kind that does not matter, by the name that kubectl gives it.
  record Other(String name) implements Sort {}

  /// A policy of a layer that is not read.
  record OtherLayer(Problem problem) implements Sort {}

  /// The answer of an API server that did not list what matters.
  record Unlisted(Problem problem, List<Gap> gaps) implements Sort {
    public Unlisted {
      gaps = List.copyOf(gaps);
    }
  }

  /// An object that matters, in the version that is read.
  record Known(SnapshotKind kind) implements Sort {}

  /// An object that matters, and of which no more can be told than its metadata.
  record Foreign(SnapshotKind kind, Problem problem) implements Sort {}

  /// A document that may matter, and of which nothing can be told.
  record Wrong(List<Problem> problems) implements Sort {}

  static Sort of(Tree tree, Flaws flaws) {
    if (!(tree instanceof Tree.Mapping map)) {
      return new NoObject();
    }
    if (!flaws.at(map, "kind").isEmpty() || !flaws.at(map, "apiVersion").isEmpty()) {
      // Two documents without "---" between them look like this: the second may be a policy.
      return new Wrong(flaws.at(map).stream().map(problem -> problem.as(Weight.FATAL)).toList());
    }
    List<Problem> broken =
        flaws.at(map).stream().filter(problem -> problem.code() == ProblemCode.SYNTAX).toList();
    if (!broken.isEmpty() && !isWritten(map, "kind")) {
      // A template that stands alone in a document looks like this: what it writes may be a policy.
      return new Wrong(broken.stream().map(problem -> problem.as(Weight.FATAL)).toList());
    }
    String apiVersion = word(map, "apiVersion");
    if (!isWritten(map, "kind")) {
      return SnapshotKind.reads(apiVersion) && isWritten(map, "metadata")
          ? new Wrong(List.of(noKind(map)))
          : new NoObject();
    }
    String kind = word(map, "kind");
    if (kind.isBlank()) {
      boolean isBroken = map.value("kind").filter(value -> !flaws.in(value).isEmpty()).isPresent();
      return isBroken || isWritten(map, "apiVersion")
          ? new Wrong(List.of(noKind(map)))
          : new NoObject();
    }
    Optional<SnapshotKind> named = SnapshotKind.named(kind);
    if (!apiVersion.isBlank()) {
      return of(map, apiVersion, kind, named);
    }
    return named.isPresent()
        ? new Foreign(
            named.get(),
            new Problem(
                ProblemCode.NOT_AN_OBJECT,
                Weight.SEVERE,
                map.place(),
                kind + " without an apiVersion",
                named.get().word() + " in " + named.get().apiVersion()))
        : new NoObject();
  }

  private static Sort of(
      Tree.Mapping map, String apiVersion, String kind, Optional<SnapshotKind> named) {
    String group = SnapshotKind.group(apiVersion);
    if (group.equals(Ours.GROUP)) {
      return new Silent();
    }
    if (Failure.is(map, apiVersion, kind)) {
      return Failure.sort(map);
    }
    if (Lists.isList(kind)) {
      return isWritten(map, "items") ? new Wrong(List.of(noList(map))) : new Silent();
    }
    if (named.isPresent() && named.get().apiVersion().equals(apiVersion)) {
      return new Known(named.get());
    }
    if (named.isPresent() && SnapshotKind.isOfKubernetes(group)) {
      return foreign(map, apiVersion, kind, named.get(), ProblemCode.VERSION_UNKNOWN, "apiVersion");
    }
    Optional<SnapshotKind> meant = SnapshotKind.nearly(group, kind);
    if (meant.isPresent()) {
      return foreign(map, apiVersion, kind, meant.get(), ProblemCode.KIND_UNKNOWN, "kind");
    }
    return OtherLayers.decide(group, kind)
        ? new OtherLayer(otherLayer(map, group, kind))
        : new Other(Shown.text(group.isEmpty() ? kind : kind + "." + group));
  }

  private static Problem otherLayer(Tree.Mapping map, String group, String kind) {
    return new Problem(
        ProblemCode.OTHER_LAYER,
        Weight.NOTICE,
        place(map, "kind"),
        kind + " of " + group,
        "policies of Kubernetes: what others allow or deny is in no answer");
  }

  private static Foreign foreign(
      Tree.Mapping map,
      String apiVersion,
      String kind,
      SnapshotKind meant,
      ProblemCode code,
      String field) {
    return new Foreign(
        meant,
        new Problem(
            code,
            Weight.SEVERE,
            place(map, field),
            Shown.text(kind) + " in " + Shown.text(apiVersion),
            meant.word() + " in " + meant.apiVersion()));
  }

  private static Problem noKind(Tree.Mapping map) {
    return new Problem(
        ProblemCode.NOT_AN_OBJECT,
        Weight.FATAL,
        place(map, "kind"),
        isWritten(map, "kind") ? "a kind that is no text" : "no kind",
        "an object with apiVersion and kind");
  }

  private static Problem noList(Tree.Mapping map) {
    return new Problem(
        ProblemCode.TYPE_WRONG,
        Weight.FATAL,
        place(map, "items"),
        "items: " + map.value("items").map(Shown::tree).orElseThrow(),
        "a list");
  }

  private static Place place(Tree.Mapping map, String field) {
    return Optional.ofNullable(map.entries().get(field)).map(Tree.Entry::place).orElse(map.place());
  }

  private static boolean isWritten(Tree.Mapping map, String field) {
    return map.value(field).filter(value -> !(value instanceof Tree.Nothing)).isPresent();
  }

  /// The text of a field; empty if there is none.
  private static String word(Tree.Mapping map, String field) {
    return map.value(field).orElse(null) instanceof Tree.Text(_, var text) ? text : "";
  }
}
