package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes rules ready to be matched: what a profile settles is settled here, once.
final class RuleMaker {
  private final CniProfile profile;
  private final NodeFacts nodes;

  RuleMaker(CniProfile profile, NodeFacts nodes) {
    this.profile = profile;
    this.nodes = nodes;
  }

  /// The rules of a network policy's direction.
  List<Rule> rules(NetworkPolicy policy, Direction direction) {
    List<PolicyRule> rules = policy.rules(direction);
    return IntStream.range(0, rules.size())
        .mapToObj(i -> rule(policy.namespace(), i, rules.get(i)))
        .toList();
  }

  private Rule rule(String namespace, int index, PolicyRule rule) {
    List<RulePeer> peers =
        rule.peers().isEmpty()
            ? List.of(new RulePeer.Everybody())
            : rule.peers().stream().map(peer -> peer(namespace, peer)).toList();
    return new Rule(index, Action.ACCEPT, peers, RulePorts.of(rule.ports()));
  }

  private RulePeer peer(String namespace, Peer peer) {
    return switch (peer) {
      case Peer.OwnNamespace(var pods) -> new RulePeer.InNamespace(namespace, pods);
      case Peer.AcrossNamespaces(var namespaces, var pods) ->
          new RulePeer.Pods(namespaces, pods, false);
      case Peer.IpBlock(var cidr, var except) ->
          new RulePeer.Blocks(
              blocks(List.of(cidr)).minus(blocks(except)),
              profile.says(Reading.IP_BLOCKS_MATCH_PODS));
    };
  }

  private static AddressSet blocks(List<Cidr> blocks) {
    return new AddressSet(blocks.stream().map(AddressRange::of).toList());
  }

  /// Whether somebody wrote a word into it that nobody defined.
  static boolean hasUnknownWord(ClusterPolicy policy) {
    return policy.tier() == Tier.UNKNOWN
        || Stream.concat(policy.ingress().stream(), policy.egress().stream())
            .anyMatch(rule -> rule.action() == Action.UNKNOWN);
  }

  /// The rules of a cluster-wide policy's direction; those that match nothing are left out.
  List<Rule> rules(List<ClusterRule> rules) {
    List<Rule> made = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      rule(i, rules.get(i)).ifPresent(made::add);
    }
    return made;
  }

  private Optional<Rule> rule(int index, ClusterRule rule) {
    return switch (rule.action()) {
      case UNKNOWN ->
          profile.says(Reading.UNKNOWN_WORDS_STRICT)
              ? rule(index, rule, Action.DENY)
              : Optional.empty();
      case ACCEPT, DENY, PASS -> rule(index, rule, rule.action());
    };
  }

  /// "For Accept rules, fail closed means: treat the rule as matching no traffic. For Deny and Pass
  /// rules, fail closed means: treat the rule as a 'Deny all' rule."
  private Optional<Rule> rule(int index, ClusterRule rule, Action action) {
    if (failsClosed(rule)) {
      boolean goesOn =
          action == Action.ACCEPT
              || (action == Action.PASS
                  && profile.says(Reading.UNKNOWN_PEER_OF_PASS_MATCHES_NOTHING));
      if (action == Action.ACCEPT) {
        return Optional.empty();
      }
      if (!goesOn) {
        return Optional.of(
            new Rule(index, Action.DENY, List.of(new RulePeer.Everybody()), RulePorts.ALL));
      }
    }
    boolean noPortIsKnown =
        !rule.ports().isEmpty()
            && rule.ports().stream().allMatch(ClusterPort.Unknown.class::isInstance);
    return noPortIsKnown
        ? Optional.empty()
        : Optional.of(
            new Rule(
                index,
                action,
                rule.peers().stream().map(this::peer).toList(),
                RulePorts.ofCluster(rule.ports(), profile)));
  }

  private boolean failsClosed(ClusterRule rule) {
    return rule.ports().stream().anyMatch(ClusterPort.Unknown.class::isInstance)
        || rule.peers().stream().anyMatch(this::isUnknown);
  }

  private boolean isUnknown(ClusterPeer peer) {
    return switch (peer) {
      case ClusterPeer.Unknown() -> true;
      case ClusterPeer.Nodes _ -> profile.says(Reading.NODES_UNSUPPORTED);
      case ClusterPeer.Pods _, ClusterPeer.Networks _, ClusterPeer.DomainNames _ -> false;
    };
  }

  private RulePeer peer(ClusterPeer peer) {
    return switch (peer) {
      case ClusterPeer.Pods(var scope) -> new RulePeer.Pods(scope.namespaces(), scope.pods(), true);
      case ClusterPeer.Nodes(var selector) ->
          profile.says(Reading.NODES_UNSUPPORTED) || profile.says(Reading.NODES_IGNORED)
              ? new RulePeer.Nobody()
              : new RulePeer.Nodes(nodes.addresses(selector, profile), nodes.areAllKnown(selector));
      case ClusterPeer.Networks(var blocks) -> new RulePeer.Blocks(blocks(blocks), true);
      case ClusterPeer.DomainNames _ -> new RulePeer.DomainNames();
      case ClusterPeer.Unknown() -> new RulePeer.Nobody();
    };
  }
}
