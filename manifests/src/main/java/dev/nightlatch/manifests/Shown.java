package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Wording;

/// How values of an input are shown in problems: cut short, and without anything that could move a
/// terminal's cursor.
final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  static String text(String value) {
    StringBuilder shown = new StringBuilder();
    value
        .codePoints()
        .limit(LONGEST)
        .map(point -> Wording.isSafe(point) ? point : '?')
        .forEach(shown::appendCodePoint);
    return value.codePointCount(0, value.length()) > LONGEST ? shown + "..." : shown.toString();
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
