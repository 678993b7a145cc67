package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import java.util.ArrayList;
import java.util.List;

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
  public static Plan plan(Uid grant, Request request, Facts facts, Look look, Progress progress) {
    return switch (facts) {
      case Facts.NoRule() -> new Plan.Refuses(new Refusal.RuleMissing(request.rule()));
      case Facts.Known known -> plan(grant, request, known, look, progress);
    };
  }

  private static Plan plan(
      Uid grant, Request request, Facts.Known facts, Look look, Progress progress) {
    AccessRule rule = facts.rule();
    if (request.duration().compareTo(rule.maxDuration()) > 0) {
      return new Plan.Refuses(
          new Refusal.DurationTooLong(request.rule(), request.duration(), rule.maxDuration()));
    }
    return switch (Ends.of(request, facts)) {
      case Ends.Refused(var refusal) -> new Plan.Refuses(refusal);
      case Ends.Peers ends -> {
        List<NetworkPolicy> policies = new ArrayList<>();
        policies.add(
            Sides.ofTarget(grant, request.rule().namespace(), rule.target(), ends.peers()));
        Sides.ofSources(grant, request.rule().namespace(), rule.target(), ends.pods()).stream()
            .filter(policy -> isPartOfIt(policy, look, progress))
            .forEach(policies::add);
        List<Term> terms = Term.of(request.rule().namespace(), rule.target(), ends.peers());
        yield withPolicies(rule, policies, terms, look, progress);
      }
    };
  }

  /// A source's side is opened where its pods are isolated for egress, and only there: a policy of
  /// ours would isolate them otherwise. What is on record stays what it is.
  private static boolean isPartOfIt(NetworkPolicy policy, Look look, Progress progress) {
    return switch (progress) {
      case Progress.Begun(var policies, _) ->
          policies.contains(new ObjectKey(policy.namespace(), policy.name()));
      case Progress.Asked() ->
          switch (look) {
            case Look.Away() -> false;
            case Look.At(var surroundings, _) -> Sides.isIsolated(policy, surroundings);
          };
    };
  }

  private static Plan withPolicies(
      AccessRule rule,
      List<NetworkPolicy> policies,
      List<Term> terms,
      Look look,
      Progress progress) {
    return switch (look) {
      case Look.Away() -> harmless(rule, policies, terms, new Impact.NotAsked());
      case Look.At at ->
          switch (Weighing.of(rule.meta().key(), at, policies, terms, progress.hasOpened())) {
            case Weighing.Weighed.Fails(var refusal) -> new Plan.Refuses(refusal);
            case Weighing.Weighed.Fits(var impact) -> harmless(rule, policies, terms, impact);
          };
    };
  }

  private static Plan harmless(
      AccessRule rule, List<NetworkPolicy> policies, List<Term> terms, Impact impact) {
    return rule.approvalsRequired() > 0
        ? new Plan.Waits(rule.approvalsRequired(), impact)
        : new Plan.Opens(
            policies,
            terms.stream().map(Term::toString).toList(),
            impact,
            rule.meta().uid(),
            rule.meta().generation());
  }
}
