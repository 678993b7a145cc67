package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/// Times as people read them.
class TimesTest {
  private static final Instant NOW = Instant.parse("2026-11-25T01:14:16.400Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aTimeOfTodayIsLocalAndHasNoDay() {
    assertThat(Times.local(NOW, NOW, BERLIN)).isEqualTo("02:14:16");
  }

  @Test
  void aTimeOfAnotherDayHasItsDay() {
    assertThat(Times.local(NOW.plusSeconds(86_400), NOW, BERLIN)).isEqualTo("2026-11-26 02:14:16");
    assertThat(Times.local(NOW.minusSeconds(3 * 3600), NOW, BERLIN))
        .isEqualTo("2026-11-24 23:14:16");
  }

  @Test
  void theTimeLeftIsRoundedUpToTheSecond() {
    assertThat(Times.left(NOW.plusMillis(1), NOW)).isEqualTo("1s left");
    assertThat(Times.left(NOW.plusSeconds(90), NOW)).isEqualTo("1m30s left");
    assertThat(Times.until(NOW.plusSeconds(1800), NOW, BERLIN)).isEqualTo("02:44:16 (30m left)");
  }

  @Test
  void theEndItselfIsOver() {
    assertThat(Times.left(NOW, NOW)).isEqualTo("over");
    assertThat(Times.left(NOW.minusSeconds(5), NOW)).isEqualTo("over");
  }
}
