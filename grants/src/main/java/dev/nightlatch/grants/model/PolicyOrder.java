package dev.nightlatch.grants.model;

import dev.nightlatch.engine.model.NetworkPolicy;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A policy to be put in: its content, its marks, and the latch that is to be its only owner.
public record PolicyOrder(
    NetworkPolicy policy,
    Map<String, String> labels,
    Map<String, String> annotations,
    Owner latch) {

  public PolicyOrder {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  public ObjectKey key() {
    return new ObjectKey(policy.namespace(), policy.name());
  }
}
