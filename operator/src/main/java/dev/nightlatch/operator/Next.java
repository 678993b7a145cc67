package dev.nightlatch.operator;

import dev.nightlatch.grants.model.AccessGrant;
import java.time.Duration;
import java.util.Optional;

/// When a grant is to be looked at again, if nothing wakes it before.
sealed interface Next {

  /// Whether nothing of it is open any more: what is left to do lets others go first.
  boolean isShut();

  /// The same of a grant of which nothing is open any more.
  Next shut();

  /// A step was done: look at once.
  ///
  /// @param grant as the step left it, where that is known; empty: it is to be read again
  record AtOnce(Optional<AccessGrant> grant, boolean isShut) implements Next {
    AtOnce() {
      this(Optional.empty());
    }

    AtOnce(Optional<AccessGrant> grant) {
      this(grant, false);
    }

    @Override
    public AtOnce shut() {
      return new AtOnce(grant, true);
    }
  }

  /// After this time.
  record In(Duration delay, boolean isShut) implements Next {
    In(Duration delay) {
      this(delay, false);
    }

    @Override
    public In shut() {
      return new In(delay, true);
    }
  }

  /// Not again: its life is over and told.
  record Done() implements Next {
    @Override
    public boolean isShut() {
      return false;
    }

    @Override
    public Done shut() {
      return this;
    }
  }
}
