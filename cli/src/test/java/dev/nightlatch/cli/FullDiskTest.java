package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An answer that could not be written is no answer.
class FullDiskTest {
  private static final OutputStream FULL =
      new OutputStream() {
        @Override
        public void write(int oneByte) throws IOException {
          throw new IOException("No space left on device");
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"version", "version -o json", "install --print", "demo --auto"})
  void isFiveAndAtOnce(String line) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen =
        new Screen(
            new PrintStream(FULL, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            false,
            InstantSource.system(),
            () -> ZoneOffset.UTC,
            "nightlatch");
    long begun = System.nanoTime();
    assertThat(Nightlatch.run(screen, line.split(" ", -1))).isEqualTo(Exit.OUTSIDE);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("the output cannot be written");
  }
}
