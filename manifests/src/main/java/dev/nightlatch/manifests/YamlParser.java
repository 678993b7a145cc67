package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import dev.nightlatch.manifests.TreeBuilder.Excess;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/// Reads one YAML document.
final class YamlParser {
  /// The library copies what it has not passed yet whenever it fetches more: with its usual buffer
  /// of a thousand characters a long text takes time with the square of its length.
  private static final LoadSettings SHORT = settings(1 << 12);
  private static final LoadSettings LONG = settings(1 << 16);
  private static final LoadSettings LONGEST = settings(1 << 20);
  private static final String TAGS = "tag:yaml.org,2002:";

  /// The text is no YAML.
  private static final class Broken extends Exception {
    private final int line;
    private final String found;

    Broken(int line, String found) {
      super(found);
      this.line = line;
      this.found = found;
    }
  }

  private final String file;
  private final int document;
  private final int linesBefore;
  private final String text;
  private final Iterator<Event> events;
  private final TreeBuilder builder;
  private int line = 1;

  private YamlParser(String text, Place start, TreeBuilder builder) {
    this.file = start.file();
    this.document = start.document();
    this.linesBefore = start.line() - 1;
    this.text = text;
    this.events = new Parse(settingsFor(text.length())).parseString(text).iterator();
    this.builder = builder;
  }

  private static LoadSettings settingsFor(int length) {
    if (length <= SHORT.getBufferSize()) {
      return SHORT;
    }
    return length <= LONG.getBufferSize() ? LONG : LONGEST;
  }

  private static LoadSettings settings(int buffer) {
    return LoadSettings.builder()
        .setCodePointLimit(Integer.MAX_VALUE)
        .setBufferSize(buffer)
        .build();
  }

  /// Reads the document that `text` consists of.
  ///
  /// @param start where the text begins in its file
  /// @return empty if it is empty, or could not be read
  static Optional<Tree> parse(String text, Place start, TreeBuilder builder, Sink sink) {
    YamlParser parser = new YamlParser(text, start, builder);
    try {
      return parser.stream();
    } catch (Broken broken) {
      sink.lost(
          new Problem(
              ProblemCode.SYNTAX,
              Weight.FATAL,
              parser.place(broken.line),
              broken.found,
              "YAML or JSON"),
          text);
    } catch (Excess excess) {
      sink.lost(excess.problem(), text);
    }
    return Optional.empty();
  }

  private Optional<Tree> stream() throws Broken, Excess {
    Optional<Tree> tree = Optional.empty();
    while (hasNext()) {
      Event event = next();
      switch (event.getEventId()) {
        case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        case DocumentStart -> {
          if (tree.isPresent()) {
            throw new Broken(line, "a second document after \"...\" without \"---\" before it");
          }
        }
        case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
            tree = Optional.of(value(event, 1));
      }
    }
    return tree;
  }

  /// Both questions to the library read on, and either may find the text broken.
  private boolean hasNext() throws Broken {
    try {
      return events.hasNext();
    } catch (RuntimeException broken) {
      throw told(broken);
    }
  }

  private Event next() throws Broken {
    try {
      Event event = events.next();
      Optional<Mark> mark = event.getStartMark();
      line = mark.isPresent() ? mark.get().getLine() + 1 : line;
      return event;
    } catch (RuntimeException broken) {
      throw told(broken);
    }
  }

  private Broken told(RuntimeException failure) {
    return switch (failure) {
      case MarkedYamlEngineException broken -> {
        int at = broken.getProblemMark().map(Mark::getLine).orElse(line - 1) + 1;
        String problem = String.valueOf(broken.getProblem()).strip();
        yield new Broken(
            at, Shown.sentence(problem.startsWith("found ") ? problem.substring(6) : problem));
      }
      case ReaderException broken ->
          new Broken(
              lineOf(broken.getPosition()), "a character that YAML does not allow unescaped");
      // The library has a type of its own for most mistakes, not for all of them: characters that
      // do not exist, numbers that are too large. Nothing but its own code has run.
      default -> new Broken(line, "text that is no YAML");
    };
  }

  private int lineOf(int position) {
    return (int) text.codePoints().limit(position).filter(point -> point == '\n').count() + 1;
  }

  private Place place(int at) {
    return new Place(file, document, linesBefore + at);
  }

  private Tree value(Event event, int depth) throws Broken, Excess {
    Place place = place(line);
    builder.checkDepth(place, depth);
    if (event instanceof AliasEvent alias) {
      return builder.alias(alias.getAlias().getValue(), place);
    }
    long before = builder.counted();
    builder.count(place);
    Optional<Anchor> anchor = Optional.empty();
    Tree tree;
    switch (event) {
      case ScalarEvent scalar -> {
        anchor = scalar.getAnchor();
        tree = scalar(scalar, place);
      }
      case SequenceStartEvent start -> {
        anchor = start.getAnchor();
        tree = collection(start.getTag(), "seq", sequence(place, depth));
      }
      case MappingStartEvent start -> {
        anchor = start.getAnchor();
        tree = collection(start.getTag(), "map", mapping(place, depth));
      }
      default -> throw new IllegalStateException("not the begin of a value: " + event);
    }
    anchor.ifPresent(name -> builder.anchor(name.getValue(), tree, before));
    return tree;
  }

  private Tree sequence(Place place, int depth) throws Broken, Excess {
    List<Tree> items = new ArrayList<>();
    Event event = next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(value(event, depth + 1));
      event = next();
    }
    return new Tree.Sequence(place, items);
  }

  private Tree mapping(Place place, int depth) throws Broken, Excess {
    TreeBuilder.Entries entries = builder.new Entries(place);
    Event event = next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Place at = place(line);
      boolean merges =
          event instanceof ScalarEvent key
              && key.isPlain()
              && key.getTag().isEmpty()
              && key.getValue().equals("<<");
      Tree key = value(event, depth + 1);
      Tree value = value(next(), depth + 1);
      if (merges) {
        entries.merge(at, value);
      } else {
        put(entries, at, key, value);
      }
      event = next();
    }
    return entries.build();
  }

  /// A key that is no text becomes one, as kubectl does it: `yes: x` is the key `true`.
  private static void put(TreeBuilder.Entries entries, Place at, Tree key, Tree value) {
    switch (key) {
      case Tree.Text(_, var text) -> entries.put(text, at, value);
      case Tree.Whole(_, var number, _) -> entries.put(Long.toString(number), at, value);
      case Tree.Truth(_, var truth, _) -> entries.put(Boolean.toString(truth), at, value);
      case Tree.Real(_, var written) -> entries.put(written, at, value);
      case Tree.Nothing _, Tree.Mapping _, Tree.Sequence _ ->
          entries.bad(at, ProblemCode.SYNTAX, Shown.tree(key) + " as a key", "a text as a key");
    }
  }

  private Tree collection(Optional<String> tag, String kind, Tree tree) throws Excess {
    if (tag.isEmpty() || tag.get().equals(TAGS + kind) || tag.get().equals("!")) {
      return tree;
    }
    return foreign(tag.get(), tree);
  }

  private Tree scalar(ScalarEvent event, Place place) throws Excess {
    if (event.getTag().isEmpty()) {
      return event.isPlain()
          ? Scalars.plain(place, event.getValue())
          : builder.text(place, event.getValue());
    }
    Tree text = builder.text(place, event.getValue());
    Tree.Scalar plain = Scalars.plain(place, event.getValue());
    String tag = event.getTag().get();
    boolean fits =
        switch (tag) {
          case TAGS + "str", "!" -> true;
          case TAGS + "int" -> plain instanceof Tree.Whole;
          case TAGS + "float" -> plain instanceof Tree.Whole || plain instanceof Tree.Real;
          case TAGS + "bool" -> plain instanceof Tree.Truth;
          case TAGS + "null" -> plain instanceof Tree.Nothing;
          default -> false;
        };
    if (!fits) {
      return foreign(tag, text);
    }
    return tag.equals("!") || tag.equals(TAGS + "str") ? text : plain;
  }

  private Tree foreign(String tag, Tree tree) throws Excess {
    return builder.flawed(
        tree, ProblemCode.SYNTAX, "the tag " + Shown.text(tag), "a value without a tag");
  }
}
