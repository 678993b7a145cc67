package dev.nightlatch.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waiting for what comes about in another process, with a deadline.
public final class Wait {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Wait() {}

  /// Returns as soon as `condition` holds.
  ///
  /// @throws AssertionError if it does not within `timeout`; the message is `what`
  public static void until(Duration timeout, String what, BooleanSupplier condition) {
    Object _ =
        forValue(
            timeout,
            () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(),
            () -> what);
  }

  /// Returns the value as soon as there is one.
  ///
  /// @throws AssertionError if there is none within `timeout`
  public static <T> T forValue(
      Duration timeout, Supplier<Optional<T>> value, Supplier<String> failure) {
    long start = System.nanoTime();
    while (true) {
      Optional<T> now = value.get();
      if (now.isPresent()) {
        return now.get();
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted: " + failure.get());
      }
      if (System.nanoTime() - start > timeout.toNanos()) {
        throw new AssertionError("after " + timeout + ": " + failure.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
