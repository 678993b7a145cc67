package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The line that says what takes so long.
class ProgressTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Screen screen(boolean errIsTerminal) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Screen(
        stream,
        stream,
        false,
        errIsTerminal,
        false,
        false,
        now::get,
        () -> ZoneOffset.UTC,
        "nightlatch");
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itIsShownAfterASecondAndGoesWhenItIsOver() {
    try (Progress progress = Progress.on(screen(true))) {
      progress.doing("listing pods");
      assertThat(said()).isEmpty();
      now.set(Instant.EPOCH.plusSeconds(1));
      progress.doing("listing pods, 500 so far");
      assertThat(said()).isEqualTo("\r\u001b[Klisting pods, 500 so far …");
    }
    assertThat(said()).endsWith("…\r\u001b[K");
  }

  @Test
  void aNoteTakesItsPlace() {
    try (Progress progress = Progress.on(screen(true))) {
      now.set(Instant.EPOCH.plusSeconds(2));
      progress.doing("listing pods");
      progress.aside("note: x");
    }
    assertThat(said()).isEqualTo("\r\u001b[Klisting pods …\r\u001b[Knote: x\n");
  }

  @Test
  void nothingIsShownWhereNobodyWatches() {
    try (Progress progress = Progress.on(screen(false))) {
      now.set(Instant.EPOCH.plusSeconds(9));
      progress.doing("listing pods");
    }
    assertThat(Progress.of(screen(false), "reading files", () -> 7)).isEqualTo(7);
    assertThat(said()).isEmpty();
  }
}
