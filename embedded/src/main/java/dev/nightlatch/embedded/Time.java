package dev.nightlatch.embedded;

import java.time.Instant;
import java.time.InstantSource;

/// The clock of an embedded cluster, and what is yet to happen by it.
public abstract sealed class Time implements InstantSource permits RealTime, VirtualTime {
  Time() {}

  /// Lets `task` run at this instant, or as soon as can be if that is over. Tasks of one instant
  /// run in the order in which they were given.
  public abstract void at(Instant due, Runnable task);

  /// Lets `task` run without waiting for the clock.
  abstract void soon(Runnable task);
}
