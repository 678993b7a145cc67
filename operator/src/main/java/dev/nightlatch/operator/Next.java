package dev.nightlatch.operator;

import dev.nightlatch.grants.model.AccessGrant;
import java.time.Duration;
import java.util.Optional;

/// When a grant is to be looked at again, if nothing wakes it before.
sealed interface Next {

  /// A step was done: look at once.
  ///
  /// @param grant as the step left it, where that is known; empty: it is to be read again
  /// @param isShut whether nothing of it is open any more: what is left to do lets others go first
  record AtOnce(Optional<AccessGrant> grant, boolean isShut) implements Next {
    AtOnce() {
      this(Optional.empty(), false);
    }

    AtOnce shut() {
      return new AtOnce(grant, true);
    }
  }

  /// After this time.
  record In(Duration delay) implements Next {}

  /// Not again: its life is over and told.
  record Done() implements Next {}
}
