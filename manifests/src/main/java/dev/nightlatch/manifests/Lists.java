package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Lists of objects: `kind: List` as kubectl writes it, `PodList` and their like as the API server
/// does.
///
/// Source: `List`, meta/v1; "Working with Objects", "Collections".
final class Lists {
  private static final String LIST = "List";

  private Lists() {}

  /// Hands the objects of `tree` on, without those that have a mistake in them; a tree that is no
  /// list is its own single object.
  static void flatten(Tree tree, TreeBuilder builder, Log log, Consumer<Tree> sink) {
    Optional<Tree.Sequence> items = items(tree);
    if (items.isEmpty()) {
      if (!builder.isSpoiled(tree)) {
        sink.accept(tree);
      }
      return;
    }
    if (builder.isItselfSpoiled(tree)) {
      return;
    }
    for (Tree item : items.get().items()) {
      if (!(item instanceof Tree.Mapping object)) {
        bad(log, item, "in a list of objects", "a mapping with apiVersion and kind");
      } else if (items(object).isPresent()) {
        flatten(object, builder, log, sink);
      } else if (!builder.isSpoiled(object)) {
        sink.accept(named(object, (Tree.Mapping) tree));
      }
    }
  }

  private static void bad(Log log, Tree tree, String where, String wanted) {
    log.add(
        new Problem(
            ProblemCode.NOT_AN_OBJECT,
            Weight.SEVERE,
            tree.place(),
            Shown.tree(tree) + " " + where,
            wanted));
  }

  private static Optional<Tree.Sequence> items(Tree tree) {
    return tree instanceof Tree.Mapping map
            && word(map, "kind").endsWith(LIST)
            && map.value("items").orElse(null) instanceof Tree.Sequence items
        ? Optional.of(items)
        : Optional.empty();
  }

  private static String word(Tree.Mapping map, String key) {
    return map.value(key).orElse(null) instanceof Tree.Text(_, var text) ? text : "";
  }

  /// The items of a `PodList` do not say that they are pods.
  private static Tree named(Tree.Mapping object, Tree.Mapping list) {
    String kind = word(list, "kind");
    if (kind.equals(LIST) || object.value("kind").isPresent()) {
      return object;
    }
    SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>(object.entries());
    entries.putIfAbsent(
        "apiVersion",
        new Tree.Entry(object.place(), new Tree.Text(object.place(), word(list, "apiVersion"))));
    entries.put(
        "kind",
        new Tree.Entry(
            object.place(),
            new Tree.Text(object.place(), kind.substring(0, kind.length() - LIST.length()))));
    return new Tree.Mapping(object.place(), entries);
  }
}
