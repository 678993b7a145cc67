package dev.nightlatch.embedded;

import dev.nightlatch.grants.model.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a stranger may change of a latch. Source: `JobSpec`, batch/v1, and `ObjectMeta`, meta/v1.
///
/// @param deadline `activeDeadlineSeconds`
/// @param ttl `ttlSecondsAfterFinished`
public record Latch(
    Optional<Duration> deadline,
    Optional<Duration> ttl,
    int parallelism,
    boolean suspended,
    List<Owner> owners,
    List<String> finalizers) {
  public Latch {
    owners = List.copyOf(owners);
    finalizers = List.copyOf(finalizers);
  }
}
