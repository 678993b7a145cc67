package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import java.time.Instant;

/// What was seen of a grant's latches.
public sealed interface Latches {

  /// None was ever armed, as far as anybody knows.
  record None() implements Latches {}

  /// Armed, and the job controller has not started its time yet.
  record Arming() implements Latches {}

  /// Started: it closes at `latch.expiresAt`.
  ///
  /// @param noted whether the grant's status says so too
  record Armed(LatchRef latch, boolean noted) implements Latches {}

  /// There is one that is not as it was armed, or not the one that was armed.
  record Tampered() implements Latches {}

  /// One was started, and is there no more or is about to go.
  ///
  /// @param present whether it is there and nobody has begun to delete it
  record Gone(Instant expiresAt, boolean present) implements Latches {}

  /// One was armed and is going without ever having been seen started.
  ///
  /// @param present whether it is there and nobody has begun to delete it
  record Lost(boolean present) implements Latches {}

  /// Whether there is still something to disarm. A latch on its way out is not: it takes its policy
  /// along before it goes, and may be held up by controllers that are dead.
  default boolean isPresent() {
    return switch (this) {
      case None() -> false;
      case Gone(_, var present) -> present;
      case Lost(var present) -> present;
      case Arming(), Armed _, Tampered() -> true;
    };
  }
}
