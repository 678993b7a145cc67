package dev.nightlatch.controlplane;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One program under the shell script `supervise.sh`, which ends it when this process is gone,
/// however that came about: the kernel then closes the pipe between them.
///
/// The script is the program's parent, so a signal sent by way of it can never reach another
/// process that was given the same number later.
final class Supervised {
  /// What can be sent to the program.
  enum Signal {
    TERM,
    KILL,
    STOP,
    CONT
  }

  private static final Duration AFTER_STOP = Duration.ofSeconds(10);
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);

  private final Process supervisor;

  private Supervised(Process supervisor) {
    this.supervisor = supervisor;
  }

  static Supervised start(Path script, List<String> command, Path log, Path workingDirectory) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", script.toString()));
    line.addAll(command);
    try {
      return new Supervised(
          new ProcessBuilder(line)
              .directory(workingDirectory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a signal; a program that has ended does not mind.
  void send(Signal signal) {
    try {
      OutputStream pipe = supervisor.getOutputStream();
      pipe.write((signal.name() + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      if (supervisor.isAlive()) {
        throw new ControlPlaneException("the supervisor does not take the signal " + signal, e);
      }
    }
  }

  /// Holds the program (SIGSTOP), and waits until it stands still: the signal goes by way of the
  /// supervisor, and on a busy machine the program goes on for a while after it was sent.
  ///
  /// @throws ControlPlaneException if the program has not come to a stand within ten seconds
  void pause() {
    send(Signal.STOP);
    if (!Poll.until(AFTER_STOP, () -> !isAlive() || supervisor.children().anyMatch(Standing::is))) {
      throw new ControlPlaneException("a program went on for " + AFTER_STOP + " after SIGSTOP");
    }
  }

  boolean isAlive() {
    return supervisor.isAlive();
  }

  /// Whether the program ended within `timeout`.
  boolean awaitEnd(Duration timeout) {
    try {
      return supervisor.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException("interrupted while waiting for a program to end", e);
    }
  }

  /// Ends the program at once, stopped or not, and waits until the kernel has taken it away.
  void kill() {
    send(Signal.KILL);
    boolean ended;
    try {
      ended = supervisor.waitFor(AFTER_KILL.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (!ended) {
      throw new ControlPlaneException("a program outlived SIGKILL by " + AFTER_KILL);
    }
  }
}
