package dev.nightlatch.grants.life;

import java.time.Instant;

/// What is on record about a grant.
///
/// @param opening whether and when its opening was recorded
/// @param opened whether the policies that are there now are on record
/// @param proven whether what was found out about it as it is now is on record
/// @param closed whether its closing, or its refusal, is on record
/// @param provenClosed whether what is left of its connections is on record
public record Recorded(
    Opening opening, boolean opened, boolean proven, boolean closed, boolean provenClosed) {

  /// Whether an opening is on record.
  public sealed interface Opening {
    record No() implements Opening {}

    record At(Instant at) implements Opening {}
  }

  public boolean isOpening() {
    return switch (opening) {
      case Opening.No() -> false;
      case Opening.At _ -> true;
    };
  }
}
