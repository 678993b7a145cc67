package dev.nightlatch.engine.eval;

/// What policies say about a connection. Ordered from the best to the worst.
public enum Answer {
  ALLOWED,
  DENIED,
  /// A fact that decides is not known.
  UNDETERMINED
}
