package dev.nightlatch.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The time as it was at the beginning, plus what has passed since: somebody who sets the clock
/// neither kills a loop nor brings one back to life.
final class SteadyTime implements InstantSource {
  private final Instant begin = Clock.systemUTC().instant();
  private final long beginNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return begin.plus(Duration.ofNanos(System.nanoTime() - beginNanos));
  }
}
