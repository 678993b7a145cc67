package dev.nightlatch.operator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that does one round after the other until it is to stop: that is seen between two
/// rounds, so that none is cut short in the middle of a call.
final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final Supplier<Duration> round;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Thread thread;

  /// @param name the thread's
  /// @param round does one round, and says how long to pause after it; must outlive every failure
  Loop(String name, Supplier<Duration> round) {
    this.round = round;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      Duration pause;
      do {
        pause = round.get();
      } while (!asked.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      log.debug("stopped");
    }
  }

  /// Begins no further round.
  void stop() {
    asked.countDown();
  }

  boolean isToStop() {
    return asked.getCount() == 0;
  }

  /// Whether the last round is over by then; one that was never started is over.
  boolean hasStoppedWithin(Duration longest) throws InterruptedException {
    return thread.getState() == Thread.State.NEW || thread.join(longest);
  }

  /// Stops in the middle of whatever it does.
  @Override
  public void close() {
    stop();
    thread.interrupt();
  }
}
