package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Review;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A grant in words.
final class GrantText {
  static final String UNSEEN = ", but its lease is over: no operator has looked since";

  private GrantText() {}

  /// When its path shuts or was shut; empty text for one that never had a lease.
  static String until(AccessGrant grant, Instant now, ZoneId zone) {
    GrantStatus status = grant.status();
    if (status.closedAt().isPresent() || status.phase().isTerminal()) {
      return status
          .closedAt()
          .map(at -> (isLate(status, at) ? "seen shut " : "shut ") + Times.local(at, now, zone))
          .orElse("-");
    }
    return status.expiresAt().map(at -> Times.until(at, now, zone)).orElse("-");
  }

  /// Whether it was seen shut only some time after its lease: by an operator that had been away,
  /// while the latch closed it.
  private static boolean isLate(GrantStatus status, Instant closedAt) {
    return status.expiresAt().filter(end -> closedAt.isAfter(end.plusSeconds(1))).isPresent();
  }

  /// How it stands, in one line that stays the same while nothing changes: `db-shell-x of
  /// shop/db-shell: Active until 02:44:16`.
  static String inOneLine(Screen screen, AccessGrant grant) {
    GrantStatus status = grant.status();
    Instant now = screen.time().instant();
    boolean unseen = isUnseen(status, now);
    String until =
        switch (status.phase()) {
          case ACTIVE ->
              unseen
                  ? UNSEEN
                  : status
                      .expiresAt()
                      .map(end -> " until " + Times.local(end, now, screen.zone()))
                      .orElse("");
          case PENDING,
              APPROVED,
              SCHEDULED,
              OPENING,
              CLOSING,
              REJECTED,
              WITHDRAWN,
              TIMED_OUT,
              REFUSED,
              EXPIRED,
              CLOSED,
              REVOKED ->
              "";
        };
    String reviewed =
        grant.voices().review() instanceof Review.By(var who, _)
            ? " Reviewed by " + who.user() + "."
            : "";
    return "%s of %s: %s%s%s%s"
        .formatted(
            grant.name(),
            grant.request().rule(),
            phase(screen, status.phase()),
            until,
            reason(status).replaceAll("\\s+", " "),
            reviewed);
  }

  /// Whether its lease is over, and nobody has looked since.
  static boolean isUnseen(GrantStatus status, Instant now) {
    return status.phase() == Phase.ACTIVE
        && status.expiresAt().filter(end -> !now.isBefore(end)).isPresent();
  }

  /// All that is worth knowing, a line each.
  static List<String> full(Screen screen, AccessGrant grant) {
    GrantStatus status = grant.status();
    Instant now = screen.time().instant();
    List<String> lines = new ArrayList<>();
    line(lines, "Grant", grant.name());
    boolean unseen = isUnseen(status, now);
    line(lines, "Phase", phase(screen, status.phase()) + reason(status) + (unseen ? UNSEEN : ""));
    line(lines, "Rule", grant.request().rule().toString());
    line(lines, "Incident", grant.request().incident().toString());
    line(lines, "Reason", grant.request().reason());
    line(
        lines,
        "Asked",
        "by %s at %s, for %s"
            .formatted(
                grant.request().requestedBy(),
                Times.local(grant.meta().createdAt(), now, screen.zone()),
                Durations.format(grant.request().duration())));
    if (grant.request().from() instanceof Origin.OneAddress(var address)) {
      line(lines, "From", address + " (declared by the requester, not verified)");
    }
    grant
        .request()
        .startsAt()
        .ifPresent(at -> line(lines, "Starts", Times.local(at, now, screen.zone())));
    grant
        .request()
        .extended()
        .ifPresent(before -> line(lines, "Extends", "grant " + before.name()));
    for (String approval : TermsText.approvals(grant)) {
      line(lines, "Approved", "by " + approval);
    }
    status.startsAt().ifPresent(at -> line(lines, "Opened", Times.local(at, now, screen.zone())));
    status
        .expiresAt()
        .filter(_ -> !status.phase().isTerminal() && status.closedAt().isEmpty())
        .ifPresent(at -> line(lines, "Until", Times.until(at, now, screen.zone())));
    status.closedAt().ifPresent(at -> line(lines, "Shut", shut(screen, status, at, now)));
    for (String connection : status.connections()) {
      line(lines, status.phase() == Phase.ACTIVE && !unseen ? "Open" : "Path", connection);
    }
    status
        .terms()
        .ifPresent(
            terms -> {
              terms.targets().forEach(target -> line(lines, "Reaches", target));
              terms.doubts().forEach(doubt -> line(lines, "Doubt", doubt.toString()));
              if (!terms.hash().isEmpty()) {
                line(lines, "Terms", terms.hash());
              }
            });
    review(screen, grant, now).ifPresent(text -> line(lines, "Review", text));
    status
        .prospect()
        .ifPresent(
            prospect -> {
              line(lines, "Step 1", ProspectText.opened(prospect));
              line(
                  lines,
                  "Step 2",
                  ProspectText.beyond(prospect) + " " + ProspectText.outward(prospect));
              prospect.connections().forEach(connection -> line(lines, "", "  " + connection));
              line(lines, "Sessions", prospect.sessions().sentence());
            });
    status.policies().forEach(policy -> line(lines, "Policy", policy.key().toString()));
    status.latches().forEach(latch -> line(lines, "Latch", latch.key().toString()));
    for (Proof proof : status.proofs()) {
      String text = ProofText.line(proof);
      line(lines, "Proof", proof.holds() ? text : screen.bad(text));
      proof.connections().forEach(connection -> line(lines, "", "  " + connection));
    }
    return lines;
  }

  /// Whether what was opened without approval has been reviewed; empty for what needs none.
  static Optional<String> review(Screen screen, AccessGrant grant, Instant now) {
    return switch (grant.voices().review()) {
      case Review.By(var who, var finding) ->
          Optional.of("by " + who.user() + ": " + TermsText.inOneLine(finding));
      case Review.None() ->
          grant
              .status()
              .reviewBy()
              .map(
                  by ->
                      grant.isReviewOverdue(now)
                          ? screen.bad("overdue since " + Times.local(by, now, screen.zone()))
                          : "due by " + Times.local(by, now, screen.zone()));
    };
  }

  private static String shut(Screen screen, GrantStatus status, Instant at, Instant now) {
    String time = Times.local(at, now, screen.zone());
    return isLate(status, at)
        ? "seen at %s; the lease ended at %s"
            .formatted(time, Times.local(status.expiresAt().orElseThrow(), now, screen.zone()))
        : time;
  }

  /// A text of several lines stays in its column, so that it cannot look like a field of its own.
  static void line(List<String> lines, String name, String text) {
    List<String> parts = text.lines().map(part -> part.replace('\t', ' ')).toList();
    for (int i = 0; i < parts.size(); i++) {
      lines.add(
          String.format(
              Locale.ROOT, "%-10s%s", i == 0 && !name.isEmpty() ? name + ":" : "", parts.get(i)));
    }
  }

  static String phase(Screen screen, Phase phase) {
    return switch (phase) {
      case ACTIVE -> screen.good(phase.text());
      case REJECTED, TIMED_OUT, REFUSED, REVOKED -> screen.bad(phase.text());
      case PENDING, APPROVED, SCHEDULED, OPENING, CLOSING, WITHDRAWN, EXPIRED, CLOSED ->
          screen.bold(phase.text());
    };
  }

  /// ` (NL-RULE-MISSING): There is no …`, as far as there is something to say.
  static String reason(GrantStatus status) {
    String code = status.code().map(Code::text).map(text -> " (" + text + ")").orElse("");
    return code + (status.message().isBlank() ? "" : ": " + status.message());
  }
}
