package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.plan.Prospects;
import dev.nightlatch.grants.plan.Shown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a grant's status says after each step that notes something.
public final class Notes {
  private Notes() {}

  /// The sentence of a grant that awaits approvals.
  static String waiting(int required, List<String> approvers) {
    if (approvers.isEmpty()) {
      return required == 1 ? "Waits for 1 approval." : "Waits for " + required + " approvals.";
    }
    return "Waits for %d of %d approvals; approved by %s."
        .formatted(required - approvers.size(), required, names(approvers));
  }

  /// The sentence of a grant that may open.
  static String approved(List<String> approvers) {
    return approvers.isEmpty() ? "" : "Approved by " + names(approvers) + ".";
  }

  /// The sentence of a grant that may open later.
  static String scheduled(List<String> approvers, Instant from) {
    String when = "Opens at " + from + ".";
    return approvers.isEmpty() ? when : approved(approvers) + " " + when;
  }

  private static String names(List<String> approvers) {
    return String.join(", ", approvers);
  }

  /// It must be approved first, and this is what would open.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus waiting(
      GrantStatus status, Plan.Opens opens, List<String> approvers, Instant now) {
    return planned(
        status.in(Phase.PENDING, waiting(opens.fourEyes().required(), approvers), Optional.empty()),
        opens,
        now);
  }

  /// It may open, and this is what will.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus approved(
      GrantStatus status, Plan.Opens opens, List<String> approvers, Instant now) {
    return planned(status.in(Phase.APPROVED, approved(approvers), Optional.empty()), opens, now);
  }

  /// It may open then, and this is what will.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus scheduled(
      GrantStatus status, Plan.Opens opens, List<String> approvers, Instant from, Instant now) {
    return planned(
        status.in(Phase.SCHEDULED, scheduled(approvers, from), Optional.empty()), opens, now);
  }

  /// The status with what the opening would bring within reach. That is told to those who are to
  /// approve it: once it is approved, what was told stays.
  ///
  /// @param status with what would open
  /// @param look what it was planned from
  public static GrantStatus foreseen(GrantStatus status, Plan.Opens opens, Look look) {
    boolean stays = status.phase().isApproved() && status.prospect().isPresent();
    return stays ? status : status.foreseeing(Prospects.of(opens, look));
  }

  private static GrantStatus planned(GrantStatus status, Plan.Opens opens, Instant now) {
    return status.opening(Shown.terms(opens.terms())).proving(Proofs.before(opens.impact(), now));
  }

  public static GrantStatus leased(GrantStatus status, List<LatchRef> latches) {
    return status.in(Phase.OPENING, status.message(), Optional.empty()).leased(latches);
  }

  /// It is open, and this is what is. Its terms stay what was approved.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus active(
      GrantStatus status, Plan.Opens opens, List<PolicyRef> policies, Instant now) {
    GrantStatus told =
        status.terms().isPresent() ? status : status.opening(Shown.terms(opens.terms()));
    return told.in(Phase.ACTIVE, "", Optional.empty())
        .proving(Proofs.open(opens.impact(), now))
        .holding(policies);
  }

  /// The path is shut; the rest is still to be done.
  ///
  /// @param shutAt when the policies were seen gone
  public static GrantStatus closing(GrantStatus status, Ending ending, Instant shutAt) {
    return told(status, Phase.CLOSING, ending).shutAt(shutAt);
  }

  /// Its life is over.
  ///
  /// @param proof what is left of its connections; empty where it never opened any
  public static GrantStatus ended(GrantStatus status, Ending ending, Optional<Proof> proof) {
    Code code = ending.code();
    return told(
            status,
            status.startsAt().isPresent() ? code.endAfterLease() : code.endBeforeLease(),
            ending)
        .proving(proof);
  }

  private static GrantStatus told(GrantStatus status, Phase phase, Ending ending) {
    return status.in(phase, ending.sentence(), Optional.of(ending.code()));
  }
}
