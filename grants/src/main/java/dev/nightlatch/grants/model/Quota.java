package dev.nightlatch.grants.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How many grants of a rule there may be at once, and how soon there may be another one.
///
/// @param grants at once, those that wait counted; empty for any number
/// @param perRequester the same of one requester
/// @param coolDown from the end of a grant that was open to the next one that is asked for; empty
///     for none
public record Quota(OptionalInt grants, OptionalInt perRequester, Optional<Duration> coolDown) {

  /// No limit.
  public static final Quota NONE =
      new Quota(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

  /// @throws IllegalArgumentException if a limit leaves room for none
  public Quota {
    if (grants.orElse(1) < 1 || perRequester.orElse(1) < 1) {
      throw new IllegalArgumentException("a quota leaves room for one at least");
    }
  }

  /// Whether there is any limit.
  public boolean isLimited() {
    return grants.isPresent() || perRequester.isPresent() || coolDown.isPresent();
  }
}
