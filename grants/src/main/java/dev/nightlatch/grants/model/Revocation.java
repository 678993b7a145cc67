package dev.nightlatch.grants.model;

/// Whether somebody has ended a grant early. Set once, never taken back.
public sealed interface Revocation {

  /// Nobody has.
  record None() implements Revocation {}

  /// This user has, for this reason (which may be empty).
  record By(String user, String reason) implements Revocation {}
}
