package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `nightlatch operator` as a process of its own, as it runs in a cluster: it can be killed.
final class OperatorProcess {
  /// What is on record of a grant that was opened and closed.
  static final List<String> WHOLE_LIFE =
      List.of("Proven", "Opening", "Proven", "Opened", "Closed", "Proven");

  private static final Pattern HEALTH = Pattern.compile("Health: (http://[^/]+)/healthz");

  private final Process process;
  private final Path journal;
  private final Path log;

  private OperatorProcess(Process process, Path journal, Path log) {
    this.process = process;
    this.journal = journal;
    this.log = log;
  }

  /// @param skew by how much its clock is ahead
  /// @param more options of the command
  static OperatorProcess start(
      Path kubeconfig, Path journal, Path log, Duration skew, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-D" + SkewedMain.AHEAD + "=" + skew,
                SkewedMain.class.getName(),
                "operator",
                "--until-stdin-ends",
                "--kubeconfig",
                kubeconfig.toString(),
                "--journal",
                journal.toString()));
    line.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      return new OperatorProcess(builder.start(), journal, log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// `kill -9`; it is gone on return.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// `kill -15`; it is gone on return.
  ///
  /// @return its exit code
  int terminate() {
    process.destroy();
    return process.onExit().join().exitValue();
  }

  /// `kill -STOP`: it does nothing, and does not know it.
  void freeze() {
    signal("STOP");
  }

  /// `kill -CONT`.
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    run("kill", "-" + name, "" + process.pid());
  }

  private static void run(String... line) {
    try {
      Process done = new ProcessBuilder(line).inheritIO().start();
      assertThat(done.onExit().join().exitValue()).isZero();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Its disk is full from now on: no file of its grows any more.
  void fillDisk() {
    limitFiles("0:");
  }

  /// There is space again.
  void freeDisk() {
    limitFiles("unlimited:");
  }

  private void limitFiles(String soft) {
    run("prlimit", "--pid=" + process.pid(), "--fsize=" + soft);
  }

  /// Its exit code, once it has ended by itself.
  int exitCode() {
    return process.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue();
  }

  /// Where it says how it is, once it has said where that is.
  Optional<URI> health(String path) {
    Matcher said = HEALTH.matcher(log());
    return said.find() ? Optional.of(URI.create(said.group(1) + path)) : Optional.empty();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Path journal() {
    return journal;
  }

  /// What it has said so far.
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Whether it knows that latches close here: until then it begins no opening.
  boolean hasSeenACanary() {
    return log().contains("the canary went by itself");
  }

  /// What stands in its journal about one grant, in order.
  List<JsonNode> recorded(Asked asked) {
    return JournalLines.of(journal).stream()
        .filter(entry -> entry.path("grant").asText().equals(asked.uid().text()))
        .toList();
  }

  /// The kinds of what stands in its journal about one grant, in order.
  List<String> recordedKinds(Asked asked) {
    return recorded(asked).stream()
        .map(entry -> entry.path("kind").asText())
        .filter(kind -> !kind.equals("Noticed"))
        .toList();
  }

  /// What is on record of what came, changed or went beside it: `Pod shop/db-1 Came`.
  List<String> noticed(Asked asked) {
    return recorded(asked).stream()
        .filter(entry -> entry.path("kind").asText().equals("Noticed"))
        .flatMap(entry -> entry.path("beside").valueStream())
        .map(each -> each.path("name").asText() + " " + each.path("turn").asText())
        .toList();
  }

  /// When an entry of that kind was recorded.
  Optional<Instant> recordedAt(Asked asked, String kind) {
    return recorded(asked).stream()
        .filter(entry -> entry.path("kind").asText().equals(kind))
        .map(entry -> Instant.parse(entry.path("at").asText()))
        .findFirst();
  }
}
