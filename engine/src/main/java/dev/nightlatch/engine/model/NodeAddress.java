package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Address;

/// One entry of a node's `status.addresses` that is an address; host names are none.
///
/// Source: `NodeAddress`, v1.
public record NodeAddress(Type type, Address address) implements Comparable<NodeAddress> {

  /// What the node calls it.
  public enum Type {
    INTERNAL,
    EXTERNAL,
    /// Any other type, `Hostname` for instance, where an address is written all the same.
    OTHER
  }

  @Override
  public int compareTo(NodeAddress other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : type.compareTo(other.type);
  }
}
