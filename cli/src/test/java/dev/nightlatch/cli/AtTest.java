package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:14:05Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "03:30, 2026-03-01T02:30:00Z",
    "03:14:05, 2026-03-01T02:14:05Z",
    "03:14, 2026-03-02T02:14:00Z",
    "02:30, 2026-03-02T01:30:00Z",
    "2026-03-02T08:00, 2026-03-02T07:00:00Z",
    "2026-03-02T08:00:30, 2026-03-02T07:00:30Z",
    "2026-03-02T08:00:00Z, 2026-03-02T08:00:00Z",
    "2026-03-02T08:00:00.9Z, 2026-03-02T08:00:00Z",
    "2026-03-02T08:00:00+05:00, 2026-03-02T03:00:00Z",
  })
  void aTimeOfDayIsTheNextOneAndATimeWithoutAZoneIsLocal(String text, Instant at) {
    assertThat(At.parse(text, NOW, BERLIN)).isEqualTo(at);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "3:30", "25:00", "2026-02-30T08:00", "2026-03-02", "1h", "é"})
  void whatIsNoTimeIsUsage(String text) {
    assertThatThrownBy(() -> At.parse(text, NOW, BERLIN))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("is no time; write it like 02:30");
  }

  @Test
  void aTimeThatIsOverOrTooFarAheadIsUsage() {
    assertThatThrownBy(() -> At.parse("2026-03-01T03:14:04", NOW, BERLIN))
        .hasMessageContaining("is over");
    assertThatThrownBy(() -> At.parse("2026-03-08T02:14:06Z", NOW, BERLIN))
        .hasMessageContaining("the farthest is in 7 days");
    assertThat(At.parse("2026-03-08T02:14:05Z", NOW, BERLIN))
        .isEqualTo(Instant.parse("2026-03-08T02:14:05Z"));
  }
}
