package dev.nightlatch.grants.model;

import java.time.Duration;
import java.util.Optional;

/// Whether a rule may be opened without prior approval, by whoever has the verb for it.
public sealed interface BreakGlass {

  /// It may not.
  record Forbidden() implements BreakGlass {}

  /// It may.
  ///
  /// @param reviewWithin how long after its opening a grant must have been reviewed
  record Allowed(Duration reviewWithin) implements BreakGlass {
    /// How long where the rule does not say.
    public static final Duration REVIEW_WITHIN = Duration.ofHours(24);
  }

  /// How long after its opening a grant must have been reviewed; empty where it may not be.
  default Optional<Duration> review() {
    return switch (this) {
      case Forbidden() -> Optional.empty();
      case Allowed(var within) -> Optional.of(within);
    };
  }
}
