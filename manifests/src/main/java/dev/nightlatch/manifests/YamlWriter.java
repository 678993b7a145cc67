package dev.nightlatch.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/// Plain values to YAML.
final class YamlWriter {
  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setWidth(Integer.MAX_VALUE)
          .setSplitLines(false)
          .setUseUnicodeEncoding(true)
          .build();
  private static final ImplicitTuple WITHOUT_TAG = new ImplicitTuple(true, true);

  private final List<Event> events = new ArrayList<>();

  private YamlWriter() {}

  static String write(@Nullable Object value) {
    YamlWriter writer = new YamlWriter();
    writer.events.add(new StreamStartEvent());
    writer.events.add(new DocumentStartEvent(false, Optional.empty(), Map.of()));
    writer.add(PlainTrees.tree(value, Place.ofApi("the value")));
    writer.events.add(new DocumentEndEvent(false));
    writer.events.add(new StreamEndEvent());
    return new Present(SETTINGS).emitToString(writer.events.iterator());
  }

  private void add(Tree tree) {
    switch (tree) {
      case Tree.Text(_, var text) -> scalar(text, style(text));
      case Tree.Scalar scalar -> scalar(scalar.written(), ScalarStyle.PLAIN);
      case Tree.Sequence(_, var items) -> {
        events.add(
            new SequenceStartEvent(
                Optional.empty(), Optional.empty(), true, flow(items.isEmpty())));
        items.forEach(this::add);
        events.add(new SequenceEndEvent());
      }
      case Tree.Mapping(_, var entries) -> {
        events.add(
            new MappingStartEvent(
                Optional.empty(), Optional.empty(), true, flow(entries.isEmpty())));
        entries.forEach(
            (key, entry) -> {
              scalar(key, Scalars.isPlainText(key) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
              add(entry.value());
            });
        events.add(new MappingEndEvent());
      }
    }
  }

  private static FlowStyle flow(boolean empty) {
    return empty ? FlowStyle.FLOW : FlowStyle.BLOCK;
  }

  private void scalar(String text, ScalarStyle style) {
    events.add(new ScalarEvent(Optional.empty(), Optional.empty(), WITHOUT_TAG, text, style));
  }

  /// Texts of several lines stand as they are; what is not safe without quotes stands in quotes.
  private static ScalarStyle style(String text) {
    if (text.indexOf('\n') >= 0 && text.indexOf('\r') < 0 && !Scalars.breaksOrVanishes(text)) {
      return ScalarStyle.LITERAL;
    }
    return Scalars.isPlainText(text) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
  }
}
