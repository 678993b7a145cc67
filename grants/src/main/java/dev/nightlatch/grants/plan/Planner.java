package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import java.util.List;
import java.util.Set;

/// Makes the plan of a grant: pure, from what was read.
public final class Planner {
  private Planner() {}

  /// Returns what would happen if the grant were opened now or, if it is open, whether it may stay.
  ///
  /// The first check that says no decides, in this order: the rule is there, the time fits, each
  /// source is there and consents, the address fits; then, where the cluster was looked at, what
  /// would be cut, what more would open, what cannot be decided, and whether anything opens at all.
  /// Only then the number of approvals counts: what would be refused anyway is not worth anybody's
  /// approval.
  ///
  /// Costs what a difference of two snapshots costs, where the cluster was looked at.
  ///
  /// @param isOpen whether the grant has been opened: then it is no fault that its pods are gone
  ///     for a moment, or that somebody else has come to allow the same
  public static Plan plan(Uid grant, Request request, Facts facts, Look look, boolean isOpen) {
    return switch (facts) {
      case Facts.NoRule() -> new Plan.Refuses(new Refusal.RuleMissing(request.rule()));
      case Facts.Known known -> plan(grant, request, known, look, isOpen);
    };
  }

  private static Plan plan(
      Uid grant, Request request, Facts.Known facts, Look look, boolean isOpen) {
    AccessRule rule = facts.rule();
    if (request.duration().compareTo(rule.maxDuration()) > 0) {
      return new Plan.Refuses(
          new Refusal.DurationTooLong(request.rule(), request.duration(), rule.maxDuration()));
    }
    return switch (Ends.of(request, facts)) {
      case Ends.Refused(var refusal) -> new Plan.Refuses(refusal);
      case Ends.Peers(var peers) -> withPeers(grant, request, facts.rule(), peers, look, isOpen);
    };
  }

  private static Plan withPeers(
      Uid grant, Request request, AccessRule rule, List<Peer> peers, Look look, boolean isOpen) {
    List<PolicyPort> ports =
        rule.target().ports().stream().<PolicyPort>map(PolicyPort.Numbered::new).toList();
    NetworkPolicy policy =
        new NetworkPolicy(
            request.rule().namespace(),
            Names.ingressPolicy(grant),
            rule.target().podSelector(),
            Set.of(Direction.INGRESS),
            List.of(new PolicyRule(peers, ports)),
            List.of());
    List<Term> terms = Term.of(request.rule().namespace(), rule.target(), peers);
    return switch (look) {
      case Look.Away() -> harmless(rule, policy, terms, new Impact.NotAsked());
      case Look.At at ->
          switch (Weighing.of(request.rule(), at, List.of(policy), terms, isOpen)) {
            case Weighing.Weighed.Fails(var refusal) -> new Plan.Refuses(refusal);
            case Weighing.Weighed.Fits(var impact) -> harmless(rule, policy, terms, impact);
          };
    };
  }

  private static Plan harmless(
      AccessRule rule, NetworkPolicy policy, List<Term> terms, Impact impact) {
    return rule.approvalsRequired() > 0
        ? new Plan.Waits(rule.approvalsRequired(), impact)
        : new Plan.Opens(
            policy,
            terms.stream().map(Term::toString).toList(),
            impact,
            rule.meta().uid(),
            rule.meta().generation());
  }
}
