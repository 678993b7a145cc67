package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.LifeWorld.DRIFTS;
import static dev.nightlatch.grants.life.LifeWorld.ENDING;
import static dev.nightlatch.grants.life.LifeWorld.EXPIRES;
import static dev.nightlatch.grants.life.LifeWorld.LATCH;
import static dev.nightlatch.grants.life.LifeWorld.NOTICES;
import static dev.nightlatch.grants.life.LifeWorld.OPENS;
import static dev.nightlatch.grants.life.LifeWorld.STRICT;
import static dev.nightlatch.grants.life.LifeWorld.UNTIL;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Review;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// Every combination of standing, phase, latches, policies, record and instant: those that can be,
/// and those that cannot but for a bug or a stranger's hand.
class LifecycleLawsTest {
  private static final List<Review> REVIEWS =
      List.of(
          new Review.None(), new Review.By(new Identity("carol", List.of("leads")), "justified"));

  /// Reviews and drifts have nothing to do with each other: each is combined with the other's
  /// absence.
  private record Turn(Review review, Drifts drifts) {}

  private static final List<Turn> TURNS =
      List.of(
          new Turn(REVIEWS.getFirst(), Drifts.NONE),
          new Turn(REVIEWS.getLast(), Drifts.NONE),
          new Turn(REVIEWS.getFirst(), new Drifts(DRIFTS, false)),
          new Turn(REVIEWS.getFirst(), new Drifts(DRIFTS, true)),
          new Turn(REVIEWS.getFirst(), new Drifts(List.of(), false, NOTICES)));

  private static final Instant LATER = NIGHT.plusSeconds(60);
  private static final List<Standing> STANDINGS =
      List.of(
          new Standing.Waiting(OPENS, List.of(), List.of(), UNTIL),
          new Standing.Granted(OPENS, List.of("bob"), NIGHT, UNTIL),
          new Standing.Granted(OPENS, List.of("bob"), LATER, UNTIL),
          new Standing.Granted(STRICT, List.of("bob"), NIGHT, UNTIL),
          new Standing.Over(ENDING),
          new Standing.Vanished(),
          new Standing.Ended(ENDING));
  private static final List<Latches> LATCHES =
      List.of(
          new Latches.None(),
          new Latches.Partly(),
          new Latches.Arming(),
          new Latches.Armed(List.of(LATCH), false),
          new Latches.Armed(List.of(LATCH), true),
          new Latches.Tampered(),
          new Latches.Gone(EXPIRES, false),
          new Latches.Gone(EXPIRES, true),
          new Latches.Lost(false),
          new Latches.Lost(true));
  private static final List<Instant> INSTANTS =
      List.of(
          Instant.EPOCH,
          NIGHT.minus(Lifecycle.STARTING).minusNanos(1),
          NIGHT.minusNanos(1),
          NIGHT,
          NIGHT.plus(Lifecycle.STARTING),
          NIGHT.plus(Lifecycle.STARTING).plusNanos(1),
          UNTIL.minusNanos(1),
          UNTIL,
          EXPIRES.minus(Lifecycle.EARLY).minusNanos(1),
          EXPIRES.minus(Lifecycle.EARLY),
          EXPIRES.minusNanos(1),
          EXPIRES,
          EXPIRES.plusSeconds(3600));

  @Test
  void fromAnywhereALifeSettlesAndEveryStepOnTheWayIsSafe() {
    everywhere(
        (from, now) -> {
          for (boolean alive : List.of(true, false)) {
            Seen seen = from;
            int steps = 0;
            Step step = Lifecycle.decide(seen, now);
            while (!LifeWorld.isPause(step)) {
              hold(seen, step, now);
              seen = LifeWorld.after(seen, step, now, alive);
              step = Lifecycle.decide(seen, now);
              check(++steps <= 13, "settles within a few steps", from, step, now);
            }
            hold(seen, step, now);
          }
        });
  }

  @Test
  void whateverIsNotGrantedEndsShutWithoutALatch() {
    everywhere(
        (from, now) -> {
          Seen end = LifeWorld.settled(from, now, true);
          if (!(from.standing() instanceof Standing.Granted)) {
            check(
                end.policies() == Policies.ABSENT && !end.latches().isPresent(),
                "ends shut and disarmed",
                from,
                new Step.Rest(),
                now);
          }
          if (end.policies() != Policies.ABSENT) {
            check(
                now.isBefore(EXPIRES)
                    && end.recorded().isOpening()
                    && end.recorded().opened()
                    && end.latches().equals(new Latches.Armed(List.of(LATCH), true)),
                "what stays open is on record, latched and within its lease",
                from,
                new Step.Rest(),
                now);
          }
        });
  }

  @Test
  void aGrantThatIsOverEndsAndWhatWasBegunIsOnRecordAsClosed() {
    everywhere(
        (from, now) -> {
          Seen end = LifeWorld.settled(from, now, true);
          if (from.standing() instanceof Standing.Over) {
            check(
                end.standing() instanceof Standing.Ended && end.recorded().closed(),
                "is over and ends",
                from,
                new Step.Rest(),
                now);
          }
          boolean finished =
              end.standing() instanceof Standing.Vanished
                  || end.standing() instanceof Standing.Ended;
          check(
              !finished
                  || !end.recorded().isOpening()
                  || (end.recorded().closed() && end.recorded().provenClosed()),
              "an opening on record has its closing on record, and what is left after it",
              from,
              new Step.Rest(),
              now);
        });
  }

  /// The safety of one step, said anew and not as the code says it.
  private static void hold(Seen seen, Step step, Instant now) {
    boolean granted = seen.standing() instanceof Standing.Granted;
    boolean absent = seen.policies() == Policies.ABSENT;
    boolean onRecord = seen.recorded().isOpening();
    boolean locked =
        seen.latches() instanceof Latches.Armed armed
            && armed.noted()
            && now.isBefore(armed.expiresAt());
    boolean drifted =
        !seen.drifts().isEmpty()
            && (seen.policies() == Policies.ABSENT || seen.policies() == Policies.ALTERED);
    boolean isStrict =
        seen.standing() instanceof Standing.Granted(var opens, _, _, _)
            && opens.onDrift() == OnDrift.CLOSE;
    boolean mayStay =
        granted
            && onRecord
            && locked
            && seen.policies() != Policies.TAMPERED
            && !(drifted && isStrict);

    law(
        absent || mayStay || step instanceof Step.RemovePolicies,
        "what may not stay is taken out at once, whatever the record says");
    law(!(step instanceof Step.RemovePolicies) || (!absent && !mayStay), "only that is taken out");
    law(
        !(granted && onRecord && locked && drifted && isStrict) || isClosing(step, Code.DRIFTED),
        "what somebody changed closes, where the rule says so");
    switch (step) {
      case Step.NoteWaiting _ -> law(seen.standing() instanceof Standing.Waiting, "waits");
      case Step.NoteApproved _ -> law(granted && absent && !onRecord, "approves what is granted");
      case Step.NoteScheduled(_, _, var from) ->
          law(granted && absent && !onRecord && now.isBefore(from), "schedules what is to come");
      case Step.RecordOpening _ ->
          law(
              granted
                  && absent
                  && !onRecord
                  && (seen.phase() == Phase.APPROVED || seen.phase() == Phase.SCHEDULED)
                  && seen.standing() instanceof Standing.Granted(_, _, var from, _)
                  && !now.isBefore(from)
                  && seen.latches() instanceof Latches.None
                  && now.isBefore(UNTIL),
              "records an opening once, in time, before anything is done");
      case Step.AwaitCanary() -> law(false, "asks for no canary by itself");
      case Step.ArmLatches _ ->
          law(
              granted
                  && absent
                  && (seen.latches() instanceof Latches.None
                      || seen.latches() instanceof Latches.Partly)
                  && isFresh(seen.recorded(), now),
              "arms after a fresh record, and never again");
      case Step.AwaitLatches() ->
          law(
              granted
                  && absent
                  && seen.latches() instanceof Latches.Arming
                  && isFresh(seen.recorded(), now),
              "awaits a latch only while its opening is fresh");
      case Step.NoteLease _ -> law(granted && absent && onRecord, "notes the lease before opening");
      case Step.ApplyPolicies _ ->
          law(
              granted && onRecord && locked && (!drifted || (seen.drifts().told() && !isStrict)),
              "opens only on record, latched, in the lease, and mends only what is on record");
      case Step.RecordDrift _ ->
          law(
              granted && onRecord && locked && drifted && !seen.drifts().told() && !isStrict,
              "records once what is mended next");
      case Step.RecordNotices _ ->
          law(
              mayStay
                  && seen.policies() == Policies.AS_GRANTED
                  && seen.recorded().opened()
                  && !seen.drifts().beside().isEmpty(),
              "tells once what stands beside what is open");
      case Step.RecordOpened _, Step.RecordProof _, Step.NoteActive _ ->
          law(
              mayStay && seen.policies() == Policies.AS_GRANTED,
              "says open only of what is open as granted");
      case Step.RemovePolicies _ -> law(!absent, "removes what is there");
      case Step.NoteClosing _ ->
          law(absent && LifeWorld.hasStatus(seen), "says shut only of what is shut");
      case Step.Disarm _ -> law(absent && seen.latches().isPresent(), "disarms after closing");
      case Step.RecordClosing _ ->
          law(
              absent && !seen.latches().isPresent() && onRecord && !seen.recorded().closed(),
              "records a closing once, after it is done");
      case Step.ProveClosed() ->
          law(
              absent
                  && !seen.latches().isPresent()
                  && onRecord
                  && seen.recorded().closed()
                  && !seen.recorded().provenClosed(),
              "finds out what is left once, after the closing is on record");
      case Step.RecordReview _ ->
          law(
              onRecord && seen.unrecorded() instanceof Review.By,
              "records a review once, of what was opened");
      case Step.RecordRefusal _ ->
          law(
              absent
                  && !seen.latches().isPresent()
                  && !onRecord
                  && !seen.recorded().closed()
                  && LifeWorld.hasStatus(seen),
              "records a refusal once, where nothing was opened");
      case Step.NoteEnd _ ->
          law(
              absent
                  && !seen.latches().isPresent()
                  && seen.recorded().closed()
                  && LifeWorld.hasStatus(seen),
              "ends only what is shut and on record, and once");
      case Step.WaitUntil(var at) -> law(now.isBefore(at), "waits for what is to come");
      case Step.Rest() -> law(!LifeWorld.hasStatus(seen) && absent, "rests at the end alone");
    }
  }

  private static boolean isClosing(Step step, Code code) {
    return switch (step) {
      case Step.RemovePolicies(var ending, var drifts) ->
          ending.code() == code && drifts.equals(DRIFTS);
      case Step.NoteClosing(var ending, var drifts) ->
          ending.code() == code && drifts.equals(DRIFTS);
      case Step.Disarm(var ending) -> ending.code() == code;
      default -> false;
    };
  }

  private static boolean isFresh(Recorded recorded, Instant now) {
    return recorded.opening() instanceof Recorded.Opening.At(var at)
        && !now.isAfter(at.plus(Lifecycle.STARTING))
        && !now.isBefore(at.minus(Lifecycle.STARTING));
  }

  /// A broken law: caught where the situation is known.
  private static final class Broken extends RuntimeException {
    Broken(String law) {
      super(law);
    }
  }

  private static void law(boolean holds, String law) {
    if (!holds) {
      throw new Broken(law);
    }
  }

  private static void check(boolean holds, String law, Seen seen, Step step, Instant now) {
    if (!holds) {
      throw new AssertionError(law + ": " + seen + " at " + now + " → " + step);
    }
  }

  private static void everywhere(BiConsumer<Seen, Instant> law) {
    int cases = 0;
    for (Standing standing : STANDINGS) {
      for (Phase phase : Phase.values()) {
        for (boolean noted : List.of(false, true)) {
          for (Latches latches : LATCHES) {
            for (Policies policies : Policies.values()) {
              for (Recorded recorded : records()) {
                for (Turn turn : TURNS) {
                  Seen seen =
                      new Seen(
                          standing,
                          phase,
                          noted,
                          latches,
                          policies,
                          recorded,
                          turn.review(),
                          turn.drifts());
                  for (Instant now : INSTANTS) {
                    cases++;
                    accept(law, seen, now);
                  }
                }
              }
            }
          }
        }
      }
    }
    assertThat(cases).isEqualTo(7 * 13 * 2 * 10 * 4 * 32 * TURNS.size() * INSTANTS.size());
  }

  private static void accept(BiConsumer<Seen, Instant> law, Seen seen, Instant now) {
    try {
      law.accept(seen, now);
    } catch (Broken broken) {
      throw new AssertionError(
          broken.getMessage()
              + ": from "
              + seen
              + " at "
              + now
              + " → "
              + Lifecycle.decide(seen, now),
          broken);
    }
  }

  private static List<Recorded> records() {
    List<Recorded.Opening> openings =
        List.of(new Recorded.Opening.No(), new Recorded.Opening.At(NIGHT));
    List<Boolean> either = List.of(false, true);
    List<Recorded> all = new ArrayList<>();
    for (Recorded.Opening opening : openings) {
      for (boolean opened : either) {
        for (boolean proven : either) {
          for (boolean closed : either) {
            for (boolean provenClosed : either) {
              all.add(new Recorded(opening, opened, proven, closed, provenClosed));
            }
          }
        }
      }
    }
    return all;
  }
}
