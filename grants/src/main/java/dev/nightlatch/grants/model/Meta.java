package dev.nightlatch.grants.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What every object of a cluster carries beside its own content.
///
/// Source: `ObjectMeta`, meta/v1.
///
/// @param namespace empty for a cluster-scoped object
/// @param resourceVersion which state of the object this is; only the API server can order them
/// @param generation counts the changes of the spec, from 1
/// @param terminating whether the object is being deleted and only waits for its finalizers
public record Meta(
    String namespace,
    String name,
    Uid uid,
    String resourceVersion,
    long generation,
    Instant createdAt,
    boolean terminating,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<Owner> owners,
    List<String> finalizers) {

  public Meta {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    owners = List.copyOf(owners);
    finalizers = List.copyOf(finalizers);
  }

  /// Namespace and name.
  public ObjectKey key() {
    return new ObjectKey(namespace, name);
  }
}
