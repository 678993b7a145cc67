package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Lists of objects: `kind: List` as kubectl writes it, `PodList` and their like as the API server
/// does.
///
/// Source: `List`, meta/v1; "Working with Objects", "Collections".
final class Lists {
  private static final String LIST = "List";

  private Lists() {}

  /// Hands the objects of `tree` on; a tree that is no list is its own single object. A list with a
  /// mistake of its own is not read: what is in it would be a guess.
  static void flatten(Tree tree, Flaws flaws, Sink sink) {
    Optional<Tree.Sequence> items = items(tree);
    if (items.isEmpty()) {
      sink.object(tree, flaws);
    } else if (!flaws.at(tree).isEmpty()) {
      flaws
          .at(tree)
          .forEach(problem -> sink.lost(problem.as(Weight.FATAL), text((Tree.Mapping) tree)));
    } else {
      flatten((Tree.Mapping) tree, items.get(), flaws, sink);
    }
  }

  private static void flatten(Tree.Mapping list, Tree.Sequence items, Flaws flaws, Sink sink) {
    beside(list, items, flaws).forEach(problem -> sink.problem(problem.as(Weight.NOTICE)));
    for (Tree item : items.items()) {
      if (!(item instanceof Tree.Mapping object)) {
        sink.lost(bad(item, Shown.tree(item) + " in a list of objects"), text(list));
      } else if (items(object).isPresent()) {
        flatten(object, flaws, sink);
      } else if (object.value("kind").isEmpty() && word(list, "kind").equals(LIST)) {
        sink.lost(bad(item, "an item without kind in a list of objects"), text(list));
      } else {
        sink.object(named(object, list, flaws), flaws);
      }
    }
  }

  /// The mistakes of a list that are in none of its items.
  private static List<Problem> beside(Tree.Mapping list, Tree.Sequence items, Flaws flaws) {
    List<Problem> found = new ArrayList<>(flaws.in(list));
    items.items().forEach(item -> found.removeAll(flaws.in(item)));
    return found;
  }

  private static Problem bad(Tree tree, String found) {
    return new Problem(
        ProblemCode.NOT_AN_OBJECT,
        Weight.SEVERE,
        tree.place(),
        found,
        "a mapping with apiVersion and kind");
  }

  /// What is known of an item of which nothing can be read: the kind that a list of one kind tells.
  private static String text(Tree.Mapping list) {
    String kind = word(list, "kind");
    return kind.equals(LIST) || !isList(kind) ? "" : "kind: " + stem(kind);
  }

  private static String stem(String kind) {
    return kind.substring(0, kind.length() - LIST.length());
  }

  /// Whether objects of this kind are lists of others that a snapshot may be made of.
  static boolean isList(String kind) {
    return kind.equals(LIST) || (kind.endsWith(LIST) && SnapshotKind.named(stem(kind)).isPresent());
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
  private static Tree named(Tree.Mapping object, Tree.Mapping list, Flaws flaws) {
    String kind = word(list, "kind");
    if (kind.equals(LIST) || object.value("kind").isPresent()) {
      return object;
    }
    SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>(object.entries());
    entries.putIfAbsent(
        "apiVersion",
        new Tree.Entry(object.place(), new Tree.Text(object.place(), word(list, "apiVersion"))));
    entries.put("kind", new Tree.Entry(object.place(), new Tree.Text(object.place(), stem(kind))));
    Tree named = new Tree.Mapping(object.place(), entries);
    flaws.pass(object, named);
    return named;
  }
}
