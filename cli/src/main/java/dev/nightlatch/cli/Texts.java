package dev.nightlatch.cli;

import dev.nightlatch.grants.model.Wording;

/// What people write about a grant, checked as the API server will: it says the same less plainly.
///
/// Source: the schema of `AccessGrant`, which `install --print` prints.
final class Texts {
  /// What Java makes of bytes that the locale's encoding does not know.
  private static final char DESTROYED = '\uFFFD';

  private Texts() {}

  /// @throws CommandFailed if the cluster would not take it as an incident
  static void requireIncident(String text) {
    requireWhole("--incident", text);
    requireSomething("--incident", text);
    requireLength("--incident", text, Wording.LONGEST_INCIDENT);
    if (!Wording.isUnbroken(text)) {
      throw wrong(
          "--incident is one word such as INC-4711, without blanks, line breaks or control"
              + " characters");
    }
  }

  /// @throws CommandFailed if the cluster would not take it as a reason
  static void requireReason(String text) {
    requireText("--reason", text);
  }

  /// @param option as which it was typed
  /// @throws CommandFailed if the cluster would not take it as a text for people
  static void requireText(String option, String text) {
    requireWhole(option, text);
    requireSomething(option, text);
    requireLength(option, text, Wording.LONGEST_REASON);
    if (!Wording.isLines(text)) {
      throw wrong(
          option
              + " must not hold control characters other than line feed and tab, nor marks that"
              + " turn the reading direction");
    }
  }

  private static void requireWhole(String option, String text) {
    if (text.indexOf(DESTROYED) >= 0) {
      throw wrong(
          option
              + " arrived damaged: the terminal's locale cannot carry this text; use a UTF-8 one,"
              + " such as LC_ALL=C.UTF-8");
    }
  }

  private static void requireSomething(String option, String text) {
    if (!Wording.saysSomething(text)) {
      throw wrong(option + " must say something");
    }
  }

  private static void requireLength(String option, String text, int longest) {
    int length = Wording.length(text);
    if (length > longest) {
      throw wrong(
          "%s has %d characters, which is too long; the longest is %d"
              .formatted(option, length, longest));
    }
  }

  private static CommandFailed wrong(String message) {
    return new CommandFailed(Exit.USAGE, message);
  }
}
