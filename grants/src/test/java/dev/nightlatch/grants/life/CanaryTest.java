package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.asked;
import static dev.nightlatch.grants.life.FoundWorld.open;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Guards;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nothing opens where latches were not seen to close by themselves, lately.
class CanaryTest {
  private static final Canary OUT = new Canary.Out();
  private static final Canary LOST = new Canary.Lost(NIGHT, "was still there 60s after its end");

  @Test
  void aLostCanaryRefusesAndSaysWhatWasSeen() {
    assertThat(decide(asked(), LOST))
        .isInstanceOfSatisfying(
            Step.RecordRefusal.class,
            step -> {
              assertThat(step.ending().code()).isEqualTo(Code.CANARY_LOST);
              assertThat(step.ending().sentence())
                  .startsWith("The last canary was still there 60s after its end: ");
            });
  }

  @Test
  void aCanarySpeaksForTenMinutes() {
    Instant last = NIGHT.minus(Standings.CANARY_LIVES);
    assertThat(decide(asked(), new Canary.Back(last))).isInstanceOf(Step.NoteApproved.class);
    assertThat(decide(asked(), new Canary.Back(last.minusNanos(1))))
        .isInstanceOfSatisfying(
            Step.RecordRefusal.class,
            step -> assertThat(step.ending().code()).isEqualTo(Code.CANARY_LOST));
  }

  /// It has a latch of its own, which is seen started before anything opens.
  @Test
  void whatIsBegunOrOpenAsksForNoCanary() {
    FoundWorld begun = asked().recorded(FoundWorld.BEFORE, FoundWorld.OPENING);
    assertThat(decide(begun, LOST)).isInstanceOf(Step.ArmLatches.class);
    assertThat(decide(open(), LOST)).isInstanceOf(Step.WaitUntil.class);
  }

  @Test
  void untilTheFirstOneIsBackOnlyWhatWouldBeBegunWaits() {
    Step begins = new Step.RecordOpening(FoundWorld.OPENS, List.of());
    assertThat(Lifecycle.held(begins, OUT)).isEqualTo(new Step.AwaitCanary());
    assertThat(Lifecycle.held(begins, new Canary.Back(NIGHT))).isEqualTo(begins);
    for (Step other :
        List.of(
            new Step.NoteApproved(FoundWorld.OPENS, List.of()),
            new Step.ArmLatches(FoundWorld.OPENS),
            new Step.RemovePolicies(Endings.EXPIRED),
            new Step.RecordRefusal(Endings.TIMED_OUT))) {
      assertThat(Lifecycle.held(other, OUT)).isEqualTo(other);
    }
    assertThat(decide(asked(), OUT)).isInstanceOf(Step.NoteApproved.class);
  }

  private static Step decide(FoundWorld world, Canary canary) {
    return Lifecycle.decide(world.seen(NIGHT, new Guards.InForce(Instant.EPOCH), canary), NIGHT);
  }
}
