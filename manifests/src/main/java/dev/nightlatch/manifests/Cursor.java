package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A part of an object that is being decoded: what is there, how one gets there, and where problems
/// go.
///
/// A field that is absent and one that is `null` are the same, as for the API server. Each question
/// that finds a value of the wrong type says so once and answers as if nothing were there.
final class Cursor {
  private final Tree tree;
  private final Place place;
  private final Cursor parent;
  private final String step;
  private final Weight weight;
  private final Log log;

  private Cursor(Tree tree, Place place, Cursor parent, String step) {
    this.tree = tree;
    this.place = place;
    this.parent = parent;
    this.step = step;
    this.weight = parent.weight;
    this.log = parent.log;
    look("");
  }

  private Cursor(Tree tree, Log log) {
    this.tree = tree;
    this.place = tree.place();
    this.parent = this;
    this.step = "";
    this.weight = Weight.SEVERE;
    this.log = log;
    look("");
  }

  private Cursor(Cursor same, Weight weight) {
    this.tree = same.tree;
    this.place = same.place;
    this.parent = same.parent == same ? this : same.parent;
    this.step = same.step;
    this.weight = weight;
    this.log = same.log;
  }

  static Cursor of(Tree tree, Log log) {
    return new Cursor(tree, log);
  }

  private void look(String key) {
    if (weight == Weight.SEVERE) {
      log.look(tree, key);
    }
  }

  /// The same part for a reader to whom it does not matter much: all that is wrong from here on is
  /// a notice.
  Cursor tolerant() {
    return new Cursor(this, Weight.NOTICE);
  }

  Log log() {
    return log;
  }

  Place place() {
    return place;
  }

  /// How one gets here from the object: `spec.ingress[0].from`.
  String path() {
    if (parent == this) {
      return "";
    }
    String before = parent.path();
    return before.isEmpty() || step.startsWith("[") ? before + step : before + "." + step;
  }

  boolean isPresent() {
    return !(tree instanceof Tree.Nothing);
  }

  /// The value of a field; an absent one where this is no mapping.
  Cursor at(String field) {
    look(field);
    if (tree instanceof Tree.Mapping map) {
      Tree.Entry entry = map.entries().get(field);
      if (entry != null) {
        return new Cursor(entry.value(), entry.place(), this, field);
      }
    }
    return new Cursor(new Tree.Nothing(place, ""), place, this, field);
  }

  void bad(ProblemCode code, String found, String wanted) {
    log.add(new Problem(code, weight, place, found, wanted));
  }

  void notice(ProblemCode code, String found, String wanted) {
    log.add(new Problem(code, Weight.NOTICE, place, found, wanted));
  }

  /// The value is there and not as it should be.
  void wrong(String wanted) {
    bad(ProblemCode.VALUE_WRONG, shown(), wanted);
  }

  /// A word that the API does not know is there: the policy keeps its value, and each network
  /// plugin takes the word for something else.
  void wordUnknown(String wanted) {
    log.addKept(new Problem(ProblemCode.WORD_UNKNOWN, Weight.SEVERE, place, shown(), wanted));
  }

  /// None of the fields that a part of a cluster-wide policy must have one of is there.
  void failsClosed(List<String> fields) {
    notice(
        ProblemCode.FAILS_CLOSED,
        path() + " with no field that is known",
        "one of " + String.join(", ", fields) + "; without, the whole rule fails closed");
  }

  void missing(String wanted) {
    bad(ProblemCode.FIELD_MISSING, "no " + path(), wanted);
  }

  private void mistyped(String wanted) {
    bad(ProblemCode.TYPE_WRONG, shown(), wanted);
  }

  String shown() {
    String path = path();
    return (path.isEmpty() ? "" : path + ": ") + Shown.tree(tree);
  }

  /// Whether this is a mapping; says nothing.
  boolean isMapping() {
    return tree instanceof Tree.Mapping;
  }

  /// Whether this is a mapping; if not, says so.
  boolean requireMapping(String wanted) {
    if (!isPresent()) {
      missing(wanted);
      return false;
    }
    return isMappingOrAbsent(wanted);
  }

  /// Whether this is a mapping or absent; if not, says so.
  boolean isMappingOrAbsent(String wanted) {
    if (isPresent() && !isMapping()) {
      mistyped(wanted);
      return false;
    }
    return true;
  }

  /// Says which fields are unknown.
  ///
  /// @param weight how heavy an unknown field is
  void only(Weight weight, String... known) {
    log.lookAll(tree);
    if (tree instanceof Tree.Mapping map) {
      List<String> fields = Arrays.asList(known);
      for (Map.Entry<String, Tree.Entry> entry : map.entries().entrySet()) {
        if (!fields.contains(entry.getKey())) {
          log.addStray(
              new Log.Stray(path(), entry.getKey()),
              unknown(weight, entry.getKey(), entry.getValue().place(), fields));
        }
      }
    }
  }

  private Problem unknown(Weight weight, String key, Place where, List<String> known) {
    String path = path();
    return new Problem(
        ProblemCode.FIELD_UNKNOWN,
        weight,
        where,
        "the field " + (path.isEmpty() ? "" : path + ".") + Shown.text(key),
        Spelling.closest(key, known).map(near -> near + "? Known here: ").orElse("one of ")
            + String.join(", ", known));
  }

  Optional<String> text() {
    if (!isPresent()) {
      return Optional.empty();
    }
    if (tree instanceof Tree.Text(_, var written)) {
      return Optional.of(written);
    }
    mistyped(
        tree instanceof Tree.Scalar scalar
            ? "a text: put \"" + Shown.text(scalar.written()) + "\" in quotes"
            : "a text");
    return Optional.empty();
  }

  /// A text that is there; if not, says what was wanted.
  Optional<String> requiredText(String wanted) {
    if (!isPresent()) {
      missing(wanted);
    }
    return text();
  }

  Optional<Long> whole() {
    if (!isPresent()) {
      return Optional.empty();
    }
    if (tree instanceof Tree.Whole(_, var value, _)) {
      return Optional.of(value);
    }
    mistyped("a whole number, without quotes");
    return Optional.empty();
  }

  boolean isText() {
    return tree instanceof Tree.Text;
  }

  Optional<Boolean> truth() {
    if (!isPresent()) {
      return Optional.empty();
    }
    if (tree instanceof Tree.Truth(_, var value, _)) {
      return Optional.of(value);
    }
    mistyped("true or false, without quotes");
    return Optional.empty();
  }

  /// The items of a list; none where it is absent.
  List<Cursor> items() {
    if (!isPresent()) {
      return List.of();
    }
    if (!(tree instanceof Tree.Sequence(_, var items))) {
      mistyped("a list");
      return List.of();
    }
    List<Cursor> cursors = new ArrayList<>(items.size());
    for (Tree item : items) {
      cursors.add(new Cursor(item, item.place(), this, "[" + cursors.size() + "]"));
    }
    return cursors;
  }

  /// Says of each field that is written and has no value that it wants one.
  void requireValues() {
    if (tree instanceof Tree.Mapping map) {
      map.entries().keySet().stream()
          .map(this::at)
          .filter(field -> !field.isPresent())
          .forEach(field -> field.wrong("a value; or leave the field out"));
    }
  }

  /// Whether this is a list of that many items; says nothing.
  boolean isListOf(int size) {
    return tree instanceof Tree.Sequence(_, var items) && items.size() == size;
  }

  /// Texts by key, sorted; none where it is absent.
  Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    if (isMappingOrAbsent("a mapping of texts") && tree instanceof Tree.Mapping map) {
      for (String key : map.entries().keySet()) {
        Optional<String> text = at(key).requiredText("a text");
        if (text.isPresent()) {
          texts.put(key, text.get());
        }
      }
    }
    return texts;
  }
}
