package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Cidr;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A node. Source: `Node`, v1.
///
/// @param addresses sorted; empty where they are not known
/// @param podBlocks the blocks from which its pods get their addresses (`spec.podCIDRs`), sorted;
///     empty where that is not known, or somebody else gives them out
public record Node(
    String name, Map<String, String> labels, List<NodeAddress> addresses, List<Cidr> podBlocks) {
  public Node {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    addresses = Canonical.of(addresses);
    podBlocks = Canonical.of(podBlocks);
  }

  /// A node of which no block is known.
  public Node(String name, Map<String, String> labels, List<NodeAddress> addresses) {
    this(name, labels, addresses, List.of());
  }
}
