package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.plan.Ask;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Planner;
import dev.nightlatch.grants.plan.Progress;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// How a grant stands: what rule, people, guards and record make of it.
final class Standings {
  /// How long an opening may wait to be begun, once it is approved and due.
  static final Duration BEGINS_WITHIN = Duration.ofMinutes(5);

  /// For how long a canary that came back speaks for the cluster's controllers.
  static final Duration CANARY_LIVES = Duration.ofMinutes(10);

  private Standings() {}

  /// How a grant stands, as far as what was found tells.
  static Standing of(AccessGrant grant, Found found, Instant now) {
    Optional<Standing> settled = settled(grant, found.story());
    if (settled.isPresent()) {
      return settled.get();
    }
    if (found.facts().isEmpty()) {
      return new Standing.Over(Endings.EXPIRED);
    }
    Instant asked = grant.meta().createdAt();
    Optional<Ending> unsafe = unguarded(found, asked).or(() -> unlatched(found, now));
    if (unsafe.isPresent()) {
      return new Standing.Over(unsafe.get());
    }
    return switch (Planner.plan(
        Ask.of(grant, now), vouched(grant, found.facts().get()), found.look(), progress(found))) {
      case Plan.Refuses(var refusal) -> new Standing.Over(refusal.ending());
      case Plan.Opens opens ->
          found
              .story()
              .opening()
              .map(opening -> begun(grant, opening, opens))
              .orElseGet(() -> asked(grant, opens, now));
    };
  }

  /// An incident that a provider vouches for, and that nobody asked for, is not known to be open.
  private static Facts vouched(AccessGrant grant, Facts facts) {
    return switch (facts) {
      case Facts.Known known
          when known.incident() instanceof IncidentView.NotAsked
              && !grant.request().incident().isManual() ->
          known.seeing(new IncidentView.Unreachable("nobody asked its provider"));
      case Facts.Known known
          when known.incident() instanceof IncidentView.Open open && wasApprovedByPeople(grant) ->
          known.seeing(new IncidentView.Open(open.severity(), open.services(), List.of()));
      case Facts.Known _, Facts.NoRule() -> facts;
    };
  }

  /// What people have approved stays what it is, though its requester may come on call before it
  /// opens.
  private static boolean wasApprovedByPeople(AccessGrant grant) {
    GrantStatus status = grant.status();
    return status.phase().isApproved()
        && status
            .terms()
            .filter(terms -> terms.exemption() instanceof Exemption.None)
            .filter(terms -> terms.approvals() > 0)
            .isPresent();
  }

  /// Whether rule, boundaries, sources or incident end the grant whatever the cluster is like.
  static boolean isOverUnseen(
      AccessGrant grant, Story story, List<HeldPolicy> policies, Facts facts, Instant now) {
    Found unseen = unseen(grant, story, policies, facts);
    return switch (Planner.plan(
        Ask.of(grant, now), vouched(grant, facts), unseen.look(), progress(unseen))) {
      case Plan.Refuses _ -> true;
      case Plan.Opens opens ->
          story
              .opening()
              .filter(opening -> begun(grant, opening, opens) instanceof Standing.Over)
              .isPresent();
    };
  }

  /// What was found, before the cluster around it is looked at.
  static Found unseen(AccessGrant grant, Story story, List<HeldPolicy> policies, Facts facts) {
    return new Found(
        Optional.of(grant),
        story,
        Optional.of(facts),
        new Look.Away(),
        new Guards.NotAsked(),
        new Canary.NotAsked(),
        policies,
        List.of());
  }

  /// The end of a grant that is not begun yet, where the last canary was lost, or is too long ago.
  /// What is begun has a latch of its own, which is seen started.
  private static Optional<Ending> unlatched(Found found, Instant now) {
    return found.story().opening().isPresent()
        ? Optional.empty()
        : switch (found.canary()) {
          case Canary.Lost(_, var what) ->
              Optional.of(Endings.canaryLost("The last canary " + what));
          case Canary.Back(var at) when at.plus(CANARY_LIVES).isBefore(now) ->
              Optional.of(Endings.canaryLost("The last canary was seen at " + at));
          case Canary.Back _, Canary.Out(), Canary.NotAsked() -> Optional.empty();
        };
  }

  /// The end of a grant that is not open yet, where nobody refuses what is to be refused, or where
  /// somebody began to only after it was asked for: then nobody knows who asked, and who approved.
  private static Optional<Ending> unguarded(Found found, Instant asked) {
    return switch (found.guards()) {
      case Guards.Broken(var faults) -> Optional.of(Endings.guardsMissing(faults));
      case Guards.InForce(var since) when since.plus(Guards.COUNT_AFTER).isAfter(asked) ->
          Optional.of(Endings.GUARDS_TOO_YOUNG);
      case Guards.InForce _, Guards.NotAsked() -> Optional.empty();
    };
  }

  /// Of a grant whose opening is on record: it holds what was recorded, or nothing.
  private static Standing begun(AccessGrant grant, JournalEntry.Opening opening, Plan.Opens opens) {
    GrantTerms.Basis rule = opens.rule();
    GrantTerms terms = opens.terms();
    int approved = grant.approvers(opening.termsHash()).size();
    boolean isSame =
        opening.terms().equals(opens.terms().connections())
            && opening.rule().equals(rule.uid())
            && approved >= terms.approvals()
            && (terms.exemption().isBreakGlass()
                || opening.accepted().containsAll(terms.doubtCodes()));
    return isSame
        ? new Standing.Granted(opens, opening.approvers(), Instant.EPOCH, Instant.MAX)
        : new Standing.Over(Endings.TERMS_CHANGED);
  }

  /// Of a grant of which nothing is on record yet. An approval counts for the terms that it names
  /// alone, and must have been seen in time: when it was given nobody can tell.
  private static Standing asked(AccessGrant grant, Plan.Opens opens, Instant now) {
    GrantStatus status = grant.status();
    boolean wasApproved = status.phase().isApproved();
    boolean needsNobody =
        opens.terms().needNobody() && status.terms().filter(terms -> !terms.needNobody()).isEmpty();
    if (wasApproved && !needsNobody && !status.hash().equals(opens.terms().hash())) {
      return new Standing.Over(Endings.TERMS_CHANGED);
    }
    Instant until = grant.meta().createdAt().plus(opens.fourEyes().timeout());
    List<String> approvers = grant.approvers(opens.terms().hash());
    List<String> unaccepted =
        opens.terms().exemption().isBreakGlass()
            ? List.of()
            : without(opens.terms().doubtCodes(), grant.accepted(opens.terms().hash()));
    boolean isApproved =
        approvers.size() >= opens.terms().approvals()
            && unaccepted.isEmpty()
            && (wasApproved || now.isBefore(until));
    // Who asked for no start waits for none, also where our clock is behind the API server's.
    Instant from = grant.request().startsAt().orElse(Instant.EPOCH);
    Instant due = from.isAfter(until) ? from : until;
    return isApproved
        ? new Standing.Granted(opens, approvers, from, due.plus(BEGINS_WITHIN))
        : new Standing.Waiting(opens, approvers, unaccepted, until);
  }

  private static List<String> without(List<String> all, List<String> some) {
    return all.stream().filter(each -> !some.contains(each)).toList();
  }

  static Progress progress(Found found) {
    boolean isOpen = !found.policies().isEmpty() || found.story().opened().isPresent();
    return found
        .story()
        .opening()
        .<Progress>map(
            opening ->
                new Progress.Begun(new TreeSet<>(opening.policies()), isOpen, opening.exemption()))
        .orElseGet(Progress.Asked::new);
  }

  /// The standing as far as it does not depend on the rule. What the status or the record say of an
  /// end counts first: an end is never taken back.
  static Optional<Standing> settled(AccessGrant grant, Story story) {
    GrantStatus status = grant.status();
    Ending told = new Ending(status.code().orElse(Code.REVOKED), status.message());
    if (status.phase().isTerminal()) {
      return Optional.of(new Standing.Ended(told));
    }
    if (status.phase() == Phase.CLOSING) {
      return Optional.of(new Standing.Over(told));
    }
    Optional<Ending> recorded = story.ending();
    if (recorded.isPresent()) {
      return Optional.of(new Standing.Over(recorded.get()));
    }
    List<Drift> closing = story.drifts(OnDrift.CLOSE);
    if (!closing.isEmpty()) {
      return Optional.of(new Standing.Over(Endings.drifted(closing)));
    }
    if (grant.meta().terminating()) {
      // Whatever still holds the object itself, its path is shut.
      return Optional.of(new Standing.Over(Endings.GRANT_DELETED));
    }
    return switch (grant.voices().revocation()) {
      case Revocation.By by ->
          Optional.of(new Standing.Over(Endings.revoked(grant.request().requestedBy(), by)));
      case Revocation.None() ->
          switch (grant.voices().rejection()) {
            case Rejection.None() -> Optional.empty();
            case Rejection.By by -> Optional.of(new Standing.Over(Endings.rejected(by)));
          };
    };
  }
}
