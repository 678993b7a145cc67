package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.plan.Prospects;
import dev.nightlatch.grants.plan.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a grant's status says after each step that notes something.
public final class Notes {
  private Notes() {}

  /// The sentence of a grant that awaits approvals.
  static String waiting(GrantTerms terms, List<String> approvers, List<String> unaccepted) {
    int required = terms.approvals();
    List<String> sentences = new ArrayList<>();
    if (approvers.isEmpty() && required > 0) {
      sentences.add(
          required == 1 ? "Waits for 1 approval." : "Waits for " + required + " approvals.");
    } else if (approvers.size() < required) {
      sentences.add(
          "Waits for %d of %d approvals; approved by %s."
              .formatted(required - approvers.size(), required, names(approvers)));
    } else {
      sentences.add("Waits for an approver who accepts what is not known.");
    }
    if (!unaccepted.isEmpty()) {
      sentences.add("To be accepted by name: " + names(unaccepted) + ".");
    }
    return String.join(" ", sentences);
  }

  /// The sentence of a grant that may open.
  static String approved(GrantTerms terms, List<String> approvers) {
    String by = approvers.isEmpty() ? "" : "Approved by " + names(approvers) + ".";
    return switch (terms.exemption()) {
      case Exemption.None() -> by;
      case Exemption.OnCall() ->
          ("Approved by the rule: its requester is on call for the incident. " + by).strip();
      case Exemption.BreakGlass(var within) ->
          "BREAK-GLASS: opens without approval; must be reviewed within %s."
              .formatted(Durations.format(within));
    };
  }

  /// The sentence of a grant that may open later.
  static String scheduled(GrantTerms terms, List<String> approvers, Instant from) {
    return (approved(terms, approvers) + " Opens at " + from + ".").strip();
  }

  /// The sentence of a grant that is open.
  private static String active(GrantTerms terms, Optional<Instant> reviewBy) {
    return terms.exemption().isBreakGlass()
        ? "BREAK-GLASS: opened without approval; must be reviewed%s."
            .formatted(reviewBy.map(at -> " by " + at).orElse(""))
        : "";
  }

  private static String names(List<String> approvers) {
    return String.join(", ", approvers);
  }

  /// It must be approved first, and this is what would open.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus waiting(
      GrantStatus status,
      Plan.Opens opens,
      List<String> approvers,
      List<String> unaccepted,
      Instant now) {
    return planned(
        status.in(Phase.PENDING, waiting(opens.terms(), approvers, unaccepted), Optional.empty()),
        opens,
        now);
  }

  /// It may open, and this is what will.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus approved(
      GrantStatus status, Plan.Opens opens, List<String> approvers, Instant now) {
    return planned(
        status.in(Phase.APPROVED, approved(opens.terms(), approvers), Optional.empty()),
        opens,
        now);
  }

  /// It may open then, and this is what will.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus scheduled(
      GrantStatus status, Plan.Opens opens, List<String> approvers, Instant from, Instant now) {
    return planned(
        status.in(Phase.SCHEDULED, scheduled(opens.terms(), approvers, from), Optional.empty()),
        opens,
        now);
  }

  /// The status with what the opening would bring within reach, or has. That is told to those who
  /// are
  /// to approve it: once it is approved, what was told stays. It stays as well where not the whole
  /// cluster was looked at.
  ///
  /// @param status with what would open
  /// @param look what it was planned from
  public static GrantStatus foreseen(GrantStatus status, Plan.Opens opens, Look look) {
    boolean stays = status.phase() != Phase.PENDING && status.prospect().isPresent();
    Optional<Prospect> seen = stays ? Optional.empty() : Prospects.of(opens, look);
    return seen.isPresent() ? status.foreseeing(seen) : status;
  }

  private static GrantStatus planned(GrantStatus status, Plan.Opens opens, Instant now) {
    return status.opening(Shown.terms(opens.terms())).proving(Proofs.before(opens.impact(), now));
  }

  /// Its lease has begun; from now on what opens without approval is to be reviewed.
  public static GrantStatus leased(GrantStatus status, List<LatchRef> latches) {
    GrantStatus leased =
        status.in(Phase.OPENING, status.message(), Optional.empty()).leased(latches);
    return status
        .terms()
        .flatMap(terms -> terms.exemption().review())
        .map(within -> leased.reviewedBy(LatchRef.begin(latches).plus(within)))
        .orElse(leased);
  }

  /// It is open, and this is what is. Its terms stay what was approved.
  ///
  /// @param now when the cluster was looked at
  public static GrantStatus active(
      GrantStatus status, Plan.Opens opens, List<PolicyRef> policies, Instant now) {
    GrantStatus told =
        status.terms().isPresent() ? status : status.opening(Shown.terms(opens.terms()));
    GrantStatus due =
        opens
            .terms()
            .exemption()
            .review()
            .map(within -> told.reviewedBy(told.startsAt().orElse(now).plus(within)))
            .orElse(told);
    return due.in(Phase.ACTIVE, active(opens.terms(), due.reviewBy()), Optional.empty())
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
    return status.in(phase, Shown.sentence(ending.sentence()), Optional.of(ending.code()));
  }
}
