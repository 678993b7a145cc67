package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.HALF_AN_HOUR;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.RULE;

import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.plan.Impact;
import dev.nightlatch.grants.plan.Plan;
import java.time.Instant;
import java.util.List;

/// What the world looks like after a step, seen through [Sight]: the smallest model of cluster,
/// status and record in which a life can run.
final class LifeWorld {
  static final Instant UNTIL = NIGHT.plus(FourEyes.TIMEOUT);
  static final Instant EXPIRES = NIGHT.plus(HALF_AN_HOUR);
  static final Ending ENDING = new Ending(Code.REVOKED, "Revoked by bob.");
  static final LatchRef LATCH =
      new LatchRef(new ObjectKey("shop", Names.latch(GRANT)), Samples.LATCH, NIGHT, EXPIRES);
  static final Plan.Opens OPENS =
      new Plan.Opens(
          List.of(Samples.ingressPolicy("shop", Names.ingressPolicy(GRANT), Samples.APP_DB)),
          terms(List.of("support-tools/app=psql -> shop/app=db on 5432/TCP")),
          FourEyes.of(0),
          new Impact.Harmless(
              List.of("support-tools/Pod/psql-0 -> shop/Pod/db-0 on 5432/TCP"), ""));

  /// The same, under a rule that closes what somebody changes.
  static final Plan.Opens STRICT =
      new Plan.Opens(
          OPENS.policies(),
          OPENS.terms(),
          OPENS.fourEyes(),
          OPENS.impact(),
          OnDrift.CLOSE,
          List.of());

  /// What somebody did to its policy.
  static final List<Drift> DRIFTS =
      List.of(
          new Drift(
              new ObjectKey("shop", Names.ingressPolicy(GRANT)),
              Samples.POLICY,
              "4711",
              Drift.What.ALTERED));

  /// What came beside it.
  static final List<Notice> NOTICES =
      List.of(new Notice(new Bystander("Pod shop/db-1", ""), Notice.Turn.CAME));

  /// More steps than any life needs from anywhere.
  private static final int PLENTY = 20;

  private LifeWorld() {}

  /// Terms of the sample's rule.
  static GrantTerms terms(List<String> connections) {
    return new GrantTerms(
        "ab".repeat(32),
        0,
        connections,
        List.of("shop/Pod/db-0"),
        List.of(new GrantTerms.Basis("AccessRule", Samples.RULE_KEY, RULE, 1)));
  }

  /// The world after `step`.
  ///
  /// @param alive whether the process lives on after a removal to note the reason in the same pass
  static Seen after(Seen seen, Step step, Instant now, boolean alive) {
    return switch (step) {
      case Step.NoteWaiting _ -> in(noted(seen, true), seen.standing(), Phase.PENDING);
      case Step.NoteApproved _ -> in(noted(seen, true), seen.standing(), Phase.APPROVED);
      case Step.NoteScheduled _ -> in(noted(seen, true), seen.standing(), Phase.SCHEDULED);
      case Step.RecordOpening _ ->
          recorded(
              seen,
              new Recorded(
                  new Recorded.Opening.At(now),
                  seen.recorded().opened(),
                  seen.recorded().proven(),
                  seen.recorded().closed(),
                  seen.recorded().provenClosed()));
      case Step.ArmLatches _ -> with(seen, new Latches.Arming());
      case Step.NoteLease(var latches) ->
          in(with(seen, new Latches.Armed(latches, true)), seen.standing(), Phase.OPENING);
      case Step.ApplyPolicies _ ->
          with(
              seen.policies() == Policies.ABSENT
                  ? with(noted(fresh(seen), false), Policies.AS_GRANTED)
                  : with(seen, Policies.AS_GRANTED),
              Drifts.NONE);
      case Step.RecordDrift(var drifts) -> with(seen, new Drifts(drifts, true));
      case Step.RecordNotices _ -> with(seen, told(seen.drifts()));
      case Step.RecordOpened _ ->
          recorded(
              with(seen, told(seen.drifts())),
              new Recorded(
                  seen.recorded().opening(),
                  true,
                  true,
                  seen.recorded().closed(),
                  seen.recorded().provenClosed()));
      case Step.RecordProof _ ->
          recorded(
              seen,
              new Recorded(
                  seen.recorded().opening(),
                  seen.recorded().opened(),
                  true,
                  seen.recorded().closed(),
                  seen.recorded().provenClosed()));
      case Step.ProveClosed() ->
          recorded(
              seen,
              new Recorded(
                  seen.recorded().opening(),
                  seen.recorded().opened(),
                  seen.recorded().proven(),
                  seen.recorded().closed(),
                  true));
      case Step.NoteActive _ -> in(noted(seen, true), seen.standing(), Phase.ACTIVE);
      case Step.RemovePolicies(var ending, var drifts) -> {
        Seen shut = with(with(fresh(seen), Policies.ABSENT), new Drifts(drifts, false));
        yield alive && hasStatus(seen) ? in(shut, new Standing.Over(ending), Phase.CLOSING) : shut;
      }
      case Step.NoteClosing(var ending, _) -> in(seen, new Standing.Over(ending), Phase.CLOSING);
      case Step.Disarm _ -> with(seen, disarmed(seen.latches()));
      case Step.RecordReview _ ->
          new Seen(
              seen.standing(),
              seen.phase(),
              seen.noted(),
              seen.latches(),
              seen.policies(),
              seen.recorded(),
              new Review.None(),
              seen.drifts());
      case Step.RecordClosing(var ending) -> closed(seen, ending);
      case Step.RecordRefusal(var ending) -> closed(seen, ending);
      case Step.NoteEnd(var ending) ->
          in(seen, new Standing.Ended(ending), ending.code().endAfterLease());
      case Step.AwaitCanary(), Step.AwaitLatches(), Step.WaitUntil _, Step.Rest() -> seen;
    };
  }

  /// The world once the job controller has started the latch.
  static Seen started(Seen seen) {
    return with(seen, new Latches.Armed(List.of(LATCH), false));
  }

  /// The world in which nothing is left to do at `now`.
  static Seen settled(Seen from, Instant now, boolean alive) {
    Seen seen = from;
    for (int i = 0; i < PLENTY; i++) {
      Step step = Lifecycle.decide(seen, now);
      if (isPause(step)) {
        return seen;
      }
      seen = after(seen, step, now, alive);
    }
    throw new AssertionError("does not settle: " + from + " at " + now + ", now at " + seen);
  }

  static boolean isPause(Step step) {
    return step instanceof Step.AwaitCanary
        || step instanceof Step.AwaitLatches
        || step instanceof Step.WaitUntil
        || step instanceof Step.Rest;
  }

  /// Whether there is a status that can still be written.
  static boolean hasStatus(Seen seen) {
    return !(seen.standing() instanceof Standing.Vanished)
        && !(seen.standing() instanceof Standing.Ended);
  }

  /// What is on record about the policies that were there says nothing about those that come.
  private static Seen fresh(Seen seen) {
    return recorded(
        seen,
        new Recorded(
            seen.recorded().opening(),
            false,
            seen.recorded().proven(),
            seen.recorded().closed(),
            seen.recorded().provenClosed()));
  }

  /// An end on record is the grant's end: the next look finds it over.
  private static Seen closed(Seen seen, Ending ending) {
    Seen next =
        recorded(
            seen,
            new Recorded(
                seen.recorded().opening(),
                seen.recorded().opened(),
                seen.recorded().proven(),
                true,
                seen.recorded().provenClosed()));
    return hasStatus(seen) ? in(next, new Standing.Over(ending), seen.phase()) : next;
  }

  private static Latches disarmed(Latches latches) {
    return switch (latches) {
      case Latches.Armed armed when armed.noted() -> new Latches.Gone(armed.expiresAt(), false);
      case Latches.Gone(var expiresAt, _) -> new Latches.Gone(expiresAt, false);
      case Latches.Armed _,
          Latches.Partly(),
          Latches.Arming(),
          Latches.Lost _,
          Latches.None(),
          Latches.Tampered() ->
          new Latches.None();
    };
  }

  private static Seen noted(Seen seen, boolean noted) {
    return new Seen(
        seen.standing(),
        seen.phase(),
        noted,
        seen.latches(),
        seen.policies(),
        seen.recorded(),
        seen.unrecorded(),
        seen.drifts());
  }

  private static Seen in(Seen seen, Standing standing, Phase phase) {
    return new Seen(
        standing,
        phase,
        seen.noted(),
        seen.latches(),
        seen.policies(),
        seen.recorded(),
        seen.unrecorded(),
        seen.drifts());
  }

  private static Seen with(Seen seen, Latches latches) {
    return new Seen(
        seen.standing(),
        seen.phase(),
        seen.noted(),
        latches,
        seen.policies(),
        seen.recorded(),
        seen.unrecorded(),
        seen.drifts());
  }

  private static Seen with(Seen seen, Policies policies) {
    return new Seen(
        seen.standing(),
        seen.phase(),
        seen.noted(),
        seen.latches(),
        policies,
        seen.recorded(),
        seen.unrecorded(),
        seen.drifts());
  }

  private static Drifts told(Drifts drifts) {
    return new Drifts(drifts.all(), drifts.told());
  }

  private static Seen with(Seen seen, Drifts drifts) {
    return new Seen(
        seen.standing(),
        seen.phase(),
        seen.noted(),
        seen.latches(),
        seen.policies(),
        seen.recorded(),
        seen.unrecorded(),
        drifts);
  }

  private static Seen recorded(Seen seen, Recorded recorded) {
    return new Seen(
        seen.standing(),
        seen.phase(),
        seen.noted(),
        seen.latches(),
        seen.policies(),
        recorded,
        seen.unrecorded(),
        seen.drifts());
  }
}
