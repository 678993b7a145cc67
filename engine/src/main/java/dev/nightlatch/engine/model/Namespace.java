package dev.nightlatch.engine.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A namespace, whose labels network policies see.
///
/// Source: `Namespace`, v1.
///
/// @param labels always with [#NAME_LABEL], which the API server sets and nobody can change
public record Namespace(String name, Map<String, String> labels) {
  /// The label that carries the namespace's name.
  public static final String NAME_LABEL = "kubernetes.io/metadata.name";

  public Namespace {
    Map<String, String> all = new TreeMap<>(labels);
    all.put(NAME_LABEL, name);
    labels = Collections.unmodifiableMap(all);
  }

  /// A namespace that carries only its name: what is known of one that is not given.
  public static Namespace bare(String name) {
    return new Namespace(name, Map.of());
  }
}
