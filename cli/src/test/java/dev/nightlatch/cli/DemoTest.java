package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The story, from its first line to its last.
class DemoTest {
  @Test
  void itPlaysByItselfInUnderHalfAMinuteWithoutColoursOrCursorTricks() {
    Printed printed = new Printed();
    long begun = System.nanoTime();
    assertThat(Nightlatch.run(printed.screen(), "demo", "--auto")).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    assertThat(printed.out())
        .doesNotContain("\u001b")
        .doesNotContain("\r")
        .containsSubsequence(
            "02:14.",
            "What is shut",
            "nobody",
            "db-shell",
            "Open until",
            "kind: NetworkPolicy",
            "nightlatch.dev/expires-at",
            "The operator is killed",
            "s left",
            "The latch has closed it",
            "Shut again, as before.",
            "Expired (NL-EXPIRED)",
            "Opening",
            "Opened",
            "Closed");
    assertThat(printed.err()).isEmpty();
  }
}
