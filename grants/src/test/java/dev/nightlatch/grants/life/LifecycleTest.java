package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.LifeWorld.ENDING;
import static dev.nightlatch.grants.life.LifeWorld.EXPIRES;
import static dev.nightlatch.grants.life.LifeWorld.LATCH;
import static dev.nightlatch.grants.life.LifeWorld.OPENS;
import static dev.nightlatch.grants.life.LifeWorld.UNTIL;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Situations of a life, one by one; all of them at once are in [LifecycleLawsTest].
class LifecycleTest {
  private static final List<String> BOB = List.of("bob");
  private static final Standing GRANTED = new Standing.Granted(OPENS, BOB, NIGHT, UNTIL);
  private static final Standing OVER = new Standing.Over(ENDING);
  private static final Recorded UNRECORDED =
      new Recorded(new Recorded.Opening.No(), false, false, false, false);
  private static final Recorded BEGUN =
      new Recorded(new Recorded.Opening.At(NIGHT), false, false, false, false);
  private static final Recorded OPENED =
      new Recorded(new Recorded.Opening.At(NIGHT), true, true, false, false);
  private static final Latches NOTED = new Latches.Armed(List.of(LATCH), true);
  private static final Instant SOON = NIGHT.plusSeconds(1);

  @Test
  void aGrantThatNeedsNobodyOpensStepByStep() {
    List<Step> steps = new ArrayList<>();
    Seen seen =
        new Seen(GRANTED, Phase.PENDING, false, new Latches.None(), Policies.ABSENT, UNRECORDED);
    for (int i = 0; i < 20; i++) {
      Step step = Lifecycle.decide(seen, SOON);
      steps.add(step);
      if (step instanceof Step.WaitUntil) {
        break;
      }
      seen =
          step instanceof Step.AwaitLatches
              ? LifeWorld.started(seen)
              : LifeWorld.after(seen, step, SOON, true);
    }
    assertThat(steps)
        .containsExactly(
            new Step.NoteApproved(OPENS, BOB),
            new Step.RecordOpening(OPENS, BOB),
            new Step.ArmLatches(OPENS),
            new Step.AwaitLatches(),
            new Step.NoteLease(List.of(LATCH)),
            new Step.ApplyPolicies(OPENS, List.of(LATCH)),
            new Step.RecordOpened(OPENS, List.of(LATCH)),
            new Step.NoteActive(OPENS),
            new Step.WaitUntil(EXPIRES));
  }

  @Test
  void anOpenGrantThatIsOverClosesStepByStep() {
    List<Step> steps = new ArrayList<>();
    Seen seen = new Seen(OVER, Phase.ACTIVE, false, NOTED, Policies.AS_GRANTED, OPENED);
    for (int i = 0; i < 20 && !steps.contains(new Step.Rest()); i++) {
      Step step = Lifecycle.decide(seen, SOON);
      steps.add(step);
      seen = LifeWorld.after(seen, step, SOON, false);
    }
    assertThat(steps)
        .containsExactly(
            new Step.RemovePolicies(ENDING),
            new Step.NoteClosing(ENDING),
            new Step.Disarm(ENDING),
            new Step.RecordClosing(ENDING),
            new Step.ProveClosed(),
            new Step.NoteEnd(ENDING),
            new Step.Rest());
  }

  @Test
  void expiryIsTheFirstInstantThatIsOver() {
    Seen open = new Seen(GRANTED, Phase.ACTIVE, true, NOTED, Policies.AS_GRANTED, OPENED);
    assertThat(Lifecycle.decide(open, EXPIRES.minusNanos(1)))
        .isEqualTo(new Step.WaitUntil(EXPIRES));
    assertThat(Lifecycle.decide(open, EXPIRES)).isEqualTo(removal(Endings.EXPIRED));
  }

  @Test
  void aRequestIsOverAtTheFirstInstantAfterItsTime() {
    Seen asked =
        new Seen(GRANTED, Phase.APPROVED, true, new Latches.None(), Policies.ABSENT, UNRECORDED);
    assertThat(Lifecycle.decide(asked, UNTIL.minusNanos(1)))
        .isEqualTo(new Step.RecordOpening(OPENS, BOB));
    assertThat(Lifecycle.decide(asked, UNTIL)).isEqualTo(new Step.RecordRefusal(Endings.TIMED_OUT));
    Seen waiting =
        new Seen(
            new Standing.Waiting(OPENS, BOB, List.of(), UNTIL),
            Phase.PENDING,
            true,
            new Latches.None(),
            Policies.ABSENT,
            UNRECORDED);
    assertThat(Lifecycle.decide(waiting, UNTIL.minusNanos(1))).isEqualTo(new Step.WaitUntil(UNTIL));
    assertThat(Lifecycle.decide(waiting, UNTIL))
        .isEqualTo(new Step.RecordRefusal(Endings.TIMED_OUT));
  }

  @Test
  void anOpeningThatWasInterruptedForTooLongIsNotTakenUpAgain() {
    Seen begun =
        new Seen(GRANTED, Phase.APPROVED, false, new Latches.None(), Policies.ABSENT, BEGUN);
    Duration fresh = Lifecycle.STARTING;
    assertThat(Lifecycle.decide(begun, NIGHT.plus(fresh))).isEqualTo(new Step.ArmLatches(OPENS));
    assertThat(Lifecycle.decide(begun, NIGHT.plus(fresh).plusNanos(1)))
        .isEqualTo(new Step.NoteClosing(Endings.OPENING_STALE));
    assertThat(Lifecycle.decide(begun, NIGHT.minus(fresh))).isEqualTo(new Step.ArmLatches(OPENS));
    assertThat(Lifecycle.decide(begun, NIGHT.minus(fresh).minusNanos(1)))
        .isEqualTo(new Step.NoteClosing(Endings.OPENING_STALE));
  }

  @Test
  void aLatchThatDoesNotStartInTimeRefusesTheGrant() {
    Seen arming =
        new Seen(GRANTED, Phase.APPROVED, false, new Latches.Arming(), Policies.ABSENT, BEGUN);
    Instant last = NIGHT.plus(Lifecycle.STARTING);
    assertThat(Lifecycle.decide(arming, last)).isEqualTo(new Step.AwaitLatches());
    assertThat(Lifecycle.decide(arming, last.plusNanos(1)))
        .isEqualTo(new Step.NoteClosing(Endings.LATCH_NOT_STARTED));
  }

  @Test
  void aLatchThatWentUpToTwoSecondsEarlyHasExpiredAndBeforeThatIsGone() {
    Seen gone =
        new Seen(
            GRANTED,
            Phase.ACTIVE,
            false,
            new Latches.Gone(EXPIRES, false),
            Policies.AS_GRANTED,
            OPENED);
    Instant early = EXPIRES.minus(Lifecycle.EARLY);
    assertThat(Lifecycle.decide(gone, early)).isEqualTo(removal(Endings.EXPIRED));
    assertThat(Lifecycle.decide(gone, early.minusNanos(1))).isEqualTo(removal(Endings.LATCH_GONE));
  }

  @Test
  void aPolicyWithoutALeaseInTheStatusIsTakenOut() {
    assertThat(
            Lifecycle.decide(
                new Seen(
                    GRANTED,
                    Phase.APPROVED,
                    false,
                    new Latches.Armed(List.of(LATCH), false),
                    Policies.AS_GRANTED,
                    OPENED),
                SOON))
        .isEqualTo(removal(Endings.LATCH_MISSING));
  }

  @Test
  void anAlteredPolicyIsPutRightAndATamperedOneEndsTheGrant() {
    assertThat(
            Lifecycle.decide(
                new Seen(GRANTED, Phase.ACTIVE, false, NOTED, Policies.ALTERED, OPENED), SOON))
        .isEqualTo(new Step.ApplyPolicies(OPENS, List.of(LATCH)));
    Seen tampered = new Seen(GRANTED, Phase.ACTIVE, false, NOTED, Policies.TAMPERED, OPENED);
    assertThat(Lifecycle.decide(tampered, SOON)).isEqualTo(removal(Endings.POLICY_TAMPERED));
    assertThat(LifeWorld.settled(tampered, SOON, true).standing())
        .isEqualTo(new Standing.Ended(Endings.POLICY_TAMPERED));
  }

  /// The rule may have been edited since: what is shown is what goes on record and opens.
  @Test
  void anApprovedGrantWhoseStatusShowsOtherTermsIsToldAnewBeforeItsOpeningIsRecorded() {
    Seen other =
        new Seen(GRANTED, Phase.APPROVED, false, new Latches.None(), Policies.ABSENT, UNRECORDED);
    assertThat(Lifecycle.decide(other, SOON)).isEqualTo(new Step.NoteApproved(OPENS, BOB));
  }

  @Test
  void aPolicyThatWasPutInAgainIsToldInTheStatus() {
    Seen again = new Seen(GRANTED, Phase.ACTIVE, false, NOTED, Policies.AS_GRANTED, OPENED);
    assertThat(Lifecycle.decide(again, SOON)).isEqualTo(new Step.NoteActive(OPENS));
  }

  @Test
  void whatIsOpenByNowIsRecordedAndTheGrantStaysOpen() {
    Recorded unproven = new Recorded(new Recorded.Opening.At(NIGHT), true, false, false, false);
    Seen changed = new Seen(GRANTED, Phase.ACTIVE, false, NOTED, Policies.AS_GRANTED, unproven);
    assertThat(Lifecycle.decide(changed, SOON)).isEqualTo(new Step.RecordProof(OPENS));
    assertThat(LifeWorld.settled(changed, SOON, true).policies()).isEqualTo(Policies.AS_GRANTED);
  }

  @Test
  void aLostRecordClosesWhatIsOpen() {
    Seen open = new Seen(GRANTED, Phase.ACTIVE, false, NOTED, Policies.AS_GRANTED, UNRECORDED);
    assertThat(Lifecycle.decide(open, SOON)).isEqualTo(removal(Endings.OFF_RECORD));
    assertThat(LifeWorld.settled(open, SOON, false).standing())
        .isEqualTo(new Standing.Ended(Endings.OFF_RECORD));
  }

  @Test
  void aVanishedGrantIsClosedAndRecordedAndNothingIsWrittenIntoItsStatus() {
    List<Step> steps = new ArrayList<>();
    Seen seen =
        new Seen(
            new Standing.Vanished(),
            Phase.PENDING,
            false,
            new Latches.Armed(List.of(LATCH), false),
            Policies.TAMPERED,
            OPENED);
    for (int i = 0; i < 20 && !steps.contains(new Step.Rest()); i++) {
      Step step = Lifecycle.decide(seen, SOON);
      steps.add(step);
      seen = LifeWorld.after(seen, step, SOON, true);
    }
    Ending deleted = Endings.GRANT_DELETED;
    assertThat(steps)
        .containsExactly(
            new Step.RemovePolicies(deleted),
            new Step.Disarm(deleted),
            new Step.RecordClosing(deleted),
            new Step.ProveClosed(),
            new Step.Rest());
  }

  @Test
  void theReasonsCarryTheirCodes() {
    assertThat(
            List.of(
                Endings.EXPIRED,
                Endings.TIMED_OUT,
                Endings.OPENING_STALE,
                Endings.LATCH_NOT_STARTED,
                Endings.LATCH_TAMPERED,
                Endings.LATCH_GONE,
                Endings.LATCH_MISSING,
                Endings.OFF_RECORD,
                Endings.POLICY_TAMPERED,
                Endings.TERMS_CHANGED,
                Endings.GRANT_DELETED))
        .extracting(Ending::code)
        .containsExactly(
            Code.EXPIRED,
            Code.TIMED_OUT,
            Code.OPENING_STALE,
            Code.LATCH_NOT_STARTED,
            Code.LATCH_TAMPERED,
            Code.LATCH_GONE,
            Code.LATCH_MISSING,
            Code.OFF_RECORD,
            Code.POLICY_TAMPERED,
            Code.TERMS_CHANGED,
            Code.GRANT_DELETED);
  }

  private static Step removal(Ending ending) {
    return new Step.RemovePolicies(ending);
  }
}
