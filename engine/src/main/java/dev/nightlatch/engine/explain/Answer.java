package dev.nightlatch.engine.explain;

/// What policies say about a connection.
public enum Answer {
  ALLOWED,
  DENIED,
  /// A fact that decides is not known.
  UNDETERMINED;

  /// What two sides say together: both must allow, and one that denies is enough.
  public Answer and(Answer other) {
    if (this == DENIED || other == DENIED) {
      return DENIED;
    }
    return this == ALLOWED ? other : this;
  }
}
