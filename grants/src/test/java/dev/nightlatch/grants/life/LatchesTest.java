package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.LifeWorld.EXPIRES;
import static dev.nightlatch.grants.life.LifeWorld.LATCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Several latches are as good as the worst of them.
class LatchesTest {
  private static final LatchRef OTHER =
      new LatchRef(
          new ObjectKey("support-tools", LATCH.key().name()),
          new Uid("other"),
          LATCH.startedAt().minusSeconds(1),
          EXPIRES.minusSeconds(1));
  private static final Latches ONE = new Latches.Armed(List.of(LATCH), true);
  private static final Latches TWO = new Latches.Armed(List.of(OTHER), true);

  @Test
  void whatIsWorstDecides() {
    assertThat(Latches.all(List.of())).isEqualTo(new Latches.None());
    assertThat(Latches.all(List.of(new Latches.None(), new Latches.None())))
        .isEqualTo(new Latches.None());
    assertThat(Latches.all(List.of(ONE, new Latches.None()))).isEqualTo(new Latches.Partly());
    assertThat(Latches.all(List.of(new Latches.None(), new Latches.Arming())))
        .isEqualTo(new Latches.Partly());
    assertThat(Latches.all(List.of(ONE, new Latches.Arming()))).isEqualTo(new Latches.Arming());
    assertThat(Latches.all(List.of(ONE, new Latches.Tampered(), new Latches.None())))
        .isEqualTo(new Latches.Tampered());
    assertThat(Latches.all(List.of(ONE, new Latches.Lost(false))))
        .isEqualTo(new Latches.Lost(true));
    assertThat(Latches.all(List.of(new Latches.None(), new Latches.Lost(false))))
        .isEqualTo(new Latches.Lost(false));
    assertThat(Latches.all(List.of(ONE, new Latches.Gone(EXPIRES, false))))
        .isEqualTo(new Latches.Gone(EXPIRES, true));
  }

  @Test
  void theLeaseEndsWithTheFirstOfThem() {
    assertThat(Latches.all(List.of(ONE, TWO)))
        .isInstanceOfSatisfying(
            Latches.Armed.class,
            armed -> {
              assertThat(armed.latches()).containsExactly(LATCH, OTHER);
              assertThat(armed.noted()).isTrue();
              assertThat(armed.expiresAt()).isEqualTo(OTHER.expiresAt());
            });
    assertThat(Latches.all(List.of(ONE, new Latches.Armed(List.of(OTHER), false))))
        .isInstanceOfSatisfying(Latches.Armed.class, armed -> assertThat(armed.noted()).isFalse());
  }
}
