package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.set.ConnectionSet;

/// What is allowed, as far as that is known.
///
/// @param certain what is allowed, whatever the facts are that are not known
/// @param possible what is allowed or may be; never less than `certain`. The rest is denied
public record Bounds(ConnectionSet certain, ConnectionSet possible) {
  static final Bounds ALL = exactly(ConnectionSet.ALL);
  static final Bounds NONE = exactly(ConnectionSet.NONE);

  static Bounds exactly(ConnectionSet allowed) {
    return new Bounds(allowed, allowed);
  }

  /// What is neither allowed nor denied.
  public ConnectionSet undetermined() {
    return possible.minus(certain);
  }

  /// What both sides allow.
  Bounds and(Bounds other) {
    return new Bounds(certain.intersection(other.certain), possible.intersection(other.possible));
  }

  /// What is allowed in one way or another.
  Bounds or(Bounds other) {
    return new Bounds(certain.union(other.certain), possible.union(other.possible));
  }

  /// What is allowed if either of the two may be the truth.
  Bounds either(Bounds other) {
    return new Bounds(certain.intersection(other.certain), possible.union(other.possible));
  }
}
