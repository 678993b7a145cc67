package dev.nightlatch.engine.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A node. Source: `Node`, v1.
///
/// @param addresses sorted; empty where they are not known
public record Node(String name, Map<String, String> labels, List<NodeAddress> addresses) {
  public Node {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    addresses = Canonical.of(addresses);
  }
}
