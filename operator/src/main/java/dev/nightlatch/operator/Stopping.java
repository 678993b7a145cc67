package dev.nightlatch.operator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// That a loop is to stop: seen between two rounds, so that none is cut short in the middle of a
/// call.
final class Stopping {
  private final CountDownLatch asked = new CountDownLatch(1);

  void ask() {
    asked.countDown();
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /// Waits that long, or until it is asked.
  ///
  /// @return whether it is asked
  boolean within(Duration pause) throws InterruptedException {
    return asked.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
