package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The life of one grant as a function: what was seen, and what time it is, to what to do next.
public final class Lifecycle {
  /// A latch's start is stored in whole seconds, so it may fire this much early.
  static final Duration EARLY = Duration.ofSeconds(2);

  /// From the record of an opening to the start of its latch. A job controller at work needs some
  /// tens of milliseconds, one under load some seconds; an opening that was interrupted for longer
  /// is not taken up again, for nobody knows any more whether its latch has come and gone.
  static final Duration STARTING = Duration.ofSeconds(15);

  private Lifecycle() {}

  /// Decides the next step. Pure: same arguments, same answer; no clock, no cluster, no log.
  ///
  /// Opening is recorded *before* it is done, so that nothing is ever open off the record; closing
  /// is done *before* it is recorded, so that a broken record never keeps a hole open. The lease
  /// ends where the latches end; a latch that has gone ends the grant, whatever the time.
  ///
  /// @param now the instant of this pass; a lease is over from `expiresAt` on
  public static Step decide(Seen seen, Instant now) {
    Step step = next(seen, now);
    boolean isIdle = step instanceof Step.WaitUntil || step instanceof Step.Rest;
    return isIdle && seen.unrecorded() instanceof Review.By review && seen.recorded().isOpening()
        ? new Step.RecordReview(review)
        : step;
  }

  private static Step next(Seen seen, Instant now) {
    return switch (seen.standing()) {
      case Standing.Waiting waiting -> await(seen, waiting, now);
      case Standing.Granted granted -> keepOpen(seen, granted, now);
      case Standing.Over(var ending) -> shut(seen, ending);
      case Standing.Vanished() -> shut(seen, Endings.GRANT_DELETED);
      case Standing.Ended(var ending) -> shut(seen, ending);
    };
  }

  /// The step, unless it would begin an opening while nobody knows yet whether latches close in
  /// this cluster: then it waits until the first canary is back.
  public static Step held(Step step, Canary canary) {
    return step instanceof Step.RecordOpening && canary instanceof Canary.Out
        ? new Step.AwaitCanary()
        : step;
  }

  private static Step await(Seen seen, Standing.Waiting waiting, Instant now) {
    if (seen.policies() != Policies.ABSENT || seen.latches().isPresent()) {
      return shut(seen, Endings.OFF_RECORD);
    }
    if (!now.isBefore(waiting.until())) {
      return shut(seen, Endings.TIMED_OUT);
    }
    return seen.noted()
        ? new Step.WaitUntil(waiting.until())
        : new Step.NoteWaiting(waiting.opens(), waiting.approvers(), waiting.unaccepted());
  }

  private static Step keepOpen(Seen seen, Standing.Granted granted, Instant now) {
    Plan.Opens opens = granted.opens();
    return switch (seen.latches()) {
      case Latches.None() when seen.policies() != Policies.ABSENT ->
          shut(seen, Endings.LATCH_MISSING);
      case Latches.None() -> begin(seen, granted, now);
      case Latches.Partly() when seen.policies() != Policies.ABSENT ->
          shut(seen, Endings.LATCH_MISSING);
      case Latches.Partly() ->
          switch (seen.recorded().opening()) {
            case Recorded.Opening.No() -> shut(seen, Endings.OFF_RECORD);
            case Recorded.Opening.At(var at) ->
                isFresh(at, now)
                    ? new Step.ArmLatches(opens)
                    : shut(seen, Endings.LATCH_NOT_STARTED);
          };
      case Latches.Tampered() -> shut(seen, Endings.LATCH_TAMPERED);
      case Latches.Lost _ -> shut(seen, Endings.LATCH_GONE);
      case Latches.Gone(var expiresAt, _) ->
          shut(seen, now.isBefore(expiresAt.minus(EARLY)) ? Endings.LATCH_GONE : Endings.EXPIRED);
      case Latches.Arming() when seen.policies() != Policies.ABSENT ->
          shut(seen, Endings.LATCH_MISSING);
      case Latches.Arming() ->
          switch (seen.recorded().opening()) {
            case Recorded.Opening.No() -> shut(seen, Endings.OFF_RECORD);
            case Recorded.Opening.At(var at) ->
                isFresh(at, now) ? new Step.AwaitLatches() : shut(seen, Endings.LATCH_NOT_STARTED);
          };
      case Latches.Armed _ when !seen.recorded().isOpening() -> shut(seen, Endings.OFF_RECORD);
      case Latches.Armed armed when !now.isBefore(armed.expiresAt()) -> shut(seen, Endings.EXPIRED);
      case Latches.Armed(var latches, var noted) when !noted ->
          seen.policies() == Policies.ABSENT
              ? new Step.NoteLease(latches)
              : shut(seen, Endings.LATCH_MISSING);
      case Latches.Armed armed -> hold(seen, opens, armed);
    };
  }

  private static Step begin(Seen seen, Standing.Granted granted, Instant now) {
    Plan.Opens opens = granted.opens();
    return switch (seen.recorded().opening()) {
      case Recorded.Opening.At(var at) ->
          isFresh(at, now) ? new Step.ArmLatches(opens) : shut(seen, Endings.OPENING_STALE);
      case Recorded.Opening.No() when !now.isBefore(granted.until()) ->
          shut(seen, Endings.TIMED_OUT);
      case Recorded.Opening.No() when now.isBefore(granted.from()) ->
          seen.phase() == Phase.SCHEDULED && seen.noted()
              ? new Step.WaitUntil(granted.from())
              : new Step.NoteScheduled(opens, granted.approvers(), granted.from());
      case Recorded.Opening.No() ->
          seen.phase().isApproved() && seen.noted()
              ? new Step.RecordOpening(opens, granted.approvers())
              : new Step.NoteApproved(opens, granted.approvers());
    };
  }

  /// A clock that was set back makes an opening look as if it were still to come: not fresh either.
  private static boolean isFresh(Instant recordedAt, Instant now) {
    return Duration.between(recordedAt, now).abs().compareTo(STARTING) <= 0;
  }

  private static Step hold(Seen seen, Plan.Opens opens, Latches.Armed armed) {
    return switch (seen.policies()) {
      case ABSENT, ALTERED -> putIn(seen, opens, armed);
      case TAMPERED -> shut(seen, Endings.POLICY_TAMPERED, seen.drifts().all());
      case AS_GRANTED -> {
        if (!seen.recorded().opened()) {
          yield new Step.RecordOpened(opens, armed.latches());
        }
        if (!seen.recorded().proven()) {
          yield new Step.RecordProof(opens);
        }
        if (!seen.drifts().beside().isEmpty()) {
          yield new Step.RecordNotices(seen.drifts().beside());
        }
        yield seen.phase() == Phase.ACTIVE && seen.noted()
            ? new Step.WaitUntil(armed.expiresAt())
            : new Step.NoteActive(opens);
      }
    };
  }

  /// Puts the policies in; what somebody did to them meanwhile is mended once it is on record, or
  /// closes the grant, as the rule says.
  private static Step putIn(Seen seen, Plan.Opens opens, Latches.Armed armed) {
    Drifts drifts = seen.drifts();
    if (drifts.isEmpty()) {
      return new Step.ApplyPolicies(opens, armed.latches());
    }
    return switch (opens.onDrift()) {
      case CLOSE -> shut(seen, Endings.drifted(drifts.all()), drifts.all());
      case MEND ->
          drifts.told()
              ? new Step.ApplyPolicies(opens, armed.latches())
              : new Step.RecordDrift(drifts.all());
    };
  }

  private static Step shut(Seen seen, Ending ending) {
    return shut(seen, ending, List.of());
  }

  /// Closes: the policies first, asking nobody; then all the rest, each once it is not done yet.
  ///
  /// @param drifts what somebody did to the policies, where that is the reason
  private static Step shut(Seen seen, Ending ending, List<Drift> drifts) {
    if (seen.policies() != Policies.ABSENT) {
      return new Step.RemovePolicies(ending, drifts);
    }
    boolean owesEnd = owesEnd(seen);
    boolean begun = seen.recorded().isOpening() || seen.latches().isPresent();
    if (owesEnd && begun && seen.phase() != Phase.CLOSING) {
      return new Step.NoteClosing(ending, drifts);
    }
    if (seen.latches().isPresent()) {
      return new Step.Disarm(ending);
    }
    if (!seen.recorded().closed() && (seen.recorded().isOpening() || owesEnd)) {
      return seen.recorded().isOpening()
          ? new Step.RecordClosing(ending)
          : new Step.RecordRefusal(ending);
    }
    if (seen.recorded().isOpening() && !seen.recorded().provenClosed()) {
      return new Step.ProveClosed();
    }
    return owesEnd ? new Step.NoteEnd(ending) : new Step.Rest();
  }

  private static boolean owesEnd(Seen seen) {
    return switch (seen.standing()) {
      case Standing.Vanished(), Standing.Ended _ -> false;
      case Standing.Waiting _, Standing.Granted _, Standing.Over _ -> true;
    };
  }
}
