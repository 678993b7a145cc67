package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressSet;
import java.util.Set;

/// A peer of a rule, ready to be matched.
sealed interface RulePeer {

  /// Whether it matches the other end.
  Match match(View other);

  /// Whether it asks for the other end's address.
  default boolean asksForAddress() {
    return false;
  }

  /// Everybody: a rule that names no peer.
  record Everybody() implements RulePeer {
    @Override
    public Match match(View other) {
      return Match.YES;
    }
  }

  /// Nobody.
  record Nobody() implements RulePeer {
    @Override
    public Match match(View other) {
      return Match.NO;
    }
  }

  /// Pods of one namespace; in network policies only.
  record InNamespace(String namespace, LabelSelector pods) implements RulePeer {
    @Override
    public Match match(View other) {
      return Match.of(
          other.inNetworkPolicies()
              && other.pod().namespace().name().equals(namespace)
              && pods.matches(other.pod().pod().labels()));
    }
  }

  /// Pods of chosen namespaces.
  ///
  /// @param isClusterWide whether a cluster-wide policy says so
  record Pods(LabelSelector namespaces, LabelSelector pods, boolean isClusterWide)
      implements RulePeer {
    @Override
    public Match match(View other) {
      boolean isSeen = isClusterWide ? other.inClusterPolicies() : other.inNetworkPolicies();
      return isSeen && pods.matches(other.pod().pod().labels())
          ? other.pod().namespace().chosenBy(namespaces)
          : Match.NO;
    }
  }

  /// Addresses.
  ///
  /// @param matchesPods whether a pod's own address counts
  record Blocks(AddressSet addresses, boolean matchesPods) implements RulePeer {
    @Override
    public Match match(View other) {
      if (other.isPodAddress() && !matchesPods) {
        return Match.NO;
      }
      return Match.of(addresses.contains(address(other)));
    }

    @Override
    public boolean asksForAddress() {
      return true;
    }
  }

  /// Addresses of nodes.
  ///
  /// @param addresses of the chosen nodes that are known
  /// @param areAll whether there is no other node
  record Nodes(Set<Address> addresses, boolean areAll) implements RulePeer {
    @Override
    public Match match(View other) {
      if (other.isPodAddress()) {
        return Match.NO;
      }
      if (addresses.contains(address(other))) {
        return Match.YES;
      }
      return areAll ? Match.NO : Match.BY_NODES;
    }

    @Override
    public boolean asksForAddress() {
      return true;
    }
  }

  /// The addresses that names outside have at the moment.
  record DomainNames() implements RulePeer {
    @Override
    public Match match(View other) {
      return other.isPodAddress() ? Match.NO : Match.BY_DOMAIN_NAME;
    }
  }

  private static Address address(View view) {
    return switch (view.where()) {
      case View.Where.At(var address) -> address;
      case View.Where.Anywhere() ->
          throw new IllegalStateException("a rule asks for an address that nobody gave");
    };
  }
}
