package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What readers of YAML and of JSON share: mappings without a key twice, and limits.
///
/// A value with a mistake is built all the same and remembered in the document's [Flaws].
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

  private final Flaws flaws = new Flaws();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private long built;
  private long repeated;
  private int mistakes;

  /// What an alias can name.
  private record Anchored(Tree tree, long size) {}

  /// The mistakes that have been found so far.
  Flaws flaws() {
    return flaws;
  }

  /// The same tree, remembered with a mistake.
  Tree flawed(Tree tree, ProblemCode code, String found, String wanted) throws Excess {
    add(tree, new Problem(code, Weight.SEVERE, tree.place(), found, wanted), "");
    return tree;
  }

  private void add(Tree tree, Problem problem, String key) throws Excess {
    if (++mistakes > Limits.MISTAKES) {
      throw new Excess(
          problem.place(), "more than " + Limits.MISTAKES + " mistakes", "a document of objects");
    }
    flaws.add(tree, problem, key);
  }

  void checkDepth(Place place, int depth) throws Excess {
    if (depth > Limits.DEPTH) {
      throw new Excess(
          place, "values nested more than " + Limits.DEPTH + " deep", "a sensible depth");
    }
  }

  /// Counts a value.
  void count(Place place) throws Excess {
    if (++built > Limits.VALUES) {
      throw new Excess(place, "more than " + Limits.VALUES + " values", "a smaller document");
    }
  }

  /// Remembers what an alias may repeat.
  ///
  /// @param before what [#counted] said before the first value of `tree`
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
      return flawed(
          new Tree.Nothing(place, ""),
          ProblemCode.SYNTAX,
          "the alias *" + Shown.text(name),
          "an anchor before it");
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

  /// A text; half a pair of surrogates is a mistake in it, being no character.
  Tree text(Place place, String text) throws Excess {
    Tree tree = new Tree.Text(place, text);
    return Texts.isUnicode(text)
        ? tree
        : flawed(
            tree, ProblemCode.SYNTAX, "half a character: \"" + Shown.text(text) + "\"", "a text");
  }

  /// A mapping in the making.
  final class Entries {
    private final Place place;
    private final SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>();
    private final List<Tree.Mapping> merged = new ArrayList<>();
    private final List<Mistake> bad = new ArrayList<>();

    private record Mistake(Problem problem, String key) {}

    Entries(Place place) {
      this.place = place;
    }

    void put(String key, Place at, Tree value) {
      if (!Texts.isUnicode(key)) {
        bad(at, ProblemCode.SYNTAX, "half a character in a key", "a text as a key");
      }
      if (entries.putIfAbsent(key, new Tree.Entry(at, value)) != null) {
        bad.add(new Mistake(twice(at, "the key \"" + Shown.text(key) + "\" twice"), key));
      }
    }

    private static Problem twice(Place at, String found) {
      return new Problem(ProblemCode.KEY_TWICE, Weight.SEVERE, at, found, "each key once");
    }

    void bad(Place at, ProblemCode code, String found, String wanted) {
      bad.add(new Mistake(new Problem(code, Weight.SEVERE, at, found, wanted), ""));
    }

    /// Takes over what `<<` names; keys that are written here count before those that are not.
    void merge(Place at, Tree value) {
      List<Tree> sources = value instanceof Tree.Sequence(_, var items) ? items : List.of(value);
      if (!merged.isEmpty()) {
        bad.add(new Mistake(twice(at, "the key \"<<\" twice"), ""));
      }
      for (Tree source : sources) {
        if (source instanceof Tree.Mapping map) {
          merged.add(map);
          flaws.at(map).forEach(problem -> bad.add(new Mistake(problem, "")));
        } else {
          bad(at, ProblemCode.SYNTAX, "<< with " + Shown.tree(source), "<< with a mapping");
        }
      }
    }

    Tree build() throws Excess {
      merged.forEach(map -> map.entries().forEach(entries::putIfAbsent));
      Tree tree = new Tree.Mapping(place, entries);
      for (Mistake mistake : bad) {
        add(tree, mistake.problem(), mistake.key());
      }
      return tree;
    }
  }
}
