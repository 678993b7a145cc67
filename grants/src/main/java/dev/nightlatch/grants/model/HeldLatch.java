package dev.nightlatch.grants.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A latch as it stands in a cluster: a Job that runs no pod and whose deadline closes.
///
/// Source: `JobSpec`, `JobStatus`, batch/v1.
///
/// @param deadline `activeDeadlineSeconds`; empty where somebody took it away
/// @param startedAt `status.startTime`, whole seconds; empty until the job controller has seen it
/// @param sound whether all that makes it close is as we make it: no pod, removed at its end, not
///     suspended, no foreign manager, deleted in the foreground, our grant as its single owner
/// @param fired whether it has ended (failed or complete), so that only its removal is due
public record HeldLatch(
    Meta meta,
    Optional<Duration> deadline,
    Optional<Instant> startedAt,
    boolean sound,
    boolean fired) {

  /// The instant at which it closes; empty until it has started. A deadline that somebody set
  /// beyond all time ends with it: `activeDeadlineSeconds` has no upper bound in the API.
  public Optional<Instant> expiresAt() {
    return startedAt.flatMap(start -> deadline.map(length -> end(start, length)));
  }

  private static Instant end(Instant start, Duration length) {
    return length.compareTo(Duration.between(start, Instant.MAX)) < 0
        ? start.plus(length)
        : Instant.MAX;
  }
}
