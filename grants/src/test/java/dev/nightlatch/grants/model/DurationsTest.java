package dev.nightlatch.grants.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "30m, PT30M, 30m",
    "2h, PT2H, 2h",
    "1h30m, PT1H30M, 1h30m",
    "20s, PT20S, 20s",
    "1h1m1s, PT1H1M1S, 1h1m1s",
    "1h1s, PT1H1S, 1h1s",
    "90m, PT1H30M, 1h30m",
    "3600s, PT1H, 1h",
    "0s, PT0S, 0s",
    "0h0m0s, PT0S, 0s",
    "007m, PT7M, 7m",
    "999999h59m59s, PT999999H59M59S, 999999h59m59s",
  })
  void aDurationIsHoursMinutesAndSecondsInThatOrder(String text, String iso, String canonical) {
    Duration duration = Duration.parse(iso);
    assertThat(Durations.parse(text)).contains(duration);
    assertThat(Durations.format(duration)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "h",
        "30",
        "m30",
        "30 m",
        " 30m",
        "30m ",
        "30m\n",
        "-30m",
        "+30m",
        "1.5h",
        "1,5h",
        "30M",
        "2H",
        "1d",
        "1w",
        "100ms",
        "1us",
        "1m1h",
        "1s1m",
        "1m1m",
        "1h1",
        "PT30M",
        "thirty",
        "1234567s",
        "1000000h",
        "9999999999999999999h",
        "999999h60m",
        "999999h999999m",
        "\u0663\u0660m",
        "\uff13\uff10m",
        "30\u043c"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT0.9S, 0s", "PT1.999S, 1s", "PT59M59.5S, 59m59s"})
  void fractionsOfASecondAreDropped(String iso, String text) {
    assertThat(Durations.format(Duration.parse(iso))).isEqualTo(text);
  }
}
