package dev.nightlatch.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The time of this machine. One daemon thread does everything that falls due, and calls the
/// listeners of watches.
public final class RealTime extends Time implements AutoCloseable {
  private static final InstantSource CLOCK = InstantSource.system();

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("embedded-cluster").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  public RealTime() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant instant() {
    return CLOCK.instant();
  }

  @Override
  public void at(Instant due, Runnable task) {
    Duration wait = Duration.between(instant(), due);
    var _ = thread.schedule(guarded(task), Math.max(0, wait.toMillis() + 1), TimeUnit.MILLISECONDS);
  }

  /// On the one thread, after what waits there already.
  @Override
  void soon(Runnable task) {
    thread.execute(guarded(task));
  }

  /// One task's bug must not stop the others, nor pass in silence.
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException bug) {
        Thread self = Thread.currentThread();
        self.getUncaughtExceptionHandler().uncaughtException(self, bug);
      }
    };
  }

  /// Ends the thread. Nothing falls due afterwards, and no listener is called.
  @Override
  public void close() {
    thread.shutdown();
  }
}
