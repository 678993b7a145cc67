package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A rule, ready to be matched.
///
/// @param index its place in the policy's list
/// @param action never [Action#UNKNOWN]
record Rule(int index, Action action, List<RulePeer> peers, RulePorts ports) {
  Rule {
    peers = List.copyOf(peers);
  }

  /// What a rule matches.
  ///
  /// @param certain what it matches
  /// @param possible what it may match besides
  /// @param causes why it may
  record Hit(ConnectionSet certain, ConnectionSet possible, Set<Cause> causes) {
    static final Hit NOTHING = new Hit(ConnectionSet.NONE, ConnectionSet.NONE, Set.of());
  }

  /// What of the traffic between `self` and `other` it matches; costs O(peers).
  Hit hit(Pod self, Direction direction, View other) {
    ConnectionSet certain = ConnectionSet.NONE;
    ConnectionSet possible = ConnectionSet.NONE;
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    for (RulePeer peer : peers) {
      Match match = peer.match(other);
      if (match == Match.YES) {
        certain = certain.union(through(peer, self, direction, other));
      } else if (match.isPossible()) {
        possible = possible.union(through(peer, self, direction, other));
        match.cause().ifPresent(causes::add);
      }
    }
    return certain.isEmpty() && possible.isEmpty()
        ? Hit.NOTHING
        : new Hit(certain, possible.minus(certain), causes);
  }

  /// The ports that it lets through by one of its peers. Named ones are looked up on the
  /// destination: the pod itself, or the one that the peer is.
  ConnectionSet through(RulePeer peer, Pod self, Direction direction, View other) {
    return switch (direction) {
      case INGRESS -> ports.on(self);
      case EGRESS ->
          switch (peer) {
            case RulePeer.InNamespace _, RulePeer.Pods _ -> ports.on(other.pod().pod());
            case RulePeer.Everybody _ ->
                other.inNetworkPolicies() ? ports.on(other.pod().pod()) : ports.unnamed();
            case RulePeer.Nobody _, RulePeer.Blocks _, RulePeer.Nodes _, RulePeer.DomainNames _ ->
                ports.unnamed();
          };
    };
  }

  boolean hasNamedPorts() {
    return !ports.named().isEmpty();
  }

  boolean asksForAddress() {
    return peers.stream().anyMatch(RulePeer::asksForAddress);
  }
}
