package dev.nightlatch.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Readings for several: one is made at a time, for whoever can use it. Whoever may be about to
/// open
/// something asks for one that is yet to begin.
///
/// @param <T> what is read
final class Shared<T> {
  /// How old a reading may be at least.
  static final Duration AT_LEAST = Duration.ofSeconds(5);

  /// How many times as old as what it took to make it: so no more than a third of the time goes
  /// into reading where nothing is heard to change.
  private static final int TIMES = 3;

  private final Supplier<T> reading;
  private final InstantSource time;
  private final Hearing hearing;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Flight<T> last;

  /// @param hearing what was heard to change: nothing that was read before shows it
  Shared(Supplier<T> reading, InstantSource time, Hearing hearing) {
    this.reading = reading;
    this.time = time;
    this.hearing = hearing;
  }

  /// What was read.
  ///
  /// @param begun everything that was there then, and stayed, is in it
  record Reading<T>(T what, Instant begun, Duration took) {}

  /// A reading that waits for its turn, is being made, was made or has failed.
  private static final class Flight<T> {
    final FutureTask<Reading<T>> task;
    Hearing.@Nullable Mark mark;

    Flight(Shared<T> shared) {
      this.task = new FutureTask<>(() -> shared.made(this));
    }
  }

  /// A reading that shows all that was heard to change so far, and is not too old.
  ///
  /// @param notBefore when it must have begun at the earliest
  Reading<T> get(Instant notBefore) {
    return landed(flight(there -> isUsable(there, notBefore)));
  }

  /// Whether there is a reading that [#get] would return at once. Where nobody is making one, it is
  /// made first; where somebody is, nobody else waits for it.
  boolean isThere(Instant notBefore) {
    Flight<T> flight = flight(there -> isUsable(there, notBefore));
    flight.task.run();
    if (!flight.task.isDone()) {
      return false;
    }
    var _ = landed(flight);
    return true;
  }

  /// What was read since then, for whoever has time: no reading is made for it sooner than the last
  /// one has grown old. Empty: later.
  Optional<Reading<T>> inTime(Instant notBefore) {
    Flight<T> flight = flight(this::isInTime);
    flight.task.run();
    return flight.task.isDone()
        ? Optional.of(landed(flight)).filter(made -> !made.begun().isBefore(notBefore))
        : Optional.empty();
  }

  /// Holds the lock.
  private boolean isInTime(Flight<T> flight) {
    return switch (flight.task.state()) {
      case RUNNING -> true;
      case SUCCESS -> isYoung(flight.task.resultNow());
      case FAILED, CANCELLED -> false;
    };
  }

  /// A reading that begins only now.
  Reading<T> anew() {
    return landed(flight(there -> there.mark == null));
  }

  private Reading<T> landed(Flight<T> flight) {
    flight.task.run();
    try {
      return flight.task.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while the cluster was being read", stopped);
    } catch (ExecutionException thrown) {
      throw Meanwhile.failure(thrown);
    }
  }

  private Flight<T> flight(Predicate<Flight<T>> isUsable) {
    lock.lock();
    try {
      Flight<T> there = last;
      if (there != null && isUsable.test(there)) {
        return there;
      }
      Flight<T> next = new Flight<>(this);
      last = next;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// Holds the lock. One that waits for its turn will show everything.
  private boolean isUsable(Flight<T> flight, Instant notBefore) {
    Hearing.Mark mark = flight.mark;
    if (mark == null) {
      return true;
    }
    if (!hearing.isQuietSince(mark) || mark.at().isBefore(notBefore)) {
      return false;
    }
    return isInTime(flight);
  }

  /// A clock that was set back makes a reading look as if it were still to come: not young either.
  private boolean isYoung(Reading<T> made) {
    Duration age = Duration.between(made.begun(), time.instant());
    Duration longest = made.took().multipliedBy(TIMES);
    return !age.isNegative()
        && age.compareTo(longest.compareTo(AT_LEAST) > 0 ? longest : AT_LEAST) < 0;
  }

  private Reading<T> made(Flight<T> flight) {
    turn.lock();
    try {
      Instant begun = begin(flight);
      T what = reading.get();
      return new Reading<>(what, begun, Duration.between(begun, time.instant()));
    } finally {
      turn.unlock();
    }
  }

  private Instant begin(Flight<T> flight) {
    lock.lock();
    try {
      Hearing.Mark mark = hearing.mark(time.instant());
      flight.mark = mark;
      return mark.at();
    } finally {
      lock.unlock();
    }
  }
}
