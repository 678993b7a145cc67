package dev.nightlatch.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Whether what was read still stands: what was heard to change since then, and while a grant is
/// being opened, how long ago it was.
///
/// From the approval to the policies there are some five passes. What an opening rests on was read
/// at most [#MOMENT] ago, and nothing was heard to change since.
final class Hearing {
  /// For how long what was read stands, where nothing is heard to change.
  static final Duration MOMENT = Duration.ofMillis(500);

  private final AtomicLong changes = new AtomicLong();

  /// When something was about to be read.
  ///
  /// @param changes that were heard of until then
  record Mark(Instant at, long changes) {}

  /// Something was heard to have changed.
  void changed() {
    var _ = changes.incrementAndGet();
  }

  /// To be made before the reading.
  Mark mark(Instant now) {
    return new Mark(now, changes.get());
  }

  /// Whether nothing was heard to change since `mark`.
  boolean isQuietSince(Mark mark) {
    return mark.changes() == changes.get();
  }

  /// Whether what was read after `mark` still stands for an opening. By a clock that was set, it
  /// does not.
  boolean stands(Mark mark, Instant now) {
    return isQuietSince(mark) && Duration.between(mark.at(), now).abs().compareTo(MOMENT) <= 0;
  }
}
