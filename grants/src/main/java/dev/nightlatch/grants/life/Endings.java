package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Revocation;
import java.util.List;

/// The reasons to end a grant that follow from its life, as refusals follow from a rule.
final class Endings {
  static final Ending EXPIRED = new Ending(Code.EXPIRED, "The lease was over.");
  static final Ending TIMED_OUT =
      new Ending(Code.TIMED_OUT, "It was not approved and begun in time; ask again.");
  static final Ending OPENING_STALE =
      new Ending(
          Code.OPENING_STALE,
          "Its opening was begun and then interrupted for too long; nothing was opened, ask again.");
  static final Ending LATCH_NOT_STARTED =
      new Ending(
          Code.LATCH_NOT_STARTED,
          "The latch did not start: the cluster's job controller is not at work, so nothing would"
              + " close by itself. Nothing was opened.");
  static final Ending LATCH_TAMPERED =
      new Ending(Code.LATCH_TAMPERED, "The latch is not as it was armed.");
  static final Ending LATCH_GONE = new Ending(Code.LATCH_GONE, "The latch went before its time.");
  static final Ending LATCH_MISSING =
      new Ending(Code.LATCH_MISSING, "There was a policy without a started latch.");
  static final Ending OFF_RECORD =
      new Ending(Code.OFF_RECORD, "There was a latch or a policy, and no opening on record.");
  static final Ending POLICY_TAMPERED =
      new Ending(Code.POLICY_TAMPERED, "Owner or finalizers of the policy are not as made.");
  static final Ending POLICY_OTHERWISE =
      new Ending(
          Code.POLICY_TAMPERED,
          "The cluster made another policy of the one that was put in, as a webhook may; it was"
              + " taken out at once.");
  static final Ending TERMS_CHANGED =
      new Ending(
          Code.TERMS_CHANGED,
          "The rule, one of its sources or what they select is not what it was when the grant was"
              + " approved or opened; ask again.");
  static final Ending GUARDS_TOO_YOUNG =
      new Ending(
          Code.GUARDS_MISSING,
          "The guards were installed or changed after this grant was asked for, or hardly before, so"
              + " nobody knows who asked and who approved; ask again.");
  static final Ending GRANT_DELETED = new Ending(Code.GRANT_DELETED, "The grant was deleted.");

  /// How many faults a sentence lists.
  private static final int MOST_FAULTS = 3;

  private Endings() {}

  /// The end of a grant that would be opened where latches may not close.
  static Ending canaryLost(String what) {
    return new Ending(
        Code.CANARY_LOST,
        what + ": the cluster's controllers may not be at work, so nothing would close by itself.");
  }

  /// The end of a grant that would be opened without guards.
  static Ending guardsMissing(List<String> faults) {
    int more = faults.size() - MOST_FAULTS;
    String some = String.join("; ", faults.subList(0, Math.min(faults.size(), MOST_FAULTS)));
    return new Ending(
        Code.GUARDS_MISSING,
        "The API server does not refuse what it is to refuse: "
            + some
            + (more > 0 ? "; and " + more + " more" : "")
            + ". Nothing opens until the guards stand again.");
  }

  /// The end of a grant to whose policies this was done, for good: whoever could do it may do it
  /// again.
  ///
  /// @param drifts at least one
  static Ending drifted(List<Drift> drifts) {
    return drifts.stream().anyMatch(drift -> drift.what() == Drift.What.TAMPERED)
        ? POLICY_TAMPERED
        : new Ending(
            Code.DRIFTED,
            "While it was open, %s. The rule closes then.".formatted(Drift.clauses(drifts)));
  }

  /// The end that follows from an approver's no.
  static Ending rejected(Rejection.By by) {
    return new Ending(Code.REJECTED, "Rejected by " + by.who().user() + because(by.reason()));
  }

  private static String because(String reason) {
    return reason.isBlank() ? "." : ": " + reason;
  }

  /// The end that follows from somebody's word.
  static Ending revoked(String requester, Revocation.By by) {
    String reason = because(by.reason());
    return by.user().equals(requester)
        ? new Ending(Code.CLOSED_BY_REQUESTER, "Closed by its requester " + by.user() + reason)
        : new Ending(Code.REVOKED, "Revoked by " + by.user() + reason);
  }
}
