package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Labels and label selectors. Source: `LabelSelector`, meta/v1.
final class Selectors {
  private static final String OURS = "nightlatch.dev/";
  private static final String KEY = "a label key such as app or example.com/app";
  private static final String VALUE = "a label value: letters, digits, -, _ and ., at most 63";

  private Selectors() {}

  /// Labels of an object, or `matchLabels`.
  static Map<String, String> labels(Cursor cursor) {
    Map<String, String> labels = cursor.texts();
    for (Map.Entry<String, String> label : labels.entrySet()) {
      Cursor value = cursor.at(label.getKey());
      key(value, label.getKey());
      value(value, label.getValue());
    }
    return labels;
  }

  private static void key(Cursor cursor, String key) {
    if (!Texts.isLabelKey(key)) {
      cursor.bad(ProblemCode.VALUE_WRONG, "the key \"" + Shown.text(key) + "\"", KEY);
    }
  }

  private static void value(Cursor cursor, String value) {
    if (!Texts.isLabelValue(value)) {
      cursor.wrong(VALUE);
    }
  }

  /// A selector that is there; an empty one selects everything.
  static Optional<LabelSelector> selector(Cursor cursor) {
    if (!cursor.requireMapping("a label selector")) {
      return Optional.empty();
    }
    cursor.only(Weight.SEVERE, "matchLabels", "matchExpressions");
    Map<String, String> labels = labels(cursor.at("matchLabels"));
    List<Requirement> expressions = new ArrayList<>();
    List<Cursor> items = cursor.at("matchExpressions").items();
    items.forEach(item -> requirement(item).ifPresent(expressions::add));
    return expressions.size() == items.size()
        ? Optional.of(LabelSelector.of(labels, expressions))
        : Optional.empty();
  }

  private static Optional<Requirement> requirement(Cursor cursor) {
    if (!cursor.requireMapping("an expression with key and operator")) {
      return Optional.empty();
    }
    cursor.only(Weight.SEVERE, "key", "operator", "values");
    Optional<String> key = cursor.at("key").requiredText(KEY);
    key.ifPresent(text -> key(cursor.at("key"), text));
    String operators = "In, NotIn, Exists or DoesNotExist";
    Optional<String> operator = cursor.at("operator").requiredText(operators);
    Cursor listed = cursor.at("values");
    List<String> values = new ArrayList<>();
    for (Cursor item : listed.items()) {
      Optional<String> value = item.requiredText(VALUE);
      value.ifPresent(text -> value(item, text));
      value.ifPresent(values::add);
    }
    boolean unread = listed.isPresent() && !listed.isListOf(values.size());
    if (key.isEmpty() || operator.isEmpty() || unread) {
      return Optional.empty();
    }
    return switch (operator.get()) {
      case "In" ->
          wants(listed, values, true)
              ? Optional.of(new Requirement.In(key.get(), values))
              : Optional.empty();
      case "NotIn" ->
          wants(listed, values, true)
              ? Optional.of(new Requirement.NotIn(key.get(), values))
              : Optional.empty();
      case "Exists" ->
          wants(listed, values, false)
              ? Optional.of(new Requirement.Exists(key.get()))
              : Optional.empty();
      case "DoesNotExist" ->
          wants(listed, values, false)
              ? Optional.of(new Requirement.DoesNotExist(key.get()))
              : Optional.empty();
      default -> {
        cursor.at("operator").wrong(operators);
        yield Optional.empty();
      }
    };
  }

  private static boolean wants(Cursor listed, List<String> values, boolean some) {
    if (values.isEmpty() == some) {
      listed.wrong(
          some ? "at least one value with In and NotIn" : "no values with Exists and DoesNotExist");
      return false;
    }
    return true;
  }

  /// A selector as our own kinds want it: one label value at least must be named, and none of our
  /// own labels, which are put on objects while a grant is open.
  static Optional<LabelSelector> positive(Cursor cursor) {
    Optional<LabelSelector> selector = selector(cursor);
    if (selector.isEmpty()) {
      return selector;
    }
    for (Requirement requirement : selector.get().requirements()) {
      if (requirement.key().startsWith(OURS)) {
        cursor.bad(
            ProblemCode.VALUE_WRONG,
            cursor.path() + " with the key " + requirement.key(),
            "labels of your own: keys under nightlatch.dev/ are reserved");
        return Optional.empty();
      }
    }
    if (!selector.get().isPositive()) {
      cursor.bad(
          ProblemCode.VALUE_WRONG,
          cursor.path() + " that names no label value",
          "at least one entry of matchLabels or one expression with In");
      return Optional.empty();
    }
    return selector;
  }
}
