package dev.nightlatch.grants.port;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.Owner;
import java.time.Duration;

/// What a stranger with enough rights can do to the objects of a grant.
public sealed interface Tampering {

  /// With a policy.
  sealed interface OfPolicy extends Tampering {

    /// Gives it the spec of `other`, whose namespace and name don't count.
    record Respecified(NetworkPolicy other) implements OfPolicy {}

    /// Puts a label on it.
    record Labelled(String key, String value) implements OfPolicy {}

    /// Takes a label away.
    record Unlabelled(String key) implements OfPolicy {}

    /// Puts an annotation on it, or changes it.
    record Annotated(String key, String value) implements OfPolicy {}

    /// Adds a finalizer.
    record Held(String finalizer) implements OfPolicy {}

    /// Takes a finalizer away.
    record Released(String finalizer) implements OfPolicy {}

    /// Adds an owner beside those that it has.
    record Coowned(Owner owner) implements OfPolicy {}
  }

  /// With a latch.
  sealed interface OfLatch extends Tampering {

    /// Changes `activeDeadlineSeconds`.
    record Rescheduled(Duration deadline) implements OfLatch {}

    /// Takes `activeDeadlineSeconds` away.
    record Endless() implements OfLatch {}

    /// Sets `suspend: true`.
    record Suspended() implements OfLatch {}

    /// Takes `ttlSecondsAfterFinished` away.
    record Kept() implements OfLatch {}

    /// Sets `parallelism: 1`.
    record Populated() implements OfLatch {}

    /// Takes all finalizers away, so that a DELETE which names no propagation policy orphans.
    record Orphaning() implements OfLatch {}

    /// Adds an owner beside those that it has.
    record Coowned(Owner owner) implements OfLatch {}
  }
}
