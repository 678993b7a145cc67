package dev.nightlatch.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that passes only when it is told to.
///
/// Everything that falls due happens on the thread that lets time pass, each thing at its own
/// instant and in order; same calls, same course. Safe for use by several threads, but only one of
/// them should let time pass.
public final class VirtualTime extends Time {

  private record Task(Instant due, long number, Runnable what) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::due).thenComparingLong(Task::number));
  private Instant now;
  private long given;

  /// A clock that stands.
  ///
  /// @param start what the clock shows first
  public VirtualTime(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void at(Instant due, Runnable task) {
    tasks.add(new Task(due, given++, task));
  }

  /// At once, on the caller's thread.
  @Override
  void soon(Runnable task) {
    task.run();
  }

  /// Lets this much time pass. Tasks due at the very end of it still run.
  ///
  /// @throws IllegalArgumentException if `step` is negative
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + step);
    }
    Instant end = instant().plus(step);
    while (runNext(end)) {
      // until nothing is due any more
    }
  }

  /// Runs the next task that is due by `end`; moves the clock to `end` if there is none.
  private boolean runNext(Instant end) {
    Task next;
    synchronized (this) {
      next = tasks.peek();
      if (next == null || next.due().isAfter(end)) {
        now = now.isBefore(end) ? end : now;
        return false;
      }
      tasks.remove();
      now = now.isBefore(next.due()) ? next.due() : now;
    }
    next.what().run();
    return true;
  }
}
