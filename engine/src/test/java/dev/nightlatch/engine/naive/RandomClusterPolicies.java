package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Cluster-wide policies of all three kinds at random, side by side.
final class RandomClusterPolicies {
  private static final Gen<ClusterPeer> PODS = Words.SUBJECT.map(ClusterPeer.Pods::new);
  private static final Gen<ClusterPeer> UNKNOWN_PEER = Gen.just(new ClusterPeer.Unknown());
  private static final Gen<ClusterPeer> NETWORKS =
      Gen.of(Words.BLOCKS).list(1, 2).map(ClusterPeer.Networks::new);
  private static final Gen<ClusterPeer> NODES = Words.SELECTOR.map(ClusterPeer.Nodes::new);
  private static final Gen<ClusterPeer> DOMAIN_NAMES =
      Gen.just(new ClusterPeer.DomainNames(List.of("*.example.com")));

  private static final Gen<ClusterPort> NAMED_PORT = Words.PORT_NAME.map(ClusterPort.Named::new);
  private static final Gen<ClusterPort> PORT =
      Gen.oneOf(
          Words.PROTOCOL.map(ClusterPort.All::new),
          Words.RANGE.map(ClusterPort.Numbered::new),
          NAMED_PORT,
          NAMED_PORT);
  private static final Gen<ClusterPort> UNKNOWN_PORT = Gen.just(new ClusterPort.Unknown());

  private static final Gen<Action> ACTION =
      Gen.of(Action.ACCEPT, Action.DENY, Action.DENY, Action.PASS);

  private RandomClusterPolicies() {}

  /// Up to so many of every sort, with equal priorities and unknown words.
  static Gen<List<ClusterPolicy>> upTo(int most) {
    Gen<List<ClusterRule>> ingress =
        rules(
            ACTION.orRarely(100, Gen.just(Action.UNKNOWN)),
            PODS.orRarely(16, UNKNOWN_PEER),
            PORT.orRarely(16, UNKNOWN_PORT));
    Gen<List<ClusterRule>> egress =
        rules(
            ACTION.orRarely(100, Gen.just(Action.UNKNOWN)),
            Gen.oneOf(PODS, NETWORKS, PODS, NETWORKS, PODS, NODES, DOMAIN_NAMES)
                .orRarely(16, UNKNOWN_PEER),
            PORT.orRarely(16, UNKNOWN_PORT));
    return policies(most, Gen.of(5, 5, 5, 5, 5, 7), Gen.just(Tier.UNKNOWN), ingress, egress);
  }

  /// Up to so many, each of another priority, of known words alone and without domain names.
  static Gen<List<ClusterPolicy>> plainUpTo(int most) {
    Gen<List<ClusterRule>> ingress = rules(ACTION, PODS, PORT);
    Gen<List<ClusterRule>> egress = rules(ACTION, Gen.oneOf(PODS, NETWORKS, NODES), PORT);
    return policies(most, Gen.just(0), Gen.just(Tier.ADMIN), ingress, egress)
        .map(
            policies -> {
              List<ClusterPolicy> spread = new ArrayList<>();
              for (ClusterPolicy policy : policies) {
                spread.add(at(spread.size(), policy));
              }
              return spread;
            });
  }

  private static ClusterPolicy at(int priority, ClusterPolicy policy) {
    return new ClusterPolicy(
        policy.kind(),
        policy.name(),
        policy.tier(),
        policy.kind() == PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY ? 0 : priority,
        policy.subject(),
        policy.ingress(),
        policy.egress());
  }

  private static Gen<List<ClusterRule>> rules(
      Gen<Action> action, Gen<ClusterPeer> peer, Gen<ClusterPort> port) {
    return Gen.combine(
            action,
            peer.list(1, 2),
            Gen.oneOf(port.list(0, 2), NAMED_PORT.list(1, 1)),
            RandomClusterPolicies::rule)
        .crowd(3);
  }

  /// The API takes domain names in rules that accept alone.
  private static ClusterRule rule(Action action, List<ClusterPeer> peers, List<ClusterPort> ports) {
    List<ClusterPeer> allowed =
        peers.stream()
            .map(
                peer ->
                    peer instanceof ClusterPeer.DomainNames && action != Action.ACCEPT
                        ? new ClusterPeer.Networks(List.of(Words.block("0.0.0.0/0")))
                        : peer)
            .toList();
    return new ClusterRule("", action, allowed, ports);
  }

  /// Where a policy stands.
  private record Stand(PolicyRef.Kind kind, Tier tier) {}

  private static Gen<List<ClusterPolicy>> policies(
      int most,
      Gen<Integer> priority,
      Gen<Tier> rareTier,
      Gen<List<ClusterRule>> ingress,
      Gen<List<ClusterRule>> egress) {
    Gen<Stand> stand =
        Gen.of(
                new Stand(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, Tier.ADMIN),
                new Stand(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, Tier.BASELINE),
                new Stand(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, Tier.BASELINE),
                new Stand(PolicyRef.Kind.ADMIN_NETWORK_POLICY, Tier.ADMIN),
                new Stand(PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY, Tier.BASELINE))
            .orRarely(
                50, rareTier.map(tier -> new Stand(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, tier)));
    return Gen.combine(
            stand, priority, Words.SUBJECT, ingress, egress, RandomClusterPolicies::policy)
        .crowd(most)
        .map(RandomClusterPolicies::named);
  }

  /// The API knows no Pass below the NetworkPolicies of v1alpha1.
  private static ClusterPolicy policy(
      Stand stand,
      int priority,
      PodScope subject,
      List<ClusterRule> ingress,
      List<ClusterRule> egress) {
    boolean last = stand.kind == PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY;
    return new ClusterPolicy(
        stand.kind,
        "default",
        stand.tier,
        last ? 0 : priority,
        subject,
        last ? withoutPass(ingress) : ingress,
        last ? withoutPass(egress) : egress);
  }

  private static List<ClusterRule> withoutPass(List<ClusterRule> rules) {
    return rules.stream()
        .map(
            rule ->
                rule.action() == Action.PASS
                    ? new ClusterRule(rule.name(), Action.DENY, rule.peers(), rule.ports())
                    : rule)
        .toList();
  }

  /// Names them by their place among those of their kind, so that two kinds share names; of the
  /// Baseline kind, which knows one name, only the first is kept.
  private static List<ClusterPolicy> named(List<ClusterPolicy> policies) {
    Map<PolicyRef.Kind, Integer> count = new EnumMap<>(PolicyRef.Kind.class);
    List<ClusterPolicy> named = new ArrayList<>();
    for (ClusterPolicy policy : policies) {
      int place = count.merge(policy.kind(), 1, Integer::sum);
      boolean last = policy.kind() == PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY;
      if (!last) {
        named.add(
            new ClusterPolicy(
                policy.kind(),
                "c" + place,
                policy.tier(),
                policy.priority(),
                policy.subject(),
                policy.ingress(),
                policy.egress()));
      } else if (place == 1) {
        named.add(policy);
      }
    }
    return named;
  }
}
