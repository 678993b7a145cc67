package dev.nightlatch.controlplane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One program of a control plane, to be stopped, killed, paused and started again. It keeps its
/// ports and its data through all of this.
public final class Component {
  private static final Duration TERM_GRACE = Duration.ofSeconds(5);
  private static final int TAIL_LINES = 30;

  private final Program program;
  private final List<String> command;
  private final Layout layout;
  private final BooleanSupplier ready;
  private final Duration startupTimeout;
  private @Nullable Supervised process;

  Component(
      Program program,
      List<String> command,
      Layout layout,
      BooleanSupplier ready,
      Duration startupTimeout) {
    this.program = program;
    this.command = command;
    this.layout = layout;
    this.ready = ready;
    this.startupTimeout = startupTimeout;
  }

  /// Which of the three this is.
  public Program program() {
    return program;
  }

  /// Starts the program where it is not running, and waits until it is ready.
  ///
  /// kube-controller-manager is started again when it ends: it does so when the API server has not
  /// yet made the roles that it reads by.
  ///
  /// @throws ControlPlaneException if it ends or is not ready in time; the message has the end of
  ///     its log
  public void start() {
    launch();
    awaitReady(program == Program.KUBE_CONTROLLER_MANAGER ? this::launch : () -> {});
  }

  synchronized void launch() {
    if (process == null || !process.isAlive()) {
      process = Supervised.start(layout.supervisor(), command, layout.log(program), layout.root());
    }
  }

  /// Waits until the program answers that it is ready, for instance after it was paused.
  ///
  /// @throws ControlPlaneException if it has ended, ends or is not ready in time
  public void awaitReady() {
    awaitReady(() -> {});
  }

  private void awaitReady(Runnable onEnd) {
    boolean settled =
        Poll.until(
            startupTimeout,
            () -> {
              if (isAlive()) {
                return ready.getAsBoolean();
              }
              onEnd.run();
              return !isAlive();
            });
    if (!settled) {
      throw failure("was not ready within " + startupTimeout);
    }
    if (!isAlive()) {
      throw failure("ended before it was ready");
    }
  }

  /// Asks the program to end (SIGTERM), and kills it if it has not done so within five seconds.
  public synchronized void stop() {
    Supervised running = process;
    if (running != null) {
      running.send(Supervised.Signal.TERM);
      running.send(Supervised.Signal.CONT);
      if (!running.awaitEnd(TERM_GRACE)) {
        running.kill();
      }
    }
  }

  /// Ends the program at once (SIGKILL), paused or not; it and its ports are gone on return.
  public synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /// Holds the program where it is (SIGSTOP): its connections stay, and nobody answers. It stands
  /// still on return.
  ///
  /// @throws ControlPlaneException if it does not come to a stand
  public synchronized void pause() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException(program.fileName() + " is not running");
    }
    process.pause();
  }

  /// Lets a paused program go on (SIGCONT); [#awaitReady] waits until it has caught up.
  public synchronized void resume() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException(program.fileName() + " is not running");
    }
    process.send(Supervised.Signal.CONT);
  }

  /// Whether the program is there; a paused one is.
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /// The file that the program's output is appended to, over all its starts.
  public Path log() {
    return layout.log(program);
  }

  /// The last lines of the log.
  public String logTail(int lines) {
    return LogTail.of(log(), lines);
  }

  private ControlPlaneException failure(String what) {
    return new ControlPlaneException(
        "%s %s; the end of %s:%n%s"
            .formatted(program.fileName(), what, log(), logTail(TAIL_LINES)));
  }
}
