package dev.nightlatch.grants.model;

import java.util.Arrays;
import java.util.Optional;

/// Where a grant stands in its life.
///
/// `PENDING → APPROVED → SCHEDULED → OPENING → ACTIVE → CLOSING →` a terminal phase, which never
/// changes. Until the lease has begun a grant ends directly, as rejected, withdrawn, timed out or
/// refused; afterwards as expired, closed or revoked.
public enum Phase {
  /// Waits for approvals, or was not looked at yet.
  PENDING("Pending", false),
  /// May open: its opening goes on record and its latch is being armed.
  APPROVED("Approved", false),
  /// Approved for a time to come.
  SCHEDULED("Scheduled", false),
  /// The latch runs, the lease is fixed, the policies are being put in.
  OPENING("Opening", false),
  /// The path is open.
  ACTIVE("Active", false),
  /// The path is shut or being shut; not all of it is done and on record yet.
  CLOSING("Closing", false),
  /// An approver said no.
  REJECTED("Rejected", true),
  /// Its requester took it back before it opened.
  WITHDRAWN("Withdrawn", true),
  /// Not approved, or not looked at, in time.
  TIMED_OUT("TimedOut", true),
  /// A rule says no; the status carries the code.
  REFUSED("Refused", true),
  /// The lease was over.
  EXPIRED("Expired", true),
  /// Its requester closed it, or the incident was resolved.
  CLOSED("Closed", true),
  /// Ended early for another reason; the status carries the code.
  REVOKED("Revoked", true);

  private final String text;
  private final boolean terminal;

  Phase(String text, boolean terminal) {
    this.text = text;
    this.terminal = terminal;
  }

  /// The API's spelling.
  public String text() {
    return text;
  }

  /// Whether the phase is the grant's last.
  public boolean isTerminal() {
    return terminal;
  }

  /// Whether the grant may open, and nothing of it has begun.
  public boolean isApproved() {
    return this == APPROVED || this == SCHEDULED;
  }

  /// The phase that the API spells so.
  public static Optional<Phase> parse(String text) {
    return Arrays.stream(values()).filter(phase -> phase.text.equals(text)).findFirst();
  }
}
