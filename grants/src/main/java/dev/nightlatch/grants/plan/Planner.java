package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.eval.Isolation;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Uid;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes the plan of a grant: pure, from what was read.
public final class Planner {
  private Planner() {}

  /// Returns what would happen if the grant were opened now.
  ///
  /// The first check that says no decides, in this order: the rule is there, the time fits, each
  /// source is there and consents, the address fits, the target is isolated for ingress. Only then
  /// the number of approvals counts: what would be refused anyway is not worth anybody's approval.
  ///
  /// Costs O(pods × policies) of the target's namespace.
  public static Plan plan(Uid grant, Request request, Facts facts) {
    return switch (facts) {
      case Facts.NoRule() -> new Plan.Refuses(new Refusal.RuleMissing(request.rule()));
      case Facts.Known known -> plan(grant, request, known);
    };
  }

  private static Plan plan(Uid grant, Request request, Facts.Known facts) {
    AccessRule rule = facts.rule();
    if (request.duration().compareTo(rule.maxDuration()) > 0) {
      return new Plan.Refuses(
          new Refusal.DurationTooLong(request.rule(), request.duration(), rule.maxDuration()));
    }
    return switch (Ends.of(request, facts)) {
      case Ends.Refused(var refusal) -> new Plan.Refuses(refusal);
      case Ends.Peers(var peers) -> withPeers(grant, request, facts, peers);
    };
  }

  private static Plan withPeers(Uid grant, Request request, Facts.Known facts, List<Peer> peers) {
    AccessRule rule = facts.rule();
    LabelSelector selector = rule.target().podSelector();
    Optional<Refusal> cut = wouldCut(request.rule(), selector, facts.target());
    if (cut.isPresent()) {
      return new Plan.Refuses(cut.get());
    }
    if (rule.approvalsRequired() > 0) {
      return new Plan.Waits(rule.approvalsRequired());
    }
    List<PolicyPort> ports =
        rule.target().ports().stream().<PolicyPort>map(PolicyPort.Numbered::new).toList();
    NetworkPolicy policy =
        new NetworkPolicy(
            request.rule().namespace(),
            Names.ingressPolicy(grant),
            selector,
            Set.of(Direction.INGRESS),
            List.of(new PolicyRule(peers, ports)),
            List.of());
    return new Plan.Opens(
        policy,
        Terms.lines(request.rule().namespace(), rule.target(), peers),
        (int) targets(selector, facts.target()).count(),
        rule.meta().uid(),
        rule.meta().generation());
  }

  /// A pod that no policy isolates for ingress is open to everybody; our policy would isolate it
  /// and so close all but what it allows. Policies of grants do not count: they go. One policy that
  /// covers the whole selector also speaks for the pods that come.
  ///
  /// Source: network-policies page, "The two sorts of pod isolation".
  private static Optional<Refusal> wouldCut(
      ObjectKey rule, LabelSelector selector, Surroundings target) {
    List<NetworkPolicy> standing =
        target.policies().stream()
            .filter(held -> !held.isMarked() && !held.meta().terminating())
            .map(HeldPolicy::policy)
            .toList();
    if (Isolation.coveredByOne(target.namespace(), selector, Direction.INGRESS, standing)) {
      return Optional.empty();
    }
    List<Pod> pods = targets(selector, target).toList();
    List<String> open =
        pods.stream()
            .filter(pod -> Isolation.isolating(pod, Direction.INGRESS, standing).isEmpty())
            .map(pod -> pod.namespace() + "/" + pod.name())
            .sorted()
            .toList();
    return pods.isEmpty() || !open.isEmpty()
        ? Optional.of(new Refusal.NotIsolated(rule, open))
        : Optional.empty();
  }

  private static Stream<Pod> targets(LabelSelector selector, Surroundings target) {
    return target.pods().stream()
        .filter(pod -> pod.namespace().equals(target.namespace()))
        .filter(pod -> !pod.finished())
        .filter(pod -> selector.matches(pod.labels()));
  }
}
