package dev.nightlatch.grants.model;

/// Whether somebody has ended a grant early. Set once, never taken back.
public sealed interface Revocation {

  /// Nobody has.
  record None() implements Revocation {}

  /// This user has, for this reason; empty where none is given. Blanks alone are none: nothing
  /// is to keep a grant from being closed.
  record By(String user, String reason) implements Revocation {
    public By {
      reason = reason.isBlank() ? "" : reason;
    }
  }
}
