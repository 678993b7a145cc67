package dev.nightlatch.controlplane;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting for something that tells nobody when it happens.
final class Poll {
  private static final Duration PAUSE = Duration.ofMillis(25);

  private Poll() {}

  /// Returns whether `condition` held within `timeout`; it is asked at least once.
  ///
  /// @throws ControlPlaneException if the thread is interrupted
  static boolean until(Duration timeout, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ControlPlaneException("interrupted while waiting for the control plane");
      }
      if (System.nanoTime() - start > timeout.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }
}
