package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Place;
import dev.nightlatch.engine.explain.PolicyAt;
import dev.nightlatch.engine.explain.RuleAt;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Lines;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Rules as they are written: which peer and which port of one matched, and where that stands.
final class Sources {
  private final Map<PolicyRef, NetworkPolicy> networkPolicies = new HashMap<>();
  private final Map<PolicyRef, ClusterPolicy> clusterPolicies = new HashMap<>();
  private final Map<PolicyRef, Lines> lines;
  private final CniProfile profile;

  Sources(Snapshot snapshot, CniProfile profile) {
    snapshot.networkPolicies().forEach(policy -> networkPolicies.put(policy.ref(), policy));
    snapshot.clusterPolicies().forEach(policy -> clusterPolicies.put(policy.ref(), policy));
    this.lines = snapshot.lines();
    this.profile = profile;
  }

  PolicyAt policy(PolicyRef policy) {
    return new PolicyAt(
        policy, Optional.ofNullable(lines.get(policy)).map(at -> new Place(at.file(), at.line())));
  }

  /// The rule with the first peer and the first port of it that match a connection, or may.
  RuleAt matched(
      Deciding.ByRule by, Pod self, Direction direction, View other, Protocol protocol, int port) {
    Rule rule = by.rule();
    for (int i = 0; i < rule.peers().size(); i++) {
      RulePeer peer = rule.peers().get(i);
      boolean matches =
          peer.match(other).isPossible()
              && rule.through(peer, self, direction, other).contains(protocol, port);
      if (matches) {
        return at(by, direction, i, port(by, i, self, direction, other, protocol, port));
      }
    }
    return at(by, direction, -1, OptionalInt.empty());
  }

  /// The rule with one of its peers.
  RuleAt peer(Deciding.ByRule by, Direction direction, int peer) {
    return at(by, direction, peer, OptionalInt.empty());
  }

  private RuleAt at(Deciding.ByRule by, Direction direction, int peer, OptionalInt port) {
    Rule rule = by.rule();
    boolean namesPeer = peer >= 0 && !(rule.peers().get(peer) instanceof RulePeer.Everybody);
    return new RuleAt(
        by.policy(),
        direction,
        rule.index(),
        rule.action(),
        namesPeer ? OptionalInt.of(peer) : OptionalInt.empty(),
        port,
        place(by.policy(), direction, rule.index(), namesPeer ? peer : -1));
  }

  private Optional<Place> place(PolicyRef policy, Direction direction, int rule, int peer) {
    Lines written = lines.get(policy);
    if (written == null || rule >= written.rules(direction).size()) {
      return Optional.empty();
    }
    Lines.Rule at = written.rules(direction).get(rule);
    int line = peer >= 0 && peer < at.peers().size() ? at.peers().get(peer) : at.line();
    return Optional.of(new Place(written.file(), line));
  }

  private OptionalInt port(
      Deciding.ByRule by,
      int peer,
      Pod self,
      Direction direction,
      View other,
      Protocol protocol,
      int port) {
    Rule rule = by.rule();
    if (rule.ports().equals(RulePorts.ALL)) {
      return OptionalInt.empty();
    }
    List<RulePorts> single = ports(by, direction);
    for (int i = 0; i < single.size(); i++) {
      Rule alone = new Rule(rule.index(), rule.action(), rule.peers(), single.get(i));
      ConnectionSet through = alone.through(rule.peers().get(peer), self, direction, other);
      if (through.contains(protocol, port)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private List<RulePorts> ports(Deciding.ByRule by, Direction direction) {
    int index = by.rule().index();
    NetworkPolicy policy = networkPolicies.get(by.policy());
    if (policy != null) {
      return policy.rules(direction).get(index).ports().stream()
          .map(port -> RulePorts.of(List.of(port)))
          .toList();
    }
    ClusterPolicy clusterWide = clusterPolicies.get(by.policy());
    return clusterWide == null
        ? List.of()
        : clusterWide.rules(direction).get(index).ports().stream()
            .map(port -> RulePorts.ofCluster(List.of(port), profile))
            .toList();
  }
}
