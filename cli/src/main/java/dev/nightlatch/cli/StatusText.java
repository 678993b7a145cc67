package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A grant on one screen, for somebody who has seconds to read it: how it stands, until when, who
/// has said what, and what they can do about it.
final class StatusText {
  private StatusText() {}

  /// The screen, a line each.
  static List<String> of(Screen screen, AccessGrant grant, Viewer viewer) {
    Instant now = screen.time().instant();
    GrantStatus status = grant.status();
    List<String> lines = new ArrayList<>();
    lines.add(screen.bold(grant.name()) + ": " + phase(screen, status, now));
    time(screen, grant, viewer, lines);
    status.connections().forEach(line -> GrantText.line(lines, path(status, now), line));
    if (grant.request().from() instanceof Origin.OneAddress(var address)) {
      GrantText.line(lines, "From", address + " (declared by the requester, not verified)");
    }
    GrantText.line(lines, "Rule", grant.request().rule().toString());
    GrantText.line(
        lines,
        "Incident",
        grant.request().incident() + ": " + TermsText.inOneLine(grant.request().reason()));
    GrantText.line(
        lines,
        "Asked",
        "by %s at %s, for %s"
            .formatted(
                grant.request().requestedBy(),
                Times.local(grant.meta().createdAt(), now, screen.zone()),
                Durations.format(grant.request().duration())));
    TermsText.approvals(grant).forEach(line -> GrantText.line(lines, "Approved", "by " + line));
    if (TermsText.isAwaited(grant)) {
      GrantText.line(lines, "Approver", ApproversText.text(grant, viewer.approvers()));
    }
    doubts(screen, grant, lines);
    for (Proof proof : status.proofs()) {
      String text = ProofText.line(proof);
      GrantText.line(lines, "Proof", proof.holds() ? text : screen.bad(text));
    }
    GrantText.review(screen, grant, now).ifPresent(line -> GrantText.line(lines, "Review", line));
    List<NextStep> next = NextStep.of(grant, viewer, now);
    if (!next.isEmpty()) {
      lines.add("Next:");
      NextStep.lines(screen, next).forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  /// What its connections are called: nothing is open but what is open.
  private static String path(GrantStatus status, Instant now) {
    return switch (status.phase()) {
      case PENDING, APPROVED, SCHEDULED, OPENING -> "Opens";
      case ACTIVE -> GrantText.isUnseen(status, now) ? "Path" : "Open";
      case CLOSING, REJECTED, WITHDRAWN, TIMED_OUT, REFUSED, EXPIRED, CLOSED, REVOKED -> "Path";
    };
  }

  /// What is not known, and whether somebody has accepted it by name.
  private static void doubts(Screen screen, AccessGrant grant, List<String> lines) {
    List<String> accepted = grant.accepted(grant.status().hash());
    grant
        .status()
        .terms()
        .ifPresent(
            terms ->
                terms
                    .doubts()
                    .forEach(
                        doubt ->
                            GrantText.line(
                                lines,
                                "Doubt",
                                accepted.contains(doubt.code().text())
                                    ? doubt + " (accepted)"
                                    : screen.bad(doubt.toString()))));
  }

  private static String phase(Screen screen, GrantStatus status, Instant now) {
    return GrantText.phase(screen, status.phase())
        + GrantText.reason(status).replaceAll("\\s+", " ")
        + (GrantText.isUnseen(status, now) ? GrantText.UNSEEN : "");
  }

  /// Until when it stays so, with the time that is left.
  private static void time(Screen screen, AccessGrant grant, Viewer viewer, List<String> lines) {
    Instant now = screen.time().instant();
    GrantStatus status = grant.status();
    switch (status.phase()) {
      case PENDING ->
          patience(grant, viewer)
              .ifPresent(
                  end ->
                      GrantText.line(
                          lines, "Waits", "until " + Times.until(end, now, screen.zone())));
      case SCHEDULED ->
          grant
              .request()
              .startsAt()
              .ifPresent(
                  at -> GrantText.line(lines, "Starts", Times.until(at, now, screen.zone())));
      case APPROVED, OPENING -> {}
      case ACTIVE, CLOSING, REJECTED, WITHDRAWN, TIMED_OUT, REFUSED, EXPIRED, CLOSED, REVOKED -> {
        String until = GrantText.until(grant, now, screen.zone());
        if (!until.equals("-")) {
          GrantText.line(lines, status.closedAt().isPresent() ? "Time" : "Until", until);
        }
      }
    }
  }

  /// Until when it waits for approvals; empty where its rule does not tell.
  private static Optional<Instant> patience(AccessGrant grant, Viewer viewer) {
    return viewer.rule().map(rule -> grant.meta().createdAt().plus(rule.fourEyes().timeout()));
  }
}
