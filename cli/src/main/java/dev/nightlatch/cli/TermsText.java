package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an approver is asked to say yes to, in words.
final class TermsText {
  /// So many digits of a hash tell it from any other that anybody will see.
  static final int SHORT = 12;

  private TermsText() {}

  /// Whether the grant waits for approvals, of terms that are worked out.
  static boolean isAwaited(AccessGrant grant) {
    return switch (grant.status().phase()) {
      case PENDING -> !grant.status().hash().isEmpty();
      case APPROVED,
          SCHEDULED,
          OPENING,
          ACTIVE,
          CLOSING,
          REJECTED,
          WITHDRAWN,
          TIMED_OUT,
          REFUSED,
          EXPIRED,
          CLOSED,
          REVOKED ->
          false;
    };
  }

  /// The first digits of the hash, enough to name it.
  static String shortHash(String hash) {
    return hash.length() <= SHORT ? hash : hash.substring(0, SHORT);
  }

  /// What would open, for how long, what it reaches and brings within reach, what becomes of
  /// sessions when it closes, and what was found out about it.
  static List<String> full(Screen screen, AccessGrant grant) {
    GrantTerms terms = grant.status().terms().orElseGet(() -> GrantTerms.ofConnections(List.of()));
    List<String> lines = new ArrayList<>();
    lines.add("Would open, for " + Durations.format(grant.request().duration()) + ":");
    terms.connections().forEach(line -> lines.add("  " + line));
    if (grant.request().from() instanceof Origin.OneAddress) {
      lines.add("  (the address is declared by the requester, and not verified)");
    }
    grant.request().startsAt().ifPresent(at -> lines.add("Not before " + time(screen, at) + "."));
    if (!terms.targets().isEmpty()) {
      lines.add("Reaches, as it is now:");
      terms.targets().forEach(line -> lines.add("  " + line));
    }
    grant.status().prospect().ifPresent(prospect -> lines.addAll(ProspectText.full(prospect)));
    Optional<Proof> before = grant.status().proof(Proof.Moment.BEFORE);
    before.ifPresent(proof -> lines.add("Proof " + ProofText.line(proof)));
    if (!terms.doubts().isEmpty()) {
      lines.add(screen.bad("Not known, to be accepted by name:"));
      terms.doubts().forEach(doubt -> lines.add("  " + doubt));
    }
    lines.add("Terms " + terms.hash());
    return lines;
  }

  /// Who has approved what stands, and who has approved something else; a line each, so that a
  /// reason of several lines cannot look like something that we say.
  static List<String> approvals(AccessGrant grant) {
    String hash = grant.status().hash();
    List<String> lines = new ArrayList<>();
    for (Approval approval : grant.voices().approvals()) {
      lines.add(
          approval.by().user()
              + (approval.terms().equals(hash) ? "" : ", of other terms than these")
              + (grant.status().notIndependent().contains(approval.by().user())
                  ? ", not independent: %s may act in their name"
                      .formatted(grant.request().requestedBy())
                  : "")
              + (approval.accepts().isEmpty()
                  ? ""
                  : ", accepting " + String.join(", ", approval.accepts()))
              + (approval.reason().isEmpty() ? "" : ": " + inOneLine(approval.reason())));
    }
    return lines;
  }

  /// A text of several lines in one.
  static String inOneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String time(Screen screen, Instant at) {
    return Times.local(at, screen.time().instant(), screen.zone());
  }
}
