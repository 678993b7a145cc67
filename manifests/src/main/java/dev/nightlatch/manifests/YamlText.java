package dev.nightlatch.manifests;

import dev.nightlatch.manifests.TreeBuilder.Excess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
  private final Window documents;
  private int document;
  private int line = 1;

  private YamlText(String file, Sink sink, Window documents) {
    this.file = file;
    this.sink = sink;
    this.documents = documents;
  }

  static void read(String text, String file, Sink sink) {
    String clean = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    YamlText reader = new YamlText(file, sink, Window.of(clean.length(), sink));
    reader.yaml(clean, reader.json(clean));
  }

  /// Reads the text as JSON, and returns where YAML begins: nowhere if all of it was JSON, after
  /// what was too much of it, and at its begin if it is none to its end.
  private int json(String text) {
    String begin = text.stripLeading();
    if (begin.isEmpty() || "{[".indexOf(begin.charAt(0)) < 0) {
      return 0;
    }
    TreeBuilder builder = new TreeBuilder();
    List<Tree> trees = new ArrayList<>();
    int end = text.length();
    try {
      JsonParsing.parse(text, file, builder, trees);
    } catch (IOException notJson) {
      return 0;
    } catch (Excess excess) {
      sink.lost(excess.problem(), "");
      int separator = separator(text, 0);
      end = separator < 0 ? end : separator;
      document = excess.problem().place().document();
      countLines(text.substring(0, end));
    }
    trees.forEach(tree -> Lists.flatten(tree, builder.flaws(), sink));
    return end;
  }

  private void yaml(String text, int begin) {
    int from = begin;
    int separator = separator(text, begin);
    while (separator >= 0) {
      from = chunk(text, from, separator);
      separator = separator(text, separator + 1);
    }
    chunk(text, from, text.length());
    documents.close();
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
      documents.add(chunk, new Place(file, document, line));
    }
    countLines(chunk);
    return to;
  }

  private void countLines(String passed) {
    for (int at = passed.indexOf('\n'); at >= 0; at = passed.indexOf('\n', at + 1)) {
      line++;
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
