package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// What readers of YAML and of JSON share: mappings without a key twice, and limits.
///
/// A mapping with a mistake in it is remembered as spoiled, so that the object around it can be
/// left out and its neighbours in the same document kept.
final class TreeBuilder {
  /// The input is too much of something; nothing more of the document is read.
  static final class Excess extends Exception {
    private final transient Problem problem;

    Excess(Place place, String found, String wanted) {
      super(found);
      this.problem = new Problem(ProblemCode.TOO_LARGE, Weight.FATAL, place, found, wanted);
    }

    Problem problem() {
      return problem;
    }
  }

  private final Log log;
  private final Set<Tree> spoiled = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, Anchored> anchors = new HashMap<>();
  private long built;
  private long repeated;

  /// What an alias can name.
  private record Anchored(Tree tree, long size) {}

  TreeBuilder(Log log) {
    this.log = log;
  }

  void bad(ProblemCode code, Place place, String found, String wanted) {
    log.add(new Problem(code, Weight.SEVERE, place, found, wanted));
  }

  void checkDepth(Place place, int depth) throws Excess {
    if (depth > Limits.DEPTH) {
      throw new Excess(
          place, "values nested more than " + Limits.DEPTH + " deep", "a sensible depth");
    }
  }

  /// Counts a value, and returns how many there are now.
  long count() {
    return ++built;
  }

  /// Remembers what an alias may repeat.
  ///
  /// @param before what [#count] had counted before the first value of `tree`
  void anchor(String name, Tree tree, long before) {
    anchors.put(name, new Anchored(tree, built + repeated - before));
  }

  long counted() {
    return built + repeated;
  }

  /// What an alias stands for. An alias inside its own anchor names nothing yet, so nothing here
  /// contains itself; and since a repetition counts with all that it holds, none grows into a bomb.
  Tree alias(String name, Place place) throws Excess {
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      bad(ProblemCode.SYNTAX, place, "the alias *" + Shown.text(name), "an anchor before it");
      return spoil(new Tree.Nothing(place, ""));
    }
    repeated += anchored.size();
    if (repeated > Limits.REPEATED_VALUES) {
      throw new Excess(
          place,
          "aliases that repeat more than " + Limits.REPEATED_VALUES + " values",
          "a document without such repetition");
    }
    return anchored.tree();
  }

  /// A text, unless it is none: half a pair of surrogates is no character.
  Tree text(Place place, String text) {
    Tree tree = new Tree.Text(place, text);
    if (Texts.isUnicode(text)) {
      return tree;
    }
    bad(ProblemCode.SYNTAX, place, "half a character: \"" + Shown.text(text) + "\"", "a text");
    return spoil(tree);
  }

  Tree spoil(Tree tree) {
    spoiled.add(tree);
    return tree;
  }

  /// Whether a mistake was found anywhere in it.
  boolean isSpoiled(Tree tree) {
    if (spoiled.isEmpty()) {
      return false;
    }
    if (spoiled.contains(tree)) {
      return true;
    }
    return switch (tree) {
      case Tree.Mapping map ->
          map.entries().values().stream().anyMatch(entry -> isSpoiled(entry.value()));
      case Tree.Sequence(_, var items) -> items.stream().anyMatch(this::isSpoiled);
      case Tree.Scalar _ -> false;
    };
  }

  /// Whether the mapping or list itself has a mistake, apart from what is in it.
  boolean isItselfSpoiled(Tree tree) {
    return spoiled.contains(tree);
  }

  /// A mapping in the making.
  final class Entries {
    private final Place place;
    private final SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>();
    private final List<Tree.Mapping> merged = new ArrayList<>();
    private boolean isBad;

    Entries(Place place) {
      this.place = place;
    }

    void put(String key, Place at, Tree value) {
      if (!Texts.isUnicode(key)) {
        bad(at, ProblemCode.SYNTAX, "half a character in a key", "a text as a key");
      }
      if (entries.putIfAbsent(key, new Tree.Entry(at, value)) != null) {
        bad(
            at,
            ProblemCode.KEY_TWICE,
            "the key \"" + Shown.text(key) + "\" twice",
            "each key once");
      }
    }

    void bad(Place at, ProblemCode code, String found, String wanted) {
      TreeBuilder.this.bad(code, at, found, wanted);
      isBad = true;
    }

    /// Takes over what `<<` names; keys that are written here count before those that are not.
    void merge(Place at, Tree value) {
      List<Tree> sources = value instanceof Tree.Sequence(_, var items) ? items : List.of(value);
      if (!merged.isEmpty()) {
        bad(at, ProblemCode.KEY_TWICE, "the key \"<<\" twice", "each key once");
      }
      for (Tree source : sources) {
        if (source instanceof Tree.Mapping map) {
          merged.add(map);
        } else {
          bad(at, ProblemCode.SYNTAX, "<< with " + Shown.tree(source), "<< with a mapping");
        }
      }
    }

    Tree build() {
      merged.forEach(map -> map.entries().forEach(entries::putIfAbsent));
      Tree tree = new Tree.Mapping(place, entries);
      return isBad ? spoil(tree) : tree;
    }
  }
}
