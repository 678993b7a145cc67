package dev.nightlatch.manifests;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// The mistakes in a document that did not keep it from being read: a key twice, a tag, an alias of
/// nothing, half a character. Each belongs to the smallest value around it, so that whoever reads
/// only a part of the document need not care for the rest.
final class Flaws {
  /// Of an object that an API server sent, for instance.
  static final Flaws NONE = new Flaws();

  /// @param key the key that is there twice; empty where the mistake is another
  private record Flaw(Problem problem, String key) {}

  private final IdentityHashMap<Tree, List<Flaw>> flaws = new IdentityHashMap<>();

  void add(Tree tree, Problem problem, String key) {
    flaws.computeIfAbsent(tree, _ -> new ArrayList<>()).add(new Flaw(problem, key));
  }

  /// Gives a tree the mistakes of the one that it takes the place of.
  void pass(Tree from, Tree to) {
    List<Flaw> found = flaws.get(from);
    if (found != null) {
      flaws.put(to, found);
    }
  }

  boolean isEmpty() {
    return flaws.isEmpty();
  }

  /// The mistakes of the value itself, apart from those of what is in it.
  List<Problem> at(Tree tree) {
    return flaws.getOrDefault(tree, List.of()).stream().map(Flaw::problem).toList();
  }

  /// The mistakes of the value itself that are about one key of it; with an empty key those that
  /// are about all of it.
  List<Problem> at(Tree tree, String key) {
    if (flaws.isEmpty()) {
      return List.of();
    }
    return flaws.getOrDefault(tree, List.of()).stream()
        .filter(flaw -> flaw.key().equals(key))
        .map(Flaw::problem)
        .toList();
  }

  /// The mistakes of the value and of all that is in it.
  List<Problem> in(Tree tree) {
    if (flaws.isEmpty()) {
      return List.of();
    }
    List<Problem> found = new ArrayList<>();
    collect(tree, found);
    return found;
  }

  private void collect(Tree tree, List<Problem> found) {
    found.addAll(at(tree));
    switch (tree) {
      case Tree.Mapping map ->
          map.entries().values().forEach(entry -> collect(entry.value(), found));
      case Tree.Sequence(_, var items) -> items.forEach(item -> collect(item, found));
      case Tree.Scalar _ -> {}
    }
  }
}
