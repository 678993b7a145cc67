package dev.nightlatch.grants.model;

import java.util.List;
import java.util.stream.Stream;

/// What people have said about a grant since it was asked for. Nothing of it is ever taken back.
///
/// @param approvals in the order in which the object lists them
public record Voices(
    List<Approval> approvals, Rejection rejection, Revocation revocation, Review review) {

  /// Nobody has said anything.
  public static final Voices NONE =
      new Voices(List.of(), new Rejection.None(), new Revocation.None(), new Review.None());

  public Voices {
    approvals = List.copyOf(approvals);
  }

  /// Nobody has said anything but this.
  public static Voices of(Revocation revocation) {
    return NONE.with(revocation);
  }

  /// These voices and one approval more.
  public Voices with(Approval approval) {
    return new Voices(
        Stream.concat(approvals.stream(), Stream.of(approval)).toList(),
        rejection,
        revocation,
        review);
  }

  /// These voices and a rejection.
  public Voices with(Rejection said) {
    return new Voices(approvals, said, revocation, review);
  }

  /// These voices and a revocation.
  public Voices with(Revocation said) {
    return new Voices(approvals, rejection, said, review);
  }

  /// These voices and a review.
  public Voices with(Review said) {
    return new Voices(approvals, rejection, revocation, said);
  }
}
