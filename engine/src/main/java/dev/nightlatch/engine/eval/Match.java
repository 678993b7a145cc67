package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Cause;
import java.util.Optional;

/// Whether a selector, a peer or a subject matches. All but the first two say: it may, and which
/// fact decides is not known.
enum Match {
  YES,
  NO,
  BY_NAMESPACE_LABELS(Cause.NAMESPACE_LABELS),
  BY_NODES(Cause.NODES_UNKNOWN),
  BY_DOMAIN_NAME(Cause.DOMAIN_NAME);

  private final Optional<Cause> cause;

  Match() {
    this.cause = Optional.empty();
  }

  Match(Cause cause) {
    this.cause = Optional.of(cause);
  }

  static Match of(boolean matches) {
    return matches ? YES : NO;
  }

  boolean isPossible() {
    return this != NO;
  }

  /// The fact that is not known; empty where nothing is in doubt.
  Optional<Cause> cause() {
    return cause;
  }

  /// Whether both match.
  Match and(Match other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == YES ? other : this;
  }
}
