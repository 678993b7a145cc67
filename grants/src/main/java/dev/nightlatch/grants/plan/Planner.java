package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Dns;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes the plan of a grant: pure, from what was read.
public final class Planner {
  private Planner() {}

  /// Returns what would happen if the grant were opened now or, if it is open, whether it may stay.
  ///
  /// The first check that says no decides, in this order: the rule is there, no boundary is
  /// crossed, the time fits, what is extended is open, break-glass is allowed where it is asked
  /// for, the incident is open and one for this rule, the rule has room for one grant more, the
  /// part that is asked for is one of the rule's, each source is there and consents, no block is
  /// wider than a
  /// boundary allows; then, where the cluster was looked at, no block has addresses of the cluster
  /// in it, what would be cut, what more would open, and whether anything opens at all. What is not
  /// known is a doubt among the terms. Whether it is approved is not asked here: what would be
  /// refused anyway is not worth anybody's approval.
  ///
  /// Costs what a difference of two snapshots of what is within [#scope] costs, where the cluster
  /// was looked at.
  ///
  /// @throws IllegalStateException if less than [#scope] was looked at
  public static Plan plan(Ask ask, Facts facts, Look look, Progress progress) {
    return switch (facts) {
      case Facts.NoRule() -> new Plan.Refuses(new Refusal.RuleMissing(ask.request().rule()));
      case Facts.Known known ->
          refused(ask, known, progress)
              .<Plan>map(Plan.Refuses::new)
              .orElseGet(() -> plan(ask, known, look, progress));
    };
  }

  /// What the rule, the boundaries and the incident have against it, in this order.
  private static Optional<Refusal> refused(Ask ask, Facts.Known facts, Progress progress) {
    Request request = ask.request();
    AccessRule rule = facts.rule();
    boolean isNew = progress instanceof Progress.Asked;
    return Stream.<Supplier<Optional<Refusal>>>of(
            () -> Boundaries.crossed(facts.boundaries(), request, rule),
            () -> tooLong(request, rule),
            () -> tooLate(ask),
            () -> isNew ? Extension.refused(ask, rule, facts.chain()) : Optional.empty(),
            () -> Exempting.refused(request, rule, facts.boundaries()),
            () -> Occasion.refused(request, rule, facts.incident(), progress),
            () ->
                isNew ? Quotas.refused(ask, rule, facts.others(), facts.chain()) : Optional.empty())
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Refusal> tooLong(Request request, AccessRule rule) {
    return request.duration().compareTo(rule.maxDuration()) > 0
        ? Optional.of(
            new Refusal.DurationTooLong(request.rule(), request.duration(), rule.maxDuration()))
        : Optional.empty();
  }

  private static Optional<Refusal> tooLate(Ask ask) {
    return ask.request()
        .startsAt()
        .filter(at -> Duration.between(ask.asked(), at).compareTo(Request.FARTHEST) > 0)
        .map(Refusal.StartsTooLate::new);
  }

  private static Plan plan(Ask ask, Facts.Known facts, Look look, Progress progress) {
    Request request = ask.request();
    return switch (Narrowing.of(facts.rule(), request.part())) {
      case Narrowing.Refused(var refusal) -> new Plan.Refuses(refusal);
      case Narrowing.Narrowed(var target, var sources) ->
          switch (Ends.of(request, facts, sources)) {
            case Ends.Refused(var refusal) -> new Plan.Refuses(refusal);
            case Ends.Peers ends -> plan(ask, facts, target, ends, look, progress);
          };
    };
  }

  private static Plan plan(
      Ask ask, Facts.Known facts, Target target, Ends.Peers ends, Look look, Progress progress) {
    Request request = ask.request();
    Optional<Refusal> crossed = Boundaries.crossed(facts.boundaries(), request, ends.peers());
    if (crossed.isPresent()) {
      return new Plan.Refuses(crossed.get());
    }
    Optional<Refusal> inside = OwnAddresses.inside(request.rule(), ends.peers(), look);
    if (inside.isPresent()) {
      return new Plan.Refuses(inside.get());
    }
    Dns dns = facts.rule().dns();
    List<NetworkPolicy> policies = policies(ask, dns, target, ends, look, progress);
    List<Term> asked = Term.of(request.rule().namespace(), target, ends.peers());
    List<Term> names = Term.ofNames(policies, dns);
    List<Term> terms = both(asked, names);
    Exemption exemption =
        Exempting.of(request, facts.rule(), facts.boundaries(), facts.incident(), progress);
    return switch (look) {
      case Look.Away() ->
          opens(
              policies,
              Sealing.unsealed(facts, exemption, terms),
              facts,
              new Impact.NotAsked(),
              List.of());
      case Look.At whole -> {
        Look.At at = whole.within(Scopes.needed(policies, terms, whole));
        yield switch (Weighing.of(
            request.rule(), at, policies, asked, names, progress.hasOpened())) {
          case Weighing.Weighed.Fails(var refusal) -> new Plan.Refuses(refusal);
          case Weighing.Weighed.Fits(var impact, var unknown) ->
              opens(
                  policies,
                  Sealing.of(
                      ask,
                      facts,
                      exemption,
                      doubts(ask, facts, ends, at, unknown, progress),
                      terms,
                      at),
                  facts,
                  impact,
                  Beside.of(at, terms));
        };
      }
    };
  }

  /// The policies that the grant would have, or has.
  private static List<NetworkPolicy> policies(
      Ask ask, Dns dns, Target target, Ends.Peers ends, Look look, Progress progress) {
    Uid grant = ask.grant();
    String namespace = ask.request().rule().namespace();
    List<NetworkPolicy> policies = new ArrayList<>();
    policies.add(Sides.ofTarget(grant, namespace, target, ends.peers()));
    Sides.ofSources(grant, namespace, target, ends.pods(), dns).stream()
        .filter(policy -> isPartOfIt(policy, look, progress))
        .forEach(policies::add);
    return policies;
  }

  /// Whether somebody must approve what is asked for, whatever the cluster is like. A doubt that
  /// only a look raises may want it all the same.
  public static boolean wantsApproval(Ask ask, Facts facts, Progress progress) {
    return plan(ask, facts, new Look.Away(), progress) instanceof Plan.Opens opens
        && opens.terms().approvals() > 0;
  }

  /// What of the cluster a plan depends on. Where the cluster was not looked at, that is what to
  /// look at first; what is seen there may tell that more is needed, and then everything is.
  ///
  /// Costs a walk over what is within.
  public static Scope scope(Ask ask, Facts facts, Look look, Progress progress) {
    Request request = ask.request();
    return facts instanceof Facts.Known known
            && Narrowing.of(known.rule(), request.part())
                instanceof Narrowing.Narrowed(var target, var sources)
            && Ends.of(request, known, sources) instanceof Ends.Peers ends
        ? scope(ask, known.rule().dns(), target, ends, look, progress)
        : Scope.within(List.of());
  }

  private static Scope scope(
      Ask ask, Dns dns, Target target, Ends.Peers ends, Look look, Progress progress) {
    String namespace = ask.request().rule().namespace();
    List<Term> asked = Term.of(namespace, target, ends.peers());
    return switch (look) {
      case Look.Away() -> {
        List<NetworkPolicy> sources =
            Sides.ofSources(ask.grant(), namespace, target, ends.pods(), dns);
        yield Scopes.ofEnds(
            List.of(Sides.ofTarget(ask.grant(), namespace, target, ends.peers())),
            both(asked, Term.ofNames(sources, dns)));
      }
      case Look.At at -> {
        List<NetworkPolicy> policies = policies(ask, dns, target, ends, look, progress);
        yield Scopes.needed(policies, both(asked, Term.ofNames(policies, dns)), at);
      }
    };
  }

  private static List<Term> both(List<Term> asked, List<Term> names) {
    return Stream.concat(asked.stream(), names.stream()).distinct().sorted().toList();
  }

  /// What is not known, before it is open; afterwards the comparison tells what there is to tell.
  private static List<Doubt> doubts(
      Ask ask,
      Facts.Known facts,
      Ends.Peers ends,
      Look.At look,
      List<Doubt> unknown,
      Progress progress) {
    return progress.hasOpened()
        ? List.of()
        : Stream.of(
                unknown.stream(),
                OwnAddresses.unknown(ends.peers(), look.surroundings().snapshot()).stream(),
                Layers.doubt(look.surroundings()).stream(),
                Occasion.doubt(ask.request(), facts.incident(), progress).stream())
            .flatMap(each -> each)
            .toList();
  }

  private static Plan opens(
      List<NetworkPolicy> policies,
      GrantTerms terms,
      Facts.Known facts,
      Impact impact,
      List<Bystander> beside) {
    return new Plan.Opens(
        policies,
        terms,
        facts.rule().fourEyes(),
        impact,
        facts.rule().conditions().onDrift(),
        beside);
  }

  /// A source's side is opened where its pods are isolated for egress, and only there: a policy of
  /// ours would isolate them otherwise. What is on record stays what it is.
  private static boolean isPartOfIt(NetworkPolicy policy, Look look, Progress progress) {
    return switch (progress) {
      case Progress.Begun(var policies, _, _) ->
          policies.contains(new ObjectKey(policy.namespace(), policy.name()));
      case Progress.Asked() ->
          switch (look) {
            case Look.Away() -> false;
            case Look.At(var surroundings, _) -> Sides.isIsolated(policy, surroundings);
          };
    };
  }
}
