package dev.nightlatch.manifests;

import dev.nightlatch.manifests.TreeBuilder.Excess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A text to its documents.
///
/// Documents are separated before they are read, at lines that begin with `---`, as kubectl does
/// it: so one that is broken does not keep those after it. YAML allows no such line inside a
/// document, not even inside quotes.
final class YamlText {
  private static final String SEPARATOR = "---";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String file;
  private final Sink sink;
  private int document;
  private int line = 1;

  private YamlText(String file, Sink sink) {
    this.file = file;
    this.sink = sink;
  }

  static void read(String text, String file, Sink sink) {
    String clean = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    if (!isJson(clean, file, sink)) {
      new YamlText(file, sink).yaml(clean);
    }
  }

  /// Whether the text was JSON and has been read; if it is none to its end, or too much of it, it
  /// may still be YAML with more documents.
  private static boolean isJson(String text, String file, Sink sink) {
    String begin = text.stripLeading();
    if (begin.isEmpty() || "{[".indexOf(begin.charAt(0)) < 0) {
      return false;
    }
    TreeBuilder builder = new TreeBuilder();
    List<Tree> trees;
    try {
      trees = JsonParsing.parse(text, file, builder);
    } catch (IOException | Excess notJson) {
      return false;
    }
    trees.forEach(tree -> Lists.flatten(tree, builder.flaws(), sink));
    return true;
  }

  private void yaml(String text) {
    int from = 0;
    int separator = separator(text, 0);
    while (separator >= 0) {
      from = chunk(text, from, separator);
      separator = separator(text, separator + 1);
    }
    chunk(text, from, text.length());
  }

  /// Where the next line begins that separates documents; -1 if there is none.
  private static int separator(String text, int from) {
    int at = text.indexOf(SEPARATOR, from);
    while (at >= 0) {
      int end = at + SEPARATOR.length();
      boolean begins = at == 0 || text.charAt(at - 1) == '\n';
      if (begins && (end == text.length() || " \t\r\n".indexOf(text.charAt(end)) >= 0)) {
        return at;
      }
      at = text.indexOf(SEPARATOR, at + 1);
    }
    return at;
  }

  /// Reads the document between two separators, and returns where the next one begins: directives
  /// belong to the document after them.
  private int chunk(String text, int from, int to) {
    String chunk = text.substring(from, to);
    boolean separated = chunk.startsWith(SEPARATOR);
    String content = separated ? chunk.substring(SEPARATOR.length()) : chunk;
    if (!separated && to < text.length() && isDirectives(content)) {
      return from;
    }
    if (!isSilent(content)) {
      document++;
      document(chunk, new Place(file, document, line));
    }
    for (int at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) {
      line++;
    }
    return to;
  }

  /// Reads a document fast, if it is one of those that can be, or whole.
  private void document(String text, Place start) {
    if (!isPlain(text, start)) {
      TreeBuilder builder = new TreeBuilder();
      YamlParser.parse(text, start, builder, sink)
          .ifPresent(tree -> Lists.flatten(tree, builder.flaws(), sink));
    }
  }

  private boolean isPlain(String text, Place start) {
    TreeBuilder builder = new TreeBuilder();
    try {
      Optional<Tree> tree = PlainYaml.read(text, start, builder);
      tree.ifPresent(read -> Lists.flatten(read, builder.flaws(), sink));
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
