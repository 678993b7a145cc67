package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.plan.Shown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a grant's status says after each step that notes something.
public final class Notes {
  private Notes() {}

  /// The sentence of a grant that awaits approvals.
  static String waiting(int approvals) {
    return approvals == 1 ? "Waits for 1 approval." : "Waits for " + approvals + " approvals.";
  }

  public static GrantStatus waiting(GrantStatus status, int approvals) {
    return status.in(Phase.PENDING, waiting(approvals), Optional.empty());
  }

  /// It may open, and this is what will.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus approved(GrantStatus status, Plan.Opens opens, Instant now) {
    return status
        .in(Phase.APPROVED, "", Optional.empty())
        .opening(Shown.most(opens.terms()))
        .proving(Proofs.before(opens.impact(), now));
  }

  public static GrantStatus leased(GrantStatus status, List<LatchRef> latches) {
    return status.in(Phase.OPENING, status.message(), Optional.empty()).leased(latches);
  }

  /// It is open, and this is what is.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus active(
      GrantStatus status, Plan.Opens opens, List<PolicyRef> policies, Instant now) {
    return status
        .in(Phase.ACTIVE, "", Optional.empty())
        .opening(Shown.most(opens.terms()))
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
