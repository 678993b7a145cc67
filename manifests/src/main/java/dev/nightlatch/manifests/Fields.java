package dev.nightlatch.manifests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The fields of an object in the making, in order.
final class Fields {
  private final SequencedMap<String, Object> map = new LinkedHashMap<>();

  /// The beginning of every object.
  static Fields object(String apiVersion, String kind, Map<String, Object> metadata) {
    return new Fields().put("apiVersion", apiVersion).put("kind", kind).put("metadata", metadata);
  }

  /// A map with one field.
  static SequencedMap<String, Object> of(String field, Object value) {
    return new Fields().put(field, value).map();
  }

  Fields put(String field, Object value) {
    map.put(field, value);
    return this;
  }

  /// A text, unless it is empty.
  Fields text(String field, String text) {
    return text.isEmpty() ? this : put(field, text);
  }

  /// A list, unless it is empty.
  Fields list(String field, List<?> items) {
    return items.isEmpty() ? this : put(field, items);
  }

  /// Texts by key, unless there are none.
  Fields texts(String field, Map<String, String> texts) {
    return texts.isEmpty() ? this : put(field, new LinkedHashMap<>(texts));
  }

  SequencedMap<String, Object> map() {
    return map;
  }
}
