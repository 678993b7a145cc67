package dev.nightlatch.operator;

import dev.nightlatch.grants.life.Notes;
import dev.nightlatch.grants.life.Step;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.port.Announcement;
import dev.nightlatch.grants.port.Announcement.About;
import dev.nightlatch.grants.port.Announcement.Kind;
import dev.nightlatch.grants.port.Announcement.Weight;
import dev.nightlatch.grants.record.JournalEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is told in the cluster of what was done: on the grant, and on the rule that it uses.
final class Announcements {
  private static final String MENDED = "PolicyMended";
  private static final String DRIFTED = "PolicyDrifted";
  private static final String OVERDUE = "ReviewOverdue";

  private Announcements() {}

  /// What is told once `step` was done in `pass`.
  static List<Announcement> of(Pass pass, Step step) {
    return switch (step) {
      case Step.NoteWaiting(var opens, var approvers, var unaccepted) ->
          told(
              pass,
              "Waiting",
              Notes.waiting(status(pass), opens, approvers, unaccepted, pass.now()));
      case Step.NoteApproved(var opens, var approvers) ->
          told(pass, "Approved", Notes.approved(status(pass), opens, approvers, pass.now()));
      case Step.NoteScheduled(var opens, var approvers, var from) ->
          told(
              pass, "Scheduled", Notes.scheduled(status(pass), opens, approvers, from, pass.now()));
      case Step.ApplyPolicies _ when pass.found().story().opened().isPresent() ->
          mended(
              pass,
              pass.found().policies().isEmpty()
                  ? "Somebody deleted its policy; it was put in again."
                  : "Somebody changed its policy; it was put right.");
      case Step.RemovePolicies(_, var drifts) when !drifts.isEmpty() -> drifted(pass, drifts);
      case Step.NoteClosing(_, var drifts) when !drifts.isEmpty() -> drifted(pass, drifts);
      case Step.RecordReview(var review) ->
          both(
              pass,
              Weight.NORMAL,
              "Reviewed",
              "Reviewed",
              "Reviewed by " + review.who().user() + ": " + review.finding(),
              "");
      case Step.NoteLease(var latches) when isBreakGlass(pass) ->
          both(
              pass,
              Weight.WARNING,
              "BreakGlass",
              "Opening",
              "BREAK-GLASS: opens without approval until %s: %s."
                  .formatted(LatchRef.end(latches), String.join("; ", status(pass).connections())),
              "");
      case Step.NoteActive(var opens) when status(pass).phase() != Phase.ACTIVE ->
          both(
              pass,
              Weight.NORMAL,
              "Opened",
              "Opened",
              "Open until %s: %s."
                  .formatted(end(pass), String.join("; ", opens.terms().connections())),
              "");
      case Step.NoteEnd(var ending) -> ended(pass, ending);
      case Step.RecordClosing(var ending) when pass.found().grant().isEmpty() ->
          closedWithoutGrant(pass, ending);
      case Step.ApplyPolicies _,
          Step.RecordClosing _,
          Step.RecordOpening _,
          Step.AwaitCanary(),
          Step.ArmLatches _,
          Step.AwaitLatches(),
          Step.NoteLease _,
          Step.NoteActive _,
          Step.RecordOpened _,
          Step.RecordDrift _,
          Step.RecordNotices _,
          Step.RecordProof _,
          Step.RemovePolicies _,
          Step.NoteClosing _,
          Step.Disarm _,
          Step.ProveClosed(),
          Step.RecordRefusal _,
          Step.WaitUntil _,
          Step.Rest() ->
          List.of();
    };
  }

  /// That a policy bears our label and is not provably ours.
  static Announcement suspect(HeldPolicy held, String why) {
    return new Announcement(
        new About(Kind.POLICY, held.meta().key(), Optional.of(held.meta().uid())),
        Weight.WARNING,
        "PolicyAlarm",
        "LeftAlone",
        "Bears Nightlatch's label and is not provably its own (" + why + "). Look at it.",
        why);
  }

  /// That the guards do not stand: again in each hour in which they do not.
  static Announcement guards(List<String> faults, Instant now) {
    return ofOperator(
        "GuardsMissing",
        "The guards do not stand, and nothing opens until they do: " + String.join("; ", faults),
        now);
  }

  /// That the last canary did not come back: again in each hour in which one does not.
  ///
  /// @param what what was seen, as a clause
  static Announcement canary(String what, Instant now) {
    return ofOperator(
        "CanaryLost",
        "The last canary " + what + ": latches may not close in this cluster, and nothing opens.",
        now);
  }

  /// That nobody has reviewed in time who broke the glass: again on each day on which that is so.
  static List<Announcement> reviewOverdue(AccessGrant grant, Instant now) {
    String note =
        "Broke the glass, and was to be reviewed by %s. Review it: nightlatch review %s"
            .formatted(
                grant.status().reviewBy().map(Instant::toString).orElse("now"), grant.name());
    String day = now.truncatedTo(ChronoUnit.DAYS).toString();
    GrantKey key = new GrantKey(grant.uid(), grant.name());
    return both(
        key, Optional.empty(), grant.request(), Weight.WARNING, OVERDUE, "Waiting", note, day);
  }

  private static Announcement ofOperator(String reason, String note, Instant now) {
    return new Announcement(
        new About(Kind.NAMESPACE, new ObjectKey("", Names.OPERATOR_NAMESPACE), Optional.empty()),
        Weight.WARNING,
        reason,
        "NothingOpens",
        note,
        now.truncatedTo(ChronoUnit.HOURS).toString());
  }

  private static boolean isBreakGlass(Pass pass) {
    return status(pass).terms().filter(terms -> terms.exemption().isBreakGlass()).isPresent();
  }

  private static GrantStatus status(Pass pass) {
    return pass.grant().status();
  }

  private static String end(Pass pass) {
    return status(pass)
        .expiresAt()
        .map(Instant::toString)
        .orElseGet(() -> LatchRef.end(status(pass).latches()).toString());
  }

  /// A phase that is noted: its sentence is its occasion, for approvals come one by one.
  private static List<Announcement> told(Pass pass, String reason, GrantStatus noted) {
    String note = noted.message().isEmpty() ? "Needs no approval." : noted.message();
    return both(pass, Weight.NORMAL, reason, reason, note, note);
  }

  /// At most one in each minute: whoever changes it again and again floods nobody.
  private static List<Announcement> mended(Pass pass, String note) {
    String minute = pass.now().truncatedTo(ChronoUnit.MINUTES).toString();
    return both(pass, Weight.WARNING, MENDED, "Mended", note, minute);
  }

  private static List<Announcement> drifted(Pass pass, List<Drift> drifts) {
    String note = "While it was open, %s; the grant closes.".formatted(Drift.clauses(drifts));
    return both(pass, Weight.WARNING, DRIFTED, "Closed", note, "");
  }

  private static List<Announcement> ended(Pass pass, Ending ending) {
    Optional<Proof> proof = pass.found().story().proof(Proof.Moment.CLOSED);
    Phase phase = Notes.ended(status(pass), ending, proof).phase();
    return both(pass, weight(phase), reason(ending.code()), phase.text(), sentence(ending), "");
  }

  /// Whoever deleted the grant took its own events' object along; the rule is still there.
  private static List<Announcement> closedWithoutGrant(Pass pass, Ending ending) {
    return pass.found().story().opening().stream()
        .map(
            opening ->
                ofRule(
                    pass.key(),
                    ruleUid(pass),
                    opening.request(),
                    weight(ending.code().endAfterLease()),
                    reason(ending.code()),
                    ending.code().endAfterLease().text(),
                    sentence(ending),
                    ""))
        .toList();
  }

  private static List<Announcement> both(
      Pass pass, Weight weight, String reason, String action, String note, String occasion) {
    return both(
        pass.key(), ruleUid(pass), pass.grant().request(), weight, reason, action, note, occasion);
  }

  private static List<Announcement> both(
      GrantKey key,
      Optional<Uid> rule,
      Request request,
      Weight weight,
      String reason,
      String action,
      String note,
      String occasion) {
    About grant = new About(Kind.GRANT, new ObjectKey("", key.name()), Optional.of(key.uid()));
    return List.of(
        new Announcement(grant, weight, reason, action, note, occasion),
        ofRule(key, rule, request, weight, reason, action, note, occasion));
  }

  private static Announcement ofRule(
      GrantKey key,
      Optional<Uid> rule,
      Request request,
      Weight weight,
      String reason,
      String action,
      String note,
      String occasion) {
    return new Announcement(
        new About(Kind.RULE, request.rule(), rule),
        weight,
        reason,
        action,
        "Grant %s of %s for incident %s: %s"
            .formatted(key.name(), request.requestedBy(), request.incident(), note),
        key.uid() + " " + occasion);
  }

  /// Which rule it is, as far as the pass or the record tells.
  private static Optional<Uid> ruleUid(Pass pass) {
    Optional<Uid> seen =
        pass.found()
            .facts()
            .filter(Facts.Known.class::isInstance)
            .map(Facts.Known.class::cast)
            .map(known -> known.rule().meta().uid());
    return seen.or(() -> pass.found().story().opening().map(JournalEntry.Opening::rule));
  }

  private static String sentence(Ending ending) {
    return ending.code().text() + ": " + ending.sentence();
  }

  /// `NL-WOULD-CUT` as `WouldCut`.
  static String reason(Code code) {
    return Arrays.stream(code.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static Weight weight(Phase phase) {
    return switch (phase) {
      case EXPIRED, CLOSED, WITHDRAWN, PENDING, APPROVED, SCHEDULED, OPENING, ACTIVE, CLOSING ->
          Weight.NORMAL;
      case REJECTED, TIMED_OUT, REFUSED, REVOKED -> Weight.WARNING;
    };
  }
}
