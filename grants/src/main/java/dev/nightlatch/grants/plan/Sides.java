package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.eval.Isolation;
import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Stand;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The policies of a grant, one for each side that it opens. Each names its direction: one with
/// rules for egress alone would isolate its pods for ingress too, if it did not.
///
/// Source: `NetworkPolicySpec.policyTypes`, networking.k8s.io/v1.
final class Sides {
  private Sides() {}

  /// The target's side.
  static NetworkPolicy ofTarget(Uid grant, String namespace, Target target, List<Peer> peers) {
    return new NetworkPolicy(
        namespace,
        Names.ingressPolicy(grant),
        target.podSelector(),
        Set.of(Direction.INGRESS),
        List.of(new PolicyRule(peers, numbered(target.ports()))),
        List.of());
  }

  /// The sides of these sources of pods, one for each: the way to the target, and to the name
  /// servers where the rule names some.
  static List<NetworkPolicy> ofSources(
      Uid grant, String namespace, Target target, List<AccessSource> sources, Dns dns) {
    List<NetworkPolicy> policies = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (AccessSource source : sources) {
      if (source.stand() instanceof Stand.Pods(var selector)) {
        String in = source.meta().namespace();
        int number = numbers.merge(in, 1, Integer::sum);
        List<PolicyRule> rules = new ArrayList<>();
        rules.add(rule(in, namespace, target.podSelector(), target.ports()));
        if (dns instanceof Dns.Pods(var at, var pods)) {
          rules.add(rule(in, at, pods, Dns.PORTS));
        }
        policies.add(
            new NetworkPolicy(
                in,
                Names.egressPolicy(grant, number),
                selector,
                Set.of(Direction.EGRESS),
                List.of(),
                rules));
      }
    }
    return policies;
  }

  /// From pods of namespace `in` to these pods of `namespace`.
  private static PolicyRule rule(
      String in, String namespace, LabelSelector pods, List<PortRange> ports) {
    Peer destination =
        in.equals(namespace)
            ? new Peer.OwnNamespace(pods)
            : new Peer.AcrossNamespaces(
                LabelSelector.labels(Map.of(Namespace.NAME_LABEL, namespace)), pods);
    return new PolicyRule(List.of(destination), numbered(ports));
  }

  private static List<PolicyPort> numbered(List<PortRange> ports) {
    return ports.stream().<PolicyPort>map(PolicyPort.Numbered::new).toList();
  }

  /// Whether a standing policy isolates for egress any pod that this policy selects, or one that
  /// its source would select if none is there.
  static boolean isIsolated(NetworkPolicy policy, Surroundings surroundings) {
    Paths.Chosen.Pods chosen = new Paths.Chosen.Pods(policy.namespace(), policy.podSelector());
    Snapshot standing =
        Possible.with(
            surroundings.within(Scope.within(List.of(policy.namespace()))).standing(),
            List.of(chosen));
    return Possible.pods(standing)
        .filter(chosen::has)
        .anyMatch(
            pod ->
                !Isolation.isolating(pod, Direction.EGRESS, standing.networkPolicies()).isEmpty());
  }
}
