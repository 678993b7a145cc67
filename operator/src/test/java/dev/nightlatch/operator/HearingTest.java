package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// How long what was read stands.
class HearingTest {
  private static final Instant NOW = Instant.parse("2026-11-24T02:14:00Z");

  private final Hearing hearing = new Hearing();

  @Test
  void whatWasReadStandsForAMoment() {
    Hearing.Mark mark = hearing.mark(NOW);
    assertThat(hearing.stands(mark, NOW)).isTrue();
    assertThat(hearing.stands(mark, NOW.plus(Hearing.MOMENT))).isTrue();
    assertThat(hearing.stands(mark, NOW.plus(Hearing.MOMENT).plusNanos(1))).isFalse();
  }

  @Test
  void whatIsHeardToHaveChangedStandsNoMore() {
    Hearing.Mark before = hearing.mark(NOW);
    hearing.changed();
    assertThat(hearing.stands(before, NOW)).isFalse();
    assertThat(hearing.stands(hearing.mark(NOW), NOW)).isTrue();
  }

  @Test
  void byAClockThatWasSetBackNothingStands() {
    Hearing.Mark mark = hearing.mark(NOW);
    assertThat(hearing.stands(mark, NOW.minusSeconds(1))).isFalse();
  }
}
