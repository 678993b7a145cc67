package dev.nightlatch.grants.model;

/// Whether an approver has turned a grant down. Set once, never taken back.
public sealed interface Rejection {

  /// Nobody has.
  record None() implements Rejection {}

  /// This one has, for this reason; empty where none is given.
  record By(Identity who, String reason) implements Rejection {
    public By {
      reason = reason.isBlank() ? "" : reason;
    }
  }
}
