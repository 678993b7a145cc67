package dev.nightlatch.grants.life;

/// What was seen of a grant's policies.
public enum Policies {
  /// None is there.
  ABSENT,
  /// They are there as they were granted.
  AS_GRANTED,
  /// They are there with another content, labels or annotations; putting them in again mends it.
  ALTERED,
  /// They are there with other owners, with a foreign finalizer, or on their way out: the latch may
  /// not be able to close them.
  TAMPERED
}
