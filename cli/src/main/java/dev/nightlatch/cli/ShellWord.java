package dev.nightlatch.cli;

import java.util.regex.Pattern;

/// A word of a command line that people copy.
final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellWord() {}

  /// The word as a shell must see it: in quotes where it holds more than plain characters.
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
