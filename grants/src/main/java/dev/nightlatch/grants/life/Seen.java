package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Review;

/// All that one pass read about a grant.
///
/// @param phase what the grant's status says; `PENDING` where the grant is gone
/// @param noted whether the status says what it waits for, or what is to open or is open, and by
///     which policies
/// @param unrecorded a review that is not on record yet
/// @param drifts what somebody did to the policies since they were seen in place
public record Seen(
    Standing standing,
    Phase phase,
    boolean noted,
    Latches latches,
    Policies policies,
    Recorded recorded,
    Review unrecorded,
    Drifts drifts) {

  /// Where nobody did anything to the policies.
  public Seen(
      Standing standing,
      Phase phase,
      boolean noted,
      Latches latches,
      Policies policies,
      Recorded recorded,
      Review unrecorded) {
    this(standing, phase, noted, latches, policies, recorded, unrecorded, Drifts.NONE);
  }

  /// Without a review.
  public Seen(
      Standing standing,
      Phase phase,
      boolean noted,
      Latches latches,
      Policies policies,
      Recorded recorded) {
    this(standing, phase, noted, latches, policies, recorded, new Review.None());
  }
}
