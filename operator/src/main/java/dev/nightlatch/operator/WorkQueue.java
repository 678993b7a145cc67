package dev.nightlatch.operator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Makes passes over keys, each key's one at a time, until told that a key is done.
///
/// A wake during a pass leads to another pass after it. A pass that throws, whatever it throws, is
/// made again, after a pause that grows to [#LONGEST_PAUSE] and never turns into giving up: closing
/// a door is not retried five times and then forgotten. Waiting follows the monotonic clock, which
/// nobody sets. A slow pass holds up its own key only: each runs on a thread of its own, at most
/// [#AT_ONCE] of them.
///
/// What has nothing open any more lets the others go first: when many end at once, all are shut
/// before any is accounted for. At most [#CALM_AT_ONCE] such passes run at a time, and after
/// [#LONGEST_CALM] they have waited long enough: then the others leave them their places.
final class WorkQueue<K> implements AutoCloseable {
  /// The longest pause between two tries of a pass that fails. An API server that was away is found
  /// again within it, so it is part of the bound that is promised for what should close meanwhile.
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final int AT_ONCE = 32;
  private static final int CALM_AT_ONCE = 2;

  /// So long what has nothing open any more lets others go first.
  private static final Duration LONGEST_CALM = Duration.ofSeconds(5);

  /// How often it is said that the queue is alive where nothing is to be done.
  private static final Duration BEAT = Duration.ofSeconds(10);

  /// A key whose passes ask for another one at once so often in a row makes no progress.
  private static final int LONGEST_STREAK = 100;

  private static final Logger log = LoggerFactory.getLogger(WorkQueue.class);

  private final Function<K, Next> pass;
  private final Consumer<K> marking;
  private final Runnable beat;
  private final long longestCalm;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<K, Entry<K>> entries = new HashMap<>();
  private final PriorityQueue<Due<K>> queue = byTurn();
  private final PriorityQueue<Due<K>> calm = byTurn();
  private int calmRunning;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final long startNanos = System.nanoTime();
  private final ExecutorService threads = Threads.named("nightlatch-pass");
  private final Thread dispatcher;
  private boolean closed;

  private static <K> PriorityQueue<Due<K>> byTurn() {
    return new PriorityQueue<>(Comparator.comparingLong((Due<K> due) -> due.sinceStart));
  }

  private WorkQueue(
      Function<K, Next> pass, Consumer<K> marking, Runnable beat, Duration longestCalm) {
    this.pass = pass;
    this.marking = marking;
    this.beat = beat;
    this.longestCalm = longestCalm.toNanos();
    this.dispatcher = Thread.ofPlatform().daemon().name("nightlatch-queue").unstarted(this::run);
  }

  /// A queue at work. `pass` is called with each woken key, by several threads.
  ///
  /// @param marking sets what each line of the log about a key bears, for the thread that calls it
  /// @param beat called now and then while passes can be begun
  static <K> WorkQueue<K> start(Function<K, Next> pass, Consumer<K> marking, Runnable beat) {
    return start(pass, marking, beat, LONGEST_CALM);
  }

  /// @param longestCalm so long what has nothing open any more lets others go first
  static <K> WorkQueue<K> start(
      Function<K, Next> pass, Consumer<K> marking, Runnable beat, Duration longestCalm) {
    WorkQueue<K> queue = new WorkQueue<>(pass, marking, beat, longestCalm);
    queue.dispatcher.start();
    return queue;
  }

  /// What the queue knows of one key.
  private static final class Entry<K> {
    final K key;
    boolean running;
    boolean isShut;
    boolean wokenMeanwhile;
    int failures;
    int streak;
    boolean due;
    long dueAt;

    Entry(K key) {
      this.key = key;
    }
  }

  /// A key's turn; void if the entry's `dueAt` says something else by now.
  private record Due<K>(long sinceStart, Entry<K> entry) {}

  /// Makes a pass over `key` soon.
  void wake(K key) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Entry<K> entry = entries.computeIfAbsent(key, Entry::new);
      if (entry.running) {
        entry.wokenMeanwhile = true;
      } else {
        advance(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The keys that are not done, in no order.
  List<K> keys() {
    lock.lock();
    try {
      return new ArrayList<>(entries.keySet());
    } finally {
      lock.unlock();
    }
  }

  private long sinceStart() {
    return System.nanoTime() - startNanos;
  }

  /// Holds the lock. Gives the key an earlier turn than the one that stands, if that is later. A
  /// key that fails, or makes no progress, is not tried without a pause whoever wakes it.
  private void advance(Entry<K> entry) {
    boolean slowly = entry.failures > 0 || entry.streak > LONGEST_STREAK;
    long delay = slowly ? SHORTEST_PAUSE.toNanos() : 0;
    if (!entry.due || entry.dueAt > sinceStart() + delay) {
      schedule(entry, delay);
    }
  }

  /// Holds the lock. Replaces the turn that stands.
  private void schedule(Entry<K> entry, long delayNanos) {
    entry.due = true;
    entry.dueAt = sinceStart() + delayNanos;
    (entry.isShut ? calm : queue).add(new Due<>(entry.dueAt, entry));
    changed.signalAll();
  }

  private void run() {
    try {
      while (true) {
        slots.acquire();
        begin(taken());
      }
    } catch (InterruptedException stopped) {
      // Closed: the thread ends here.
    }
  }

  /// The next entry; a slot is held for it.
  private Entry<K> taken() throws InterruptedException {
    try {
      return take();
    } catch (InterruptedException stopped) {
      slots.release();
      throw stopped;
    }
  }

  /// A pass that cannot even begin, for want of memory, is one that failed: the queue goes on.
  @SuppressWarnings("CatchingUnchecked") // the queue must outlive every failure
  private void begin(Entry<K> entry) {
    try {
      threads.execute(() -> passOver(entry));
    } catch (Throwable failed) {
      marking.accept(entry.key);
      retry(entry, failed);
      LogFields.clear();
      slots.release();
    }
  }

  /// The next entry whose turn has come, marked as running.
  private Entry<K> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        beat.run();
        Optional<Due<K>> due = first(queue);
        Optional<Due<K>> later = first(calm);
        long now = sinceStart();
        boolean isRoom = calmRunning < CALM_AT_ONCE;
        if (isRoom && later.filter(it -> it.sinceStart + longestCalm <= now).isPresent()) {
          return begun(calm, later.get());
        }
        if (due.filter(it -> it.sinceStart <= now).isPresent()) {
          return begun(queue, due.get());
        }
        if (isRoom && later.filter(it -> it.sinceStart <= now).isPresent()) {
          return begun(calm, later.get());
        }
        long next =
            LongStream.concat(
                    due.stream().mapToLong(it -> it.sinceStart),
                    later.stream()
                        .flatMapToLong(
                            it -> LongStream.of(it.sinceStart, it.sinceStart + longestCalm)))
                .filter(turn -> turn > now)
                .min()
                .orElse(Long.MAX_VALUE);
        var _ = changed.awaitNanos(Math.min(next - now, BEAT.toNanos()));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Holds the lock. The next turn that stands; those that are void are gone.
  private Optional<Due<K>> first(PriorityQueue<Due<K>> turns) {
    Due<K> due = turns.peek();
    while (due != null && (due.entry.running || due.entry.dueAt != due.sinceStart)) {
      turns.remove();
      due = turns.peek();
    }
    return Optional.ofNullable(due);
  }

  /// Holds the lock.
  private Entry<K> begun(PriorityQueue<Due<K>> turns, Due<K> due) {
    turns.remove();
    Entry<K> entry = due.entry;
    entry.running = true;
    entry.due = false;
    calmRunning += entry.isShut ? 1 : 0;
    return entry;
  }

  /// Holds the lock. Whether its next turn is a calm one is still to be said.
  private void ended(Entry<K> entry) {
    entry.running = false;
    if (entry.isShut) {
      calmRunning--;
      changed.signalAll();
    }
  }

  @SuppressWarnings("CatchingUnchecked") // an Error of one grant must not end the others' passes
  private void passOver(Entry<K> entry) {
    try {
      marking.accept(entry.key);
      Next next = pass.apply(entry.key);
      settle(entry, next);
    } catch (Throwable failed) {
      retry(entry, failed);
    } finally {
      LogFields.clear();
      slots.release();
    }
  }

  private void settle(Entry<K> entry, Next next) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      ended(entry);
      entry.failures = 0;
      entry.isShut = next.isShut();
      boolean woken = entry.wokenMeanwhile;
      entry.wokenMeanwhile = false;
      switch (next) {
        case Next.AtOnce _ -> {
          entry.streak++;
          if (entry.streak > LONGEST_STREAK) {
            log.error("{} passes in a row changed nothing", entry.streak);
            schedule(entry, pauseNanos(entry.streak - LONGEST_STREAK));
          } else {
            schedule(entry, 0);
          }
        }
        case Next.In(var delay, _) -> {
          entry.streak = 0;
          schedule(entry, woken ? 0 : Math.max(0, delay.toNanos()));
        }
        case Next.Done() -> {
          entry.streak = 0;
          if (woken) {
            schedule(entry, 0);
          } else {
            entries.remove(entry.key, entry);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void retry(Entry<K> entry, Throwable failed) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      ended(entry);
      entry.isShut = false;
      entry.wokenMeanwhile = false;
      entry.failures++;
      entry.streak = 0;
      long pause = pauseNanos(entry.failures);
      // Told when it begins, and then each time it has become twice as often.
      log.atLevel(Integer.bitCount(entry.failures) == 1 ? Level.WARN : Level.DEBUG)
          .log(
              "pass failed ({} in a row), next try in {} ms: {}",
              entry.failures,
              Duration.ofNanos(pause).toMillis(),
              failed.toString());
      log.debug("pass failed", failed);
      schedule(entry, pause);
    } finally {
      lock.unlock();
    }
  }

  private static long pauseNanos(int failures) {
    int doublings = Math.min(failures - 1, 20);
    return Math.min(SHORTEST_PAUSE.toNanos() << doublings, LONGEST_PAUSE.toNanos());
  }

  /// Begins no further pass; one that runs goes on to its end.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      queue.clear();
      calm.clear();
      entries.clear();
    } finally {
      lock.unlock();
    }
    dispatcher.interrupt();
    threads.shutdown();
  }

  /// Whether, once closed, the passes that ran are over by then.
  boolean isQuietWithin(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    return dispatcher.join(longest)
        && slots.tryAcquire(
            AT_ONCE, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}
