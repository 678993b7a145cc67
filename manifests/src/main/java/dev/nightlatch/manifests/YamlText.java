package dev.nightlatch.manifests;

import dev.nightlatch.manifests.TreeBuilder.Excess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text to its documents.
///
/// Documents are separated before they are read, at lines that begin with `---`, as kubectl does
/// it: so one that is broken does not keep those after it. YAML allows no such line inside a
/// document, not even inside quotes.
final class YamlText {
  private static final Pattern SEPARATOR =
      Pattern.compile("^---(?=[ \\t\\r\\n]|\\z)", Pattern.MULTILINE | Pattern.UNIX_LINES);
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String file;
  private final Log log = new Log();
  private final List<Tree> trees = new ArrayList<>();
  private int document;
  private int line = 1;

  private YamlText(String file) {
    this.file = file;
  }

  static Documents read(String text, String file) {
    String clean = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    return json(clean, file).orElseGet(() -> new YamlText(file).yaml(clean));
  }

  /// The text as JSON; empty if it is none, or too much of it: as YAML it may have more documents.
  private static Optional<Documents> json(String text, String file) {
    String begin = text.stripLeading();
    if (begin.isEmpty() || "{[".indexOf(begin.charAt(0)) < 0) {
      return Optional.empty();
    }
    Log log = new Log();
    TreeBuilder builder = new TreeBuilder(log);
    List<Tree> trees = new ArrayList<>();
    try {
      for (Tree tree : JsonParsing.parse(text, file, builder)) {
        Lists.flatten(tree, builder, log, trees::add);
      }
    } catch (IOException | Excess notJson) {
      return Optional.empty();
    }
    return Optional.of(new Documents(trees, log.problems()));
  }

  private Documents yaml(String text) {
    Matcher separator = SEPARATOR.matcher(text);
    int from = 0;
    while (separator.find()) {
      from = chunk(text, from, separator.start());
    }
    chunk(text, from, text.length());
    return new Documents(trees, log.problems());
  }

  /// Reads the document between two separators, and returns where the next one begins: directives
  /// belong to the document after them.
  private int chunk(String text, int from, int to) {
    String chunk = text.substring(from, to);
    boolean separated = chunk.startsWith("---");
    String content = separated ? chunk.substring(3) : chunk;
    if (!separated && to < text.length() && isDirectives(content)) {
      return from;
    }
    if (!isSilent(content)) {
      document++;
      Place start = new Place(file, document, line);
      if (!plain(chunk, start)) {
        TreeBuilder builder = new TreeBuilder(log);
        YamlParser.parse(chunk, start, log, builder)
            .ifPresent(tree -> Lists.flatten(tree, builder, log, trees::add));
      }
    }
    line += (int) chunk.chars().filter(c -> c == '\n').count();
    return to;
  }

  /// Whether the document is one of those that can be read fast, and has been.
  private boolean plain(String chunk, Place start) {
    Log found = new Log();
    TreeBuilder builder = new TreeBuilder(found);
    try {
      Optional<Tree> tree = PlainYaml.read(chunk, start, builder);
      tree.ifPresent(
          read -> {
            found.problems().forEach(log::add);
            Lists.flatten(read, builder, log, trees::add);
          });
      return tree.isPresent();
    } catch (Excess tooMuch) {
      return false;
    }
  }

  /// Whether there is nothing in it but comments.
  private static boolean isSilent(String content) {
    return content.lines().allMatch(text -> text.isBlank() || text.stripLeading().startsWith("#"));
  }

  private static boolean isDirectives(String content) {
    return content.lines().anyMatch(text -> text.startsWith("%"))
        && content
            .lines()
            .allMatch(text -> text.isBlank() || text.startsWith("%") || text.startsWith("#"));
  }
}
