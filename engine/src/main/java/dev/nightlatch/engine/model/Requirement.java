package dev.nightlatch.engine.model;

import java.util.List;
import java.util.Map;

/// One condition on the labels of an object.
///
/// `matchLabels: {k: v}` arrives here as `In(k, [v])`: the API defines the two as equal.
///
/// Source: `LabelSelectorRequirement`, meta/v1.
public sealed interface Requirement {

  /// The label key that the condition speaks of.
  String key();

  /// Whether an object with these labels meets the condition.
  boolean matches(Map<String, String> labels);

  /// The key is present with one of `values`.
  record In(String key, List<String> values) implements Requirement {
    public In {
      values = checked(key, values);
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return value != null && values.contains(value);
    }
  }

  /// The key is absent, or present with none of `values`. A missing key *meets* it.
  record NotIn(String key, List<String> values) implements Requirement {
    public NotIn {
      values = checked(key, values);
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return value == null || !values.contains(value);
    }
  }

  /// The key is present, with whatever value.
  record Exists(String key) implements Requirement {
    @Override
    public boolean matches(Map<String, String> labels) {
      return labels.containsKey(key);
    }
  }

  /// The key is absent.
  record DoesNotExist(String key) implements Requirement {
    @Override
    public boolean matches(Map<String, String> labels) {
      return !labels.containsKey(key);
    }
  }

  private static List<String> checked(String key, List<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("the requirement on " + key + " lists no value");
    }
    return Canonical.of(values);
  }
}
