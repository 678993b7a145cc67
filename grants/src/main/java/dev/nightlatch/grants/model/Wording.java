package dev.nightlatch.grants.model;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What people may write about a grant, and what of it can be read in a terminal.
///
/// Source: the schema of `AccessGrant`.
public final class Wording {
  /// The longest identifier of an incident, in characters.
  public static final int LONGEST_INCIDENT = 128;

  /// The longest reason, in characters.
  public static final int LONGEST_REASON = 1024;

  /// The longest user name, in characters.
  public static final int LONGEST_USER = 256;

  /// The most groups of a user that a grant takes down.
  public static final int MOST_GROUPS = 128;

  private static final Predicate<String> SAYS_SOMETHING =
      Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}]").asPredicate();
  private static final Predicate<String> UNBROKEN =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]+").asMatchPredicate();

  private Wording() {}

  /// The length in characters, as the API counts them: code points.
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// Whether there is one visible character at least.
  public static boolean saysSomething(String text) {
    return SAYS_SOMETHING.test(text);
  }

  /// Whether it is one word: visible characters alone, no blanks.
  public static boolean isUnbroken(String text) {
    return UNBROKEN.test(text);
  }

  /// Whether people can read this text in a terminal: no control characters, no marks that are not
  /// seen or turn the reading direction.
  public static boolean isOneLine(String text) {
    return text.codePoints().allMatch(c -> isSafe(c) && Character.getType(c) != Character.FORMAT);
  }

  /// The same with line breaks and tabs allowed, and the joiners that some scripts need.
  public static boolean isLines(String text) {
    return text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isSafe(c));
  }

  /// Whether a terminal shows this character and does nothing else.
  public static boolean isSafe(int point) {
    return !Character.isISOControl(point)
        && "\u061C\u200B\u200E\u200F\uFEFF".indexOf(point) < 0
        && !(point >= 0x2028 && point <= 0x202E)
        && !(point >= 0x2066 && point <= 0x2069)
        && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}
