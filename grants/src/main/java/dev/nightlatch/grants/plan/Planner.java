package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the plan of a grant: pure, from what was read.
public final class Planner {
  private Planner() {}

  /// Returns what would happen if the grant were opened now or, if it is open, whether it may stay.
  ///
  /// The first check that says no decides, in this order: the rule is there, no boundary is
  /// crossed, the time fits, the part that is asked for is one of the rule's, each source is there
  /// and consents, no block is wider than a boundary allows; then, where the cluster was looked at,
  /// no block has addresses of the cluster in it, what would be cut, what more would open, what
  /// cannot be decided, and whether anything opens at
  /// all. Whether it is approved is not asked here: what would be refused anyway is not worth
  /// anybody's approval.
  ///
  /// Costs what a difference of two snapshots costs, where the cluster was looked at.
  ///
  /// @param asked when the grant was made
  public static Plan plan(
      Uid grant, Request request, Instant asked, Facts facts, Look look, Progress progress) {
    return switch (facts) {
      case Facts.NoRule() -> new Plan.Refuses(new Refusal.RuleMissing(request.rule()));
      case Facts.Known known -> plan(grant, request, asked, known, look, progress);
    };
  }

  private static Plan plan(
      Uid grant, Request request, Instant asked, Facts.Known facts, Look look, Progress progress) {
    AccessRule rule = facts.rule();
    Optional<Refusal> crossed = Boundaries.crossed(facts.boundaries(), request, rule);
    if (crossed.isPresent()) {
      return new Plan.Refuses(crossed.get());
    }
    if (request.duration().compareTo(rule.maxDuration()) > 0) {
      return new Plan.Refuses(
          new Refusal.DurationTooLong(request.rule(), request.duration(), rule.maxDuration()));
    }
    if (request.startsAt().filter(at -> isTooFar(asked, at)).isPresent()) {
      return new Plan.Refuses(new Refusal.StartsTooLate(request.startsAt().get()));
    }
    return switch (Narrowing.of(rule, request.part())) {
      case Narrowing.Refused(var refusal) -> new Plan.Refuses(refusal);
      case Narrowing.Narrowed(var target, var sources) ->
          switch (Ends.of(request, facts, sources)) {
            case Ends.Refused(var refusal) -> new Plan.Refuses(refusal);
            case Ends.Peers ends -> plan(grant, request, facts, target, ends, look, progress);
          };
    };
  }

  private static boolean isTooFar(Instant asked, Instant start) {
    return Duration.between(asked, start).compareTo(Request.FARTHEST) > 0;
  }

  private static Plan plan(
      Uid grant,
      Request request,
      Facts.Known facts,
      Target target,
      Ends.Peers ends,
      Look look,
      Progress progress) {
    Optional<Refusal> crossed = Boundaries.crossed(facts.boundaries(), request, ends);
    if (crossed.isPresent()) {
      return new Plan.Refuses(crossed.get());
    }
    Optional<Refusal> inside = OwnAddresses.inside(request.rule(), ends.peers(), look);
    if (inside.isPresent()) {
      return new Plan.Refuses(inside.get());
    }
    String namespace = request.rule().namespace();
    List<NetworkPolicy> policies = new ArrayList<>();
    policies.add(Sides.ofTarget(grant, namespace, target, ends.peers()));
    Sides.ofSources(grant, namespace, target, ends.pods()).stream()
        .filter(policy -> isPartOfIt(policy, look, progress))
        .forEach(policies::add);
    List<Term> terms = Term.of(namespace, target, ends.peers());
    return switch (look) {
      case Look.Away() ->
          opens(policies, Sealing.unsealed(facts, terms), facts, new Impact.NotAsked());
      case Look.At at ->
          switch (Weighing.of(request.rule(), at, policies, terms, progress.hasOpened())) {
            case Weighing.Weighed.Fails(var refusal) -> new Plan.Refuses(refusal);
            case Weighing.Weighed.Fits(var impact) ->
                opens(policies, Sealing.of(grant, request, facts, terms, at), facts, impact);
          };
    };
  }

  private static Plan opens(
      List<NetworkPolicy> policies, GrantTerms terms, Facts.Known facts, Impact impact) {
    return new Plan.Opens(policies, terms, facts.rule().fourEyes(), impact);
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
}
