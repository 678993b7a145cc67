package dev.nightlatch.operator;

import dev.nightlatch.grants.port.LeaderLease;
import java.time.Duration;
import java.util.Optional;

/// Who leads, as one replica sees it: what it saw of the lease, and since when nothing has changed
/// there. Pure: time is an argument, and it is the replica's own monotonic time in nanoseconds.
///
/// No replica compares a time that another wrote with its own clock. One that waits takes the lease
/// over once it has seen the same state of it for [#LEASE]; one that leads stops [#DEADLINE] after
/// it *began* the last write that succeeded. Whoever waits saw that write later than it began, so
/// the one has stopped at least five seconds before the other begins, whatever their clocks say.
///
/// @param seen the lease as it was seen last; empty where there was none, or none was looked at
/// @param sinceNanos since when that state of it stands, as far as was seen
/// @param renewedNanos when the last write that made us its holder began; empty while we are not
record Election(Optional<LeaderLease.State> seen, long sinceNanos, Optional<Long> renewedNanos) {
  /// How long a holder may be silent until another takes over.
  static final Duration LEASE = Duration.ofSeconds(15);

  /// How long a holder acts without having renewed.
  static final Duration DEADLINE = Duration.ofSeconds(10);

  /// How often the lease is looked at, and renewed.
  static final Duration RETRY = Duration.ofSeconds(2);

  /// Before the first look.
  static Election begin() {
    return new Election(Optional.empty(), 0, Optional.empty());
  }

  /// After a look at the lease.
  Election saw(Optional<LeaderLease.State> now, long nanos) {
    boolean same = now.isPresent() && now.equals(seen);
    return new Election(now, same ? sinceNanos : nanos, renewedNanos);
  }

  /// After a write that made us the holder.
  ///
  /// @param begunNanos when that write was begun
  Election holds(LeaderLease.State now, long begunNanos) {
    return new Election(Optional.of(now), begunNanos, Optional.of(begunNanos));
  }

  /// Whether we lead, and have since some write.
  boolean isLeading() {
    return renewedNanos.isPresent();
  }

  /// Whether we may act: nobody else can lead yet.
  boolean mayAct(long nanos) {
    return renewedNanos.filter(renewed -> nanos - renewed < DEADLINE.toNanos()).isPresent();
  }

  /// Whether somebody else holds what we held.
  boolean isTakenFrom(String us) {
    return isLeading() && !seen.map(LeaderLease.State::holder).equals(Optional.of(us));
  }

  /// Whether the lease is to be written: it is ours, nobody's, or its holder was silent too long.
  boolean isFree(String us, long nanos) {
    return seen.map(
            state ->
                state.holder().equals(us)
                    || state.holder().isEmpty()
                    || nanos - sinceNanos >= longest(state).toNanos())
        .orElse(true);
  }

  /// The longer of what the holder asks for and what we wait anyway: one that is configured
  /// otherwise must not be cut short.
  private static Duration longest(LeaderLease.State state) {
    return state.duration().compareTo(LEASE) > 0 ? state.duration() : LEASE;
  }
}
