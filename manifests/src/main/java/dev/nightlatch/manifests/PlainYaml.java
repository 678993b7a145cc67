package dev.nightlatch.manifests;

import dev.nightlatch.manifests.TreeBuilder.Excess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the YAML that nearly all manifests are written in, much faster than a whole parser: block
/// mappings and sequences, scalars on one line, plain or in quotes without escapes, flow
/// collections on one line, comments; ASCII only.
///
/// Whatever is more than that, or is wrong, it does not read at all: then the document is
/// [YamlParser]'s, which also says what is wrong. What it reads, it reads as that does, with the
/// same lines.
///
/// Costs O(characters): each is looked at a constant number of times.
final class PlainYaml {
  /// Beyond this a key is no simple one for a parser of YAML. Source: YAML 1.2.2, 7.4.2.
  private static final int LONGEST_KEY = 1024;

  private final String text;
  private final int end;
  private final Place start;
  private final TreeBuilder builder;

  /// Whether nothing was met that is another parser's.
  private boolean isPlain = true;

  /// Where the line begins that comes next, and its number in the file.
  private int next;
  private int nextLine;

  /// The line at hand: where its content begins and ends, comments and blanks left out; `from` is
  /// -1 after the last one.
  private int from;
  private int to;
  private int lineBegin;
  private int line;

  private PlainYaml(String text, Place start, TreeBuilder builder) {
    this.text = text;
    this.end = text.length();
    this.start = start;
    this.builder = builder;
    this.nextLine = start.line();
  }

  /// Reads the document that `text` consists of.
  ///
  /// @param start where the text begins in its file
  /// @return empty if it is not plain, or empty; then `builder` is not to be used any more
  /// @throws Excess if it is too much of something
  static Optional<Tree> read(String text, Place start, TreeBuilder builder) throws Excess {
    PlainYaml yaml = new PlainYaml(text, start, builder);
    yaml.separator();
    yaml.advance();
    if (!yaml.isPlain || yaml.isOver()) {
      return Optional.empty();
    }
    Tree tree = yaml.block(1);
    return yaml.isPlain && yaml.isOver() ? Optional.of(tree) : Optional.empty();
  }

  /// Passes over `---` where nothing else stands on that line.
  private void separator() {
    if (text.startsWith("---")) {
      int at = text.indexOf('\n');
      int stop = at < 0 ? end : at;
      for (int i = 3; i < stop; i++) {
        if (text.charAt(i) != ' ') {
          isPlain = false;
          return;
        }
      }
      next = Math.min(stop + 1, end);
      nextLine++;
    }
  }

  private boolean isOver() {
    return from < 0;
  }

  private int column() {
    return from - lineBegin;
  }

  private Place place() {
    return new Place(start.file(), start.document(), line);
  }

  /// Something that is not plain; the value is never looked at.
  private Tree strange() {
    isPlain = false;
    from = -1;
    return new Tree.Nothing(start, "");
  }

  /// Goes on to the next line with content.
  private void advance() {
    while (next < end) {
      lineBegin = next;
      line = nextLine++;
      int at = next;
      while (at < end && text.charAt(at) == ' ') {
        at++;
      }
      from = at;
      int stop = at;
      int last = at;
      boolean inComment = false;
      while (stop < end && text.charAt(stop) != '\n') {
        char c = text.charAt(stop);
        if (c < ' ' || c > '~') {
          strange();
          return;
        }
        if (c == '#' && (stop == at || text.charAt(stop - 1) == ' ')) {
          inComment = true;
        }
        if (!inComment && c != ' ') {
          last = stop + 1;
        }
        stop++;
      }
      next = Math.min(stop + 1, end);
      if (stop == end) {
        next = end;
      }
      to = last;
      if (last > at) {
        return;
      }
    }
    from = -1;
  }

  private boolean isItem() {
    return text.charAt(from) == '-' && (from + 1 == to || text.charAt(from + 1) == ' ');
  }

  /// The block that begins with the line at hand, at its column.
  private Tree block(int depth) throws Excess {
    if (isItem()) {
      return sequence(column(), depth);
    }
    int colon = colon();
    return colon < 0 ? alone(depth) : mapping(column(), depth);
  }

  /// A document that is one scalar or flow collection, or a value on the line after its key.
  private Tree alone(int depth) throws Excess {
    Place place = place();
    builder.checkDepth(place, depth);
    int column = column();
    Tree tree = inline(from, to, depth);
    if (isPlain) {
      advance();
      // A scalar may go on in the next line.
      if (!isOver() && column() >= column) {
        return strange();
      }
    }
    return tree;
  }

  private Tree sequence(int column, int depth) throws Excess {
    Place place = place();
    builder.checkDepth(place, depth);
    builder.count(place());
    List<Tree> items = new ArrayList<>();
    while (!isOver() && column() == column && isItem()) {
      int at = from + 1;
      while (at < to && text.charAt(at) == ' ') {
        at++;
      }
      if (at < to) {
        from = at;
        items.add(item(depth + 1));
      } else {
        Place empty = place();
        advance();
        items.add(!isOver() && column() > column ? block(depth + 1) : nothing(empty, depth + 1));
      }
    }
    if (!isOver() && column() > column) {
      return strange();
    }
    return new Tree.Sequence(place, items);
  }

  /// What stands behind a dash, on its line.
  private Tree item(int depth) throws Excess {
    if (isItem()) {
      return sequence(column(), depth);
    }
    if (colon() >= 0) {
      return mapping(column(), depth);
    }
    int dash = column();
    builder.checkDepth(place(), depth);
    Tree tree = inline(from, to, depth);
    if (isPlain) {
      advance();
      if (!isOver() && column() >= dash) {
        return strange();
      }
    }
    return tree;
  }

  private Tree nothing(Place place, int depth) throws Excess {
    builder.checkDepth(place, depth);
    builder.count(place());
    return new Tree.Nothing(place, "");
  }

  private Tree mapping(int column, int depth) throws Excess {
    Place place = place();
    builder.checkDepth(place, depth);
    builder.count(place());
    TreeBuilder.Entries entries = builder.new Entries(place);
    while (!isOver() && column() == column) {
      if (isItem()) {
        break;
      }
      int colon = colon();
      if (colon < 0) {
        return strange();
      }
      Place at = place();
      builder.checkDepth(at, depth + 1);
      builder.count(place());
      String key = key(colon, at);
      Tree value = value(colon + 1, column, depth + 1);
      if (!isPlain) {
        return strange();
      }
      entries.put(key, at, value);
    }
    if (!isOver() && column() > column) {
      return strange();
    }
    return entries.build();
  }

  /// Where the colon stands that ends the key at the begin of the line; -1 if there is none.
  private int colon() {
    char first = text.charAt(from);
    if (first == '"' || first == '\'') {
      int close = text.indexOf(first, from + 1);
      return close > 0 && close + 1 < to && isColon(close + 1, to) ? close + 1 : -1;
    }
    if (first == '{' || first == '[') {
      return -1;
    }
    for (int i = from; i < to; i++) {
      if (isColon(i, to)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isColon(int at, int stop) {
    return text.charAt(at) == ':' && (at + 1 == stop || text.charAt(at + 1) == ' ');
  }

  private String key(int colon, Place place) {
    int stop = colon;
    while (stop > from && text.charAt(stop - 1) == ' ') {
      stop--;
    }
    if (stop == from || stop - from > LONGEST_KEY) {
      strange();
      return "";
    }
    char first = text.charAt(from);
    if (first == '"' || first == '\'') {
      return quoted(from, stop);
    }
    String key = text.substring(from, stop);
    boolean isText =
        isPlainStart(from, stop)
            && !key.equals("<<")
            && Scalars.plain(place, key) instanceof Tree.Text;
    if (!isText) {
      strange();
    }
    return key;
  }

  /// The value behind a colon, on its line or on those that follow.
  private Tree value(int begin, int column, int depth) throws Excess {
    int at = begin;
    while (at < to && text.charAt(at) == ' ') {
      at++;
    }
    if (at < to) {
      builder.checkDepth(place(), depth);
      Tree tree = inline(at, to, depth);
      if (isPlain) {
        advance();
        if (!isOver() && column() > column) {
          return strange();
        }
      }
      return tree;
    }
    Place empty = place();
    advance();
    if (!isOver() && (column() > column || (column() == column && isItem()))) {
      return column() == column ? sequence(column, depth) : block(depth);
    }
    return nothing(empty, depth);
  }

  /// A scalar or a flow collection that stands between two places of the line.
  private Tree inline(int begin, int stop, int depth) throws Excess {
    char first = text.charAt(begin);
    return switch (first) {
      case '"', '\'' -> {
        builder.count(place());
        String quoted = quoted(begin, stop);
        yield isPlain ? builder.text(place(), quoted) : strange();
      }
      case '{', '[' -> new Flow(begin, stop, depth).read();
      default -> plain(begin, stop);
    };
  }

  private Tree plain(int begin, int stop) throws Excess {
    if (!isPlainStart(begin, stop)) {
      return strange();
    }
    for (int i = begin; i < stop; i++) {
      if (isColon(i, stop)) {
        return strange();
      }
    }
    builder.count(place());
    return Scalars.plain(place(), text.substring(begin, stop));
  }

  /// Whether a plain scalar may begin like this.
  private boolean isPlainStart(int begin, int stop) {
    char first = text.charAt(begin);
    if (first == '-' || first == '?' || first == ':') {
      return begin + 1 < stop && text.charAt(begin + 1) != ' ' && !text.startsWith("---", begin);
    }
    return "[]{},#&*!|>'\"%@`.".indexOf(first) < 0
        || (first == '.' && !text.startsWith("...", begin));
  }

  /// The content of quotes without escapes that fill the line up to `stop`.
  private String quoted(int begin, int stop) {
    char quote = text.charAt(begin);
    int close = text.indexOf(quote, begin + 1);
    if (close != stop - 1) {
      strange();
      return "";
    }
    String content = text.substring(begin + 1, close);
    if (quote == '"' && content.indexOf('\\') >= 0) {
      strange();
    }
    return content;
  }

  /// A flow collection on one line.
  private final class Flow {
    private final int stop;
    private final int depth;
    private int at;

    Flow(int begin, int stop, int depth) {
      this.at = begin;
      this.stop = stop;
      this.depth = depth;
    }

    Tree read() throws Excess {
      Tree tree = collection(depth);
      return isPlain && at == stop ? tree : strange();
    }

    private void blanks() {
      while (at < stop && text.charAt(at) == ' ') {
        at++;
      }
    }

    private boolean isAt(char c) {
      return at < stop && text.charAt(at) == c;
    }

    private Tree collection(int deep) throws Excess {
      builder.checkDepth(place(), deep);
      builder.count(place());
      boolean isMapping = isAt('{');
      at++;
      Tree tree = isMapping ? mapping(deep) : sequence(deep);
      at++;
      return tree;
    }

    private Tree sequence(int deep) throws Excess {
      List<Tree> items = new ArrayList<>();
      blanks();
      while (isPlain && !isAt(']')) {
        items.add(node(deep + 1, "]"));
        separated(']');
      }
      return new Tree.Sequence(place(), items);
    }

    private Tree mapping(int deep) throws Excess {
      TreeBuilder.Entries entries = builder.new Entries(place());
      blanks();
      while (isPlain && !isAt('}')) {
        Tree key = node(deep + 1, ":");
        blanks();
        boolean isKey =
            isPlain
                && key instanceof Tree.Text(_, var written)
                && !written.equals("<<")
                && isAt(':')
                && at + 1 < stop
                && text.charAt(at + 1) == ' ';
        if (!isKey) {
          return strange();
        }
        at++;
        blanks();
        Tree value = node(deep + 1, "}");
        separated('}');
        if (isPlain) {
          entries.put(((Tree.Text) key).written(), place(), value);
        }
      }
      return entries.build();
    }

    /// Passes over a comma, or stops before the end.
    private void separated(char close) {
      blanks();
      if (isAt(',')) {
        at++;
        blanks();
        if (isAt(close)) {
          strange();
        }
      } else if (!isAt(close)) {
        strange();
      }
    }

    /// @param ends what ends a plain scalar here, besides a comma
    private Tree node(int deep, String ends) throws Excess {
      if (at >= stop) {
        return strange();
      }
      builder.checkDepth(place(), deep);
      char first = text.charAt(at);
      if (first == '{' || first == '[') {
        return collection(deep);
      }
      int begin = at;
      if (first == '"' || first == '\'') {
        int close = text.indexOf(first, at + 1);
        if (close < 0 || close >= stop) {
          return strange();
        }
        at = close + 1;
        builder.count(place());
        String content = quoted(begin, at);
        return isPlain ? builder.text(place(), content) : strange();
      }
      while (at < stop && text.charAt(at) != ',' && ends.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      int last = at;
      while (last > begin && text.charAt(last - 1) == ' ') {
        last--;
      }
      return last == begin || !isFlowPlain(begin, last) ? strange() : plain(begin, last);
    }

    private boolean isFlowPlain(int begin, int last) {
      for (int i = begin; i < last; i++) {
        if ("[]{}:?".indexOf(text.charAt(i)) >= 0) {
          return false;
        }
      }
      return true;
    }
  }
}
