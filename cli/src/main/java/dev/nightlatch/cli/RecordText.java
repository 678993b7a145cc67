package dev.nightlatch.cli;

import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What is on record, in words.
final class RecordText {
  private static final DateTimeFormatter TO_THE_MILLISECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  private RecordText() {}

  /// A line for each entry, in the order in which they were recorded.
  static List<String> lines(List<Story> stories, Screen screen) {
    Table table = new Table("TIME", "ENTRY", "WHAT");
    stories.stream()
        .flatMap(story -> story.entries().stream())
        .sorted(Comparator.comparing(JournalEntry::at))
        .forEach(
            entry -> table.row(time(entry.at(), screen.zone()), name(entry), what(entry, screen)));
    return table.lines();
  }

  private static String time(Instant at, ZoneId zone) {
    return at.atZone(zone).format(TO_THE_MILLISECOND);
  }

  private static String name(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.Opening _ -> "Opening";
      case JournalEntry.Opened _ -> "Opened";
      case JournalEntry.Proven _ -> "Proven";
      case JournalEntry.Drifted _ -> "Drifted";
      case JournalEntry.Noticed _ -> "Noticed";
      case JournalEntry.Closed _ -> "Closed";
      case JournalEntry.Reviewed _ -> "Reviewed";
      case JournalEntry.Refused _ -> "Refused";
    };
  }

  private static String what(JournalEntry entry, Screen screen) {
    return switch (entry) {
      case JournalEntry.Opening opening ->
          "%s, %s for %s%s: %s"
              .formatted(
                  opening.request().requestedBy(),
                  opening.request().incident().toString(),
                  Durations.format(opening.request().duration()),
                  approved(opening),
                  String.join("; ", opening.terms()));
      case JournalEntry.Opened opened ->
          "until " + Times.local(opened.expiresAt(), screen.time().instant(), screen.zone());
      case JournalEntry.Proven(_, var proof) -> ProofText.line(proof);
      case JournalEntry.Drifted(_, _, var drift, var answer) ->
          switch (answer) {
            case MEND -> drift.clause() + ", which is mended";
            case CLOSE -> drift.clause() + "; the grant is closed";
          };
      case JournalEntry.Noticed(_, _, var notices) -> "beside it: " + Notice.clauses(notices);
      case JournalEntry.Closed closed -> closed.code().text() + ": " + closed.sentence();
      case JournalEntry.Reviewed(_, _, var by, var finding) ->
          "by " + by.user() + ": " + TermsText.inOneLine(finding);
      case JournalEntry.Refused refused -> refused.code().text() + ": " + refused.sentence();
    };
  }

  private static String approved(JournalEntry.Opening opening) {
    return switch (opening.exemption()) {
      case Exemption.BreakGlass _ -> ", BREAK-GLASS";
      case Exemption.OnCall() -> ", on call";
      case Exemption.None() ->
          opening.approvers().isEmpty()
              ? ""
              : ", approved by " + String.join(", ", opening.approvers());
    };
  }
}
