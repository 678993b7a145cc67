package dev.nightlatch.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// A line on the terminal that says what takes so long, and goes when it is over.
///
/// Nothing is shown where stderr is no terminal, or within the first second. Others may print
/// meanwhile only by [#aside].
final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final String CLEAR = "\r\u001b[K";

  private final Screen screen;
  private final Instant start;
  private boolean isShown;

  private Progress(Screen screen) {
    this.screen = screen;
    this.start = screen.time().instant();
  }

  /// Begins now.
  static Progress on(Screen screen) {
    return new Progress(screen);
  }

  /// Does one thing, of which nothing is heard until it is over.
  static <T> T of(Screen screen, String what, Supplier<T> work) {
    if (!screen.errIsTerminal()) {
      return work.get();
    }
    try (Progress progress = on(screen)) {
      Thread clock = Thread.ofVirtual().start(() -> progress.later(what));
      try {
        return work.get();
      } finally {
        clock.interrupt();
        join(clock);
      }
    }
  }

  private void later(String what) {
    try {
      Thread.sleep(PATIENCE);
      doing(what);
    } catch (InterruptedException _) {
      // It was over within the first second.
    }
  }

  private static void join(Thread clock) {
    try {
      clock.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Says what is being done now.
  synchronized void doing(String what) {
    boolean isDue = !screen.time().instant().isBefore(start.plus(PATIENCE));
    if (screen.errIsTerminal() && isDue) {
      screen.err().print(CLEAR + what + " …");
      screen.err().flush();
      isShown = true;
    }
  }

  /// Prints a whole line on stderr.
  synchronized void aside(String line) {
    close();
    screen.aside(line);
  }

  @Override
  public synchronized void close() {
    if (isShown) {
      screen.err().print(CLEAR);
      screen.err().flush();
      isShown = false;
    }
  }
}
