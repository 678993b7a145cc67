package dev.nightlatch.grants.model;

import java.util.List;

/// Whether somebody has ended a grant early. Set once, never taken back.
public sealed interface Revocation {

  /// Nobody has.
  record None() implements Revocation {}

  /// This user has, for this reason; empty where none is given. Blanks alone are none: nothing
  /// is to keep a grant from being closed.
  record By(Identity who, String reason) implements Revocation {
    public By {
      reason = reason.isBlank() ? "" : reason;
    }

    /// This user, of whose groups nothing is known.
    public By(String user, String reason) {
      this(new Identity(user, List.of()), reason);
    }

    /// The user name.
    public String user() {
      return who.user();
    }
  }
}
