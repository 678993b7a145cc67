package dev.nightlatch.grants.model;

import java.util.Arrays;
import java.util.Optional;

/// Why a grant was refused or why it ended: stable texts that scripts may compare. Each has its
/// page in `docs/codes/`.
public enum Code {
  /// The rule that the grant names is not there.
  RULE_MISSING,
  /// The grant asks for more time than the rule gives.
  DURATION_TOO_LONG,
  /// A source that the rule names is not there.
  SOURCE_MISSING,
  /// A source that the rule names does not let the rule's namespace use it.
  SOURCE_NOT_USABLE,
  /// Every source of the rule wants the requester's own address, and the grant names none.
  ADDRESS_NEEDED,
  /// The address that the grant names is in no block of the rule's sources.
  ADDRESS_OUTSIDE,
  /// The rule wants an address pinned inside a source that consists of pods.
  PIN_NEEDS_BLOCKS,
  /// Opening would cut what is allowed now.
  WOULD_CUT,
  /// More would open than the rule names.
  OPENS_MORE,
  /// A fact is not known on which it depends what would open or be cut.
  UNDECIDED,
  /// Nothing would open: it is allowed already.
  ALREADY_OPEN,
  /// Nothing would open: something else denies it.
  STILL_DENIED,
  /// Nothing would open: the target is on the host network.
  HOST_NETWORK,
  /// Nothing would open: the target selects no pod.
  NOTHING_SELECTED,
  /// Not approved, or not looked at, in time.
  TIMED_OUT,
  /// The latch did not start: the cluster's job controller is not at work.
  LATCH_NOT_STARTED,
  /// The latch is not as it was armed.
  LATCH_TAMPERED,
  /// The latch went before its time.
  LATCH_GONE,
  /// There was a policy without a latch.
  LATCH_MISSING,
  /// There was a latch or a policy, and the opening is not on record.
  OFF_RECORD,
  /// The opening was begun and then not finished in time.
  OPENING_STALE,
  /// Owner or finalizers of the policy are not as they were made.
  POLICY_TAMPERED,
  /// The rule or a source says something else than when the grant was opened.
  TERMS_CHANGED,
  /// The grant was deleted.
  GRANT_DELETED,
  /// The lease was over.
  EXPIRED,
  /// Its requester closed it.
  CLOSED_BY_REQUESTER,
  /// Somebody else closed it.
  REVOKED;

  /// The stable text: `NL-RULE-MISSING`.
  public String text() {
    return "NL-" + name().replace('_', '-');
  }

  /// The code of this text, or of the one that it had in an earlier version and still has in old
  /// journals.
  public static Optional<Code> parse(String text) {
    if (text.equals("NL-NOT-ISOLATED")) {
      return Optional.of(WOULD_CUT);
    }
    return Arrays.stream(values()).filter(code -> code.text().equals(text)).findFirst();
  }

  /// The phase in which a grant ends for this reason before its lease has begun.
  public Phase endBeforeLease() {
    return switch (this) {
      case TIMED_OUT, OPENING_STALE -> Phase.TIMED_OUT;
      case CLOSED_BY_REQUESTER -> Phase.WITHDRAWN;
      case REVOKED, GRANT_DELETED -> Phase.REJECTED;
      // It did begin, and a status that was lost does not know.
      case EXPIRED -> Phase.EXPIRED;
      case RULE_MISSING,
          DURATION_TOO_LONG,
          SOURCE_MISSING,
          SOURCE_NOT_USABLE,
          ADDRESS_NEEDED,
          ADDRESS_OUTSIDE,
          PIN_NEEDS_BLOCKS,
          WOULD_CUT,
          OPENS_MORE,
          UNDECIDED,
          ALREADY_OPEN,
          STILL_DENIED,
          HOST_NETWORK,
          NOTHING_SELECTED,
          LATCH_NOT_STARTED,
          LATCH_TAMPERED,
          LATCH_GONE,
          LATCH_MISSING,
          OFF_RECORD,
          POLICY_TAMPERED,
          TERMS_CHANGED ->
          Phase.REFUSED;
    };
  }

  /// The phase in which a grant ends for this reason once its lease has begun.
  public Phase endAfterLease() {
    return switch (this) {
      case EXPIRED -> Phase.EXPIRED;
      case CLOSED_BY_REQUESTER -> Phase.CLOSED;
      case RULE_MISSING,
          DURATION_TOO_LONG,
          SOURCE_MISSING,
          SOURCE_NOT_USABLE,
          ADDRESS_NEEDED,
          ADDRESS_OUTSIDE,
          PIN_NEEDS_BLOCKS,
          WOULD_CUT,
          OPENS_MORE,
          UNDECIDED,
          ALREADY_OPEN,
          STILL_DENIED,
          HOST_NETWORK,
          NOTHING_SELECTED,
          TIMED_OUT,
          LATCH_NOT_STARTED,
          LATCH_TAMPERED,
          LATCH_GONE,
          LATCH_MISSING,
          OFF_RECORD,
          OPENING_STALE,
          POLICY_TAMPERED,
          TERMS_CHANGED,
          GRANT_DELETED,
          REVOKED ->
          Phase.REVOKED;
    };
  }
}
