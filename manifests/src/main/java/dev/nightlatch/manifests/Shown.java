package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Wording;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How values of an input are shown in problems: cut short, and without anything that could move a
/// terminal's cursor.
final class Shown {
  private static final int LONGEST = 60;
  private static final int LONGEST_SENTENCE = 120;
  private static final Pattern SENTENCE_END = Pattern.compile("\\.\\s|\\.?\\s+\\((?=[A-Z])");

  private Shown() {}

  static String text(String value) {
    String shown = safe(value, LONGEST);
    return value.codePointCount(0, value.length()) > LONGEST ? shown + "..." : shown;
  }

  /// The first sentence of a message that somebody else wrote, cut short at a word's end.
  static String sentence(String message) {
    Matcher end = SENTENCE_END.matcher(message.strip());
    String first = end.find() ? message.strip().substring(0, end.start()) : message.strip();
    if (first.codePointCount(0, first.length()) <= LONGEST_SENTENCE) {
      return safe(first, LONGEST_SENTENCE);
    }
    String cut = safe(first, LONGEST_SENTENCE);
    int last = cut.lastIndexOf(' ');
    return (last > 0 ? cut.substring(0, last) : cut) + " ...";
  }

  private static String safe(String value, int longest) {
    StringBuilder shown = new StringBuilder();
    value
        .codePoints()
        .limit(longest)
        .map(point -> Wording.isSafe(point) ? point : '?')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /// The value of a tree, with the type that its reader takes it for.
  static String tree(Tree tree) {
    return switch (tree) {
      case Tree.Text(_, var written) -> "\"" + text(written) + "\"";
      case Tree.Whole whole -> "the number " + text(whole.written());
      case Tree.Real(_, var written) -> "the number " + text(written);
      case Tree.Truth(_, var value, var written) ->
          written.equals("" + value) ? written : written + ", which is read as " + value;
      case Tree.Nothing _ -> "nothing";
      case Tree.Mapping _ -> "a mapping";
      case Tree.Sequence _ -> "a list";
    };
  }
}
