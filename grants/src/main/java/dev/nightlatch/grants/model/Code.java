package dev.nightlatch.grants.model;

import java.util.Arrays;
import java.util.Optional;

/// Why a grant was refused or why it ended: stable texts that scripts may compare. Each has its
/// page in `docs/codes/`.
public enum Code {
  /// The rule that the grant names is not there.
  RULE_MISSING(Phase.REFUSED, Phase.REVOKED),
  /// A boundary of the cluster does not allow it.
  BOUNDARY_CROSSED(Phase.REFUSED, Phase.REVOKED),
  /// The grant asks for more time than the rule gives.
  DURATION_TOO_LONG(Phase.REFUSED, Phase.REVOKED),
  /// A source that the rule names is not there.
  SOURCE_MISSING(Phase.REFUSED, Phase.REVOKED),
  /// A source that the rule names does not let the rule's namespace use it.
  SOURCE_NOT_USABLE(Phase.REFUSED, Phase.REVOKED),
  /// Every source of the rule wants the requester's own address, and the grant names none.
  ADDRESS_NEEDED(Phase.REFUSED, Phase.REVOKED),
  /// The address that the grant names is in no block of the rule's sources.
  ADDRESS_OUTSIDE(Phase.REFUSED, Phase.REVOKED),
  /// The rule wants an address pinned inside a source that consists of pods.
  PIN_NEEDS_BLOCKS(Phase.REFUSED, Phase.REVOKED),
  /// The grant names a source that the rule does not.
  SOURCE_OUTSIDE(Phase.REFUSED, Phase.REVOKED),
  /// The grant names a port that the rule does not.
  PORT_OUTSIDE(Phase.REFUSED, Phase.REVOKED),
  /// The grant is to start too far ahead.
  STARTS_TOO_LATE(Phase.REFUSED, Phase.REVOKED),
  /// A block of addresses that would be opened has some of the cluster's own in it.
  BLOCK_IN_CLUSTER(Phase.REFUSED, Phase.REVOKED),
  /// Opening would cut what is allowed now.
  WOULD_CUT(Phase.REFUSED, Phase.REVOKED),
  /// More would open than the rule names.
  OPENS_MORE(Phase.REFUSED, Phase.REVOKED),
  /// A fact is not known on which it depends whether anything would open.
  UNDECIDED(Phase.REFUSED, Phase.REVOKED),
  /// Nothing would open: it is allowed already.
  ALREADY_OPEN(Phase.REFUSED, Phase.REVOKED),
  /// Nothing would open: something else denies it.
  STILL_DENIED(Phase.REFUSED, Phase.REVOKED),
  /// Nothing would open: the target is on the host network.
  HOST_NETWORK(Phase.REFUSED, Phase.REVOKED),
  /// Nothing would open: the target selects no pod.
  NOTHING_SELECTED(Phase.REFUSED, Phase.REVOKED),
  /// The rule is not to be opened without approval.
  BREAK_GLASS_FORBIDDEN(Phase.REFUSED, Phase.REVOKED),
  /// There is no incident provider of that name.
  PROVIDER_MISSING(Phase.REFUSED, Phase.REVOKED),
  /// The incident's provider knows of no such incident.
  INCIDENT_UNKNOWN(Phase.REFUSED, Phase.REVOKED),
  /// The incident is over.
  INCIDENT_CLOSED(Phase.REFUSED, Phase.CLOSED),
  /// The incident is none of those that the rule is for.
  INCIDENT_UNFIT(Phase.REFUSED, Phase.REVOKED),
  /// The incident's provider cannot be asked.
  INCIDENT_UNVERIFIED(Phase.REFUSED, Phase.REVOKED),
  /// It is not known whether opening would cut what is allowed now.
  MAY_CUT(Phase.REFUSED, Phase.REVOKED),
  /// It is not known whether more would open than the rule names.
  MAY_OPEN_MORE(Phase.REFUSED, Phase.REVOKED),
  /// It is not known whether a block has addresses of the cluster itself in it.
  ADDRESSES_UNKNOWN(Phase.REFUSED, Phase.REVOKED),
  /// Policies of a kind are there that nobody here can read.
  OTHER_LAYERS(Phase.REFUSED, Phase.REVOKED),
  /// There are as many grants of the rule as there may be at once.
  QUOTA_REACHED(Phase.REFUSED, Phase.REVOKED),
  /// The last grant of the rule has ended too short a time ago.
  COOLING_DOWN(Phase.REFUSED, Phase.REVOKED),
  /// The grant that is to be extended is not open, or is not of this rule and requester.
  EXTENDS_NOTHING(Phase.REFUSED, Phase.REVOKED),
  /// Not approved, or not looked at, in time.
  TIMED_OUT(Phase.TIMED_OUT, Phase.REVOKED),
  /// The latch did not start: the cluster's job controller is not at work.
  LATCH_NOT_STARTED(Phase.REFUSED, Phase.REVOKED),
  /// The latch is not as it was armed.
  LATCH_TAMPERED(Phase.REFUSED, Phase.REVOKED),
  /// The latch went before its time.
  LATCH_GONE(Phase.REFUSED, Phase.REVOKED),
  /// There was a policy without a latch.
  LATCH_MISSING(Phase.REFUSED, Phase.REVOKED),
  /// There was a latch or a policy, and the opening is not on record.
  OFF_RECORD(Phase.REFUSED, Phase.REVOKED),
  /// The opening was begun and then not finished in time.
  OPENING_STALE(Phase.TIMED_OUT, Phase.REVOKED),
  /// Owner or finalizers of the policy are not as they were made.
  POLICY_TAMPERED(Phase.REFUSED, Phase.REVOKED),
  /// Somebody altered or deleted the policy, and the rule closes then.
  DRIFTED(Phase.REFUSED, Phase.REVOKED),
  /// The rule, a source, a boundary or what they select is not what it was when the grant was
  /// approved or opened.
  TERMS_CHANGED(Phase.REFUSED, Phase.REVOKED),
  /// The API server does not refuse what it is to refuse for us.
  GUARDS_MISSING(Phase.REFUSED, Phase.REVOKED),
  /// The cluster's own controllers were not seen to close.
  CANARY_LOST(Phase.REFUSED, Phase.REVOKED),
  /// An approver turned it down.
  REJECTED(Phase.REJECTED, Phase.REVOKED),
  /// The grant was deleted.
  GRANT_DELETED(Phase.REJECTED, Phase.REVOKED),
  /// The lease was over: it did begin, though a status that was lost may not know.
  EXPIRED(Phase.EXPIRED, Phase.EXPIRED),
  /// Its requester closed it.
  CLOSED_BY_REQUESTER(Phase.WITHDRAWN, Phase.CLOSED),
  /// Somebody else closed it.
  REVOKED(Phase.REJECTED, Phase.REVOKED);

  private final Phase beforeLease;
  private final Phase afterLease;

  Code(Phase beforeLease, Phase afterLease) {
    this.beforeLease = beforeLease;
    this.afterLease = afterLease;
  }

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
    return beforeLease;
  }

  /// The phase in which a grant ends for this reason once its lease has begun.
  public Phase endAfterLease() {
    return afterLease;
  }
}
