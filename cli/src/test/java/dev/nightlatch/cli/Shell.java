package dev.nightlatch.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Command lines as pages and the demo show them, read as a shell reads them.
public final class Shell {
  private static final Pattern OURS =
      Pattern.compile("\\s*(?:\\$\\s+)?(?:\\./nightlatch|nightlatch|kubectl nightlatch)(?=\\s|$)");

  /// A quoted part, an operator that ends the command, a comment, blanks, or a plain part.
  private static final Pattern PART =
      Pattern.compile("'([^']*)'|\"([^\"]*)\"|([|&;<>])|(\\s+#.*)|(\\s+)|([^\\s'\"|&;<>]+)");

  private Shell() {}

  /// The arguments of `nightlatch`, if the line calls it; up to a pipe, a redirection, a comment.
  ///
  /// @throws IllegalArgumentException if a quote has no end
  public static Optional<List<String>> arguments(String line) {
    Matcher ours = OURS.matcher(line);
    return ours.lookingAt() ? Optional.of(words(line.substring(ours.end()))) : Optional.empty();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    Matcher part = PART.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!part.find(at) || part.start() != at) {
        throw new IllegalArgumentException("a quote without an end in " + text);
      }
      at = part.end();
      if (part.group(3) != null || part.group(4) != null) {
        break;
      }
      if (part.group(5) != null) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        begun = true;
        word.append(plain(part));
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  private static String plain(Matcher part) {
    for (int group : List.of(1, 2, 6)) {
      if (part.group(group) != null) {
        return part.group(group);
      }
    }
    throw new IllegalStateException("a part of no kind: " + part.group());
  }
}
