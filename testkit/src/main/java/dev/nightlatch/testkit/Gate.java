package dev.nightlatch.testkit;

import java.time.Duration;

/// Whether bytes may pass at this moment, and how late.
final class Gate {
  /// The fault that holds.
  sealed interface Mode {
    /// Bytes pass, `delay` after they came; zero is no fault.
    record Passing(Duration delay) implements Mode {
      public Passing {
        if (delay.isNegative()) {
          throw new IllegalArgumentException("delay " + delay + " is negative");
        }
      }
    }

    /// Nothing passes until the mode changes.
    record Holding() implements Mode {}
  }

  private Mode mode = new Mode.Passing(Duration.ZERO);

  synchronized void set(Mode next) {
    mode = next;
    notifyAll();
  }

  /// How long bytes that come now are to be on their way.
  synchronized Duration delay() {
    return switch (mode) {
      case Mode.Passing(var delay) -> delay;
      case Mode.Holding() -> Duration.ZERO;
    };
  }

  synchronized void awaitPassing() throws InterruptedException {
    while (mode instanceof Mode.Holding) {
      wait();
    }
  }
}
