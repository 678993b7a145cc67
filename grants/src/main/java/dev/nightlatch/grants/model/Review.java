package dev.nightlatch.grants.model;

/// Whether somebody has reviewed what was opened without approval. Set once, never taken back.
public sealed interface Review {

  /// Nobody has.
  record None() implements Review {}

  /// This one has, and found this.
  record By(Identity who, String finding) implements Review {}
}
