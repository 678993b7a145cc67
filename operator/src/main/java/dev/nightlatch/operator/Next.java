package dev.nightlatch.operator;

import dev.nightlatch.grants.model.AccessGrant;
import java.time.Duration;
import java.util.Optional;

/// When a grant is to be looked at again, if nothing wakes it before.
sealed interface Next {

  /// A step was done: look at once.
  ///
  /// @param grant as the step left it, where that is known; empty: it is to be read again
  record AtOnce(Optional<AccessGrant> grant) implements Next {
    AtOnce() {
      this(Optional.empty());
    }
  }

  /// After this time.
  record In(Duration delay) implements Next {}

  /// Not again: its life is over and told.
  record Done() implements Next {}
}
