package dev.nightlatch.cli;

import java.util.regex.Pattern;

/// What people write about a grant, checked as the API server will: it says the same less plainly.
///
/// Source: the schema of `AccessGrant`, which `install --print` prints.
final class Texts {
  private static final int LONGEST_INCIDENT = 128;
  private static final int LONGEST_REASON = 1024;

  /// What Java makes of bytes that the locale's encoding does not know.
  private static final char DESTROYED = '\uFFFD';

  private static final Pattern SAYS_SOMETHING = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}]");

  private static final Pattern INCIDENT = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+");

  /// Line feed and tab are allowed, and so are the joiners that some scripts and pictures need.
  private static final Pattern REFUSED_IN_LINES =
      Pattern.compile(
          "[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E"
              + "\\u2066-\\u2069\\uFEFF]");

  private Texts() {}

  /// @throws CommandFailed if the cluster would not take it as an incident
  static void requireIncident(String text) {
    requireWhole("--incident", text);
    requireSomething("--incident", text);
    requireLength("--incident", text, LONGEST_INCIDENT);
    if (!INCIDENT.matcher(text).matches()) {
      throw wrong(
          "--incident is one word such as INC-4711, without blanks, line breaks or control"
              + " characters");
    }
  }

  /// @throws CommandFailed if the cluster would not take it as a reason
  static void requireReason(String text) {
    requireWhole("--reason", text);
    requireSomething("--reason", text);
    requireLength("--reason", text, LONGEST_REASON);
    if (REFUSED_IN_LINES.matcher(text).find()) {
      throw wrong(
          "--reason must not hold control characters other than line feed and tab, nor marks that"
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
    if (!SAYS_SOMETHING.matcher(text).find()) {
      throw wrong(option + " must say something");
    }
  }

  private static void requireLength(String option, String text, int longest) {
    int length = text.codePointCount(0, text.length());
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
