package dev.nightlatch.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Supervised.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shell as the program: it counts on in a file until it is ended, and says at SIGTERM that it
/// was asked.
class SupervisedTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String COUNTING =
      "trap 'echo asked >>count; exit 3' TERM; while :; do echo tick >>count; sleep 0.05; done";

  @TempDir private Path folder;

  @BeforeEach
  void putScript() throws IOException {
    try (InputStream script =
        Objects.requireNonNull(Supervised.class.getResourceAsStream("supervise.sh"))) {
      Files.writeString(
          folder.resolve("supervise.sh"),
          new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aProgramRunsUntilItIsAskedToEnd() throws IOException {
    Supervised program = start(COUNTING);
    awaitTicks(2);
    assertThat(program.isAlive()).isTrue();

    program.send(Signal.TERM);

    assertThat(program.awaitEnd(SOON)).isTrue();
    assertThat(count()).endsWith("asked\n");
  }

  @Test
  void aKilledProgramIsNotAsked() throws IOException {
    Supervised program = start(COUNTING);
    awaitTicks(2);
    program.kill();
    assertThat(program.isAlive()).isFalse();
    assertThat(count()).doesNotContain("asked");
  }

  @Test
  void aPausedProgramStandsStillAndGoesOn() throws IOException {
    Supervised program = start(COUNTING);
    awaitTicks(2);
    program.pause();
    assertThat(standsStill(Duration.ofMillis(400))).isTrue();
    assertThat(program.isAlive()).isTrue();

    int before = ticks();
    program.send(Signal.CONT);
    awaitTicks(before + 2);
    program.kill();
  }

  @Test
  void aPausedProgramCanBeKilled() {
    Supervised program = start(COUNTING);
    awaitTicks(2);
    program.pause();
    program.kill();
    assertThat(program.isAlive()).isFalse();
  }

  @Test
  void aProgramThatHasEndedStandsStill() {
    Supervised program = start("exit 0");
    assertThat(program.awaitEnd(SOON)).isTrue();
    program.pause();
  }

  @Test
  void aProgramThatEndsByItselfIsSeenToEnd() {
    Supervised program = start("exit 7");
    assertThat(program.awaitEnd(SOON)).isTrue();
    program.send(Signal.TERM);
    program.kill();
    assertThat(program.isAlive()).isFalse();
  }

  @Test
  void noSupervisorOutlivesItsProgram() {
    Supervised program = start("exit 0");
    assertThat(program.awaitEnd(SOON)).isTrue();
    assertThat(Poll.until(SOON, () -> processesOfThisFolder() == 0)).isTrue();
  }

  @Test
  void whatAProgramSaysIsInItsLog() {
    Supervised program = start("echo out; echo err >&2");
    assertThat(program.awaitEnd(SOON)).isTrue();
    assertThat(LogTail.of(folder.resolve("log"), 10)).isEqualTo("out\nerr");
  }

  private Supervised start(String script) {
    return Supervised.start(
        folder.resolve("supervise.sh"),
        List.of("/bin/sh", "-c", script),
        folder.resolve("log"),
        folder);
  }

  private void awaitTicks(int ticks) {
    assertThat(Poll.until(SOON, () -> ticks() >= ticks)).isTrue();
  }

  private boolean standsStill(Duration length) {
    int before = ticks();
    return !Poll.until(length, () -> ticks() > before);
  }

  private int ticks() {
    try {
      return Math.toIntExact(count().lines().filter("tick"::equals).count());
    } catch (IOException e) {
      return 0;
    }
  }

  private String count() throws IOException {
    return Files.readString(folder.resolve("count"));
  }

  private long processesOfThisFolder() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine())
        .flatMap(Optional::stream)
        .filter(line -> line.contains(folder.toString()))
        .count();
  }
}
