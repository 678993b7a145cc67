package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.asked;
import static dev.nightlatch.grants.life.FoundWorld.open;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.record.Story;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Nothing opens where the API server does not refuse what it is to refuse; closing needs no guard.
class GuardedTest {
  private static final Guards BROKEN =
      new Guards.Broken(List.of("ValidatingAdmissionPolicy nightlatch-grants is missing"));

  @Test
  void withAGuardMissingNothingOpensAndTheReasonNamesIt() {
    assertThat(decide(asked(), BROKEN))
        .isInstanceOfSatisfying(
            Step.RecordRefusal.class,
            step -> {
              assertThat(step.ending().code()).isEqualTo(Code.GUARDS_MISSING);
              assertThat(step.ending().sentence())
                  .contains(": ValidatingAdmissionPolicy nightlatch-grants is missing. Nothing");
            });
  }

  @Test
  void manyFaultsAreCounted() {
    Guards broken = new Guards.Broken(List.of("a", "b", "c", "d", "e"));
    assertThat(decide(asked(), broken))
        .isInstanceOfSatisfying(
            Step.RecordRefusal.class,
            step -> assertThat(step.ending().sentence()).contains(": a; b; c; and 2 more. "));
  }

  /// Somebody who takes a guard away, says something, and puts it back; or says it right after,
  /// while the API server has not learned of the guard yet.
  @Test
  void guardsThatAreHardlyOlderThanTheRequestRefuseIt() {
    Instant asked = asked().grant().orElseThrow().meta().createdAt();
    for (int later : new int[] {-2, -1, 0, 1, 60}) {
      assertThat(decide(asked(), new Guards.InForce(asked.plusSeconds(later))))
          .isEqualTo(new Step.RecordRefusal(Endings.GUARDS_TOO_YOUNG));
    }
    assertThat(decide(asked(), new Guards.InForce(asked.minusSeconds(3))))
        .isInstanceOf(Step.NoteApproved.class);
  }

  @Test
  void anOpeningThatIsOnRecordAndNotDoneYetIsNotDoneWithoutThem() {
    FoundWorld begun = asked().recorded(FoundWorld.BEFORE, FoundWorld.OPENING);
    assertThat(decide(begun, new Guards.InForce(Instant.EPOCH)))
        .isInstanceOf(Step.ArmLatches.class);
    assertThat(decide(begun, BROKEN)).isInstanceOf(Step.NoteClosing.class);
  }

  @Test
  void theyAreLookedAtAsLongAsSomethingMayStillBeOpened() {
    assertThat(Sight.mayStillOpen(asked().grant(), Story.untold(Samples.GRANT), NIGHT)).isTrue();
    assertThat(
            Sight.mayStillOpen(
                asked().grant(), asked().recorded(FoundWorld.OPENING).story(), NIGHT))
        .isTrue();
    assertThat(Sight.mayStillOpen(open().grant(), open().story(), NIGHT)).isFalse();
    assertThat(Sight.mayStillOpen(Optional.empty(), Story.untold(Samples.GRANT), NIGHT)).isFalse();
    assertThat(
            Sight.mayStillOpen(
                Optional.of(
                    Samples.grant(
                        new Revocation.By("alice", ""), asked().grant().orElseThrow().status())),
                Story.untold(Samples.GRANT),
                NIGHT))
        .isFalse();
  }

  private static Step decide(FoundWorld world, Guards guards) {
    return Lifecycle.decide(world.seen(NIGHT, guards, new Canary.Back(NIGHT)), NIGHT);
  }
}
