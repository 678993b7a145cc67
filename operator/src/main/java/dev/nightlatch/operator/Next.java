package dev.nightlatch.operator;

import java.time.Duration;

/// When a grant is to be looked at again, if nothing wakes it before.
sealed interface Next {

  /// A step was done: look at once.
  record AtOnce() implements Next {}

  /// After this time.
  record In(Duration delay) implements Next {}

  /// Not again: its life is over and told.
  record Done() implements Next {}
}
