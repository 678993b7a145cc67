package dev.nightlatch.cli;

import dev.nightlatch.manifests.Json;
import dev.nightlatch.manifests.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How an answer is printed.
enum Format {
  /// For people.
  table,
  /// The API objects as JSON.
  json,
  /// The API objects as YAML.
  yaml;

  /// The text of one object in this format.
  String text(Object tree) {
    return switch (this) {
      case json -> Json.write(tree);
      case yaml, table -> Yaml.write(tree);
    };
  }

  /// Several objects as the one that kubectl prints: a `List`.
  static Map<String, Object> list(List<? extends Map<String, ?>> items) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    list.put("items", items);
    return list;
  }
}
