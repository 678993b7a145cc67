package dev.nightlatch.manifests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Writes JSON. [Yaml#read(String, String)] reads it.
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// Writes a tree of maps with text keys, lists, texts, numbers, booleans and null: over several
  /// lines, in the order of the maps. Ends with a line break.
  ///
  /// @throws IllegalArgumentException if a value is of any other class, or contains itself
  public static String write(@Nullable Object tree) {
    return written(tree, true) + "\n";
  }

  /// The same in one line, without a line break at its end.
  ///
  /// @throws IllegalArgumentException if a value is of any other class, or contains itself
  public static String line(@Nullable Object tree) {
    return written(tree, false);
  }

  private static String written(@Nullable Object value, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (pretty) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        generator.setPrettyPrinter(
            new DefaultPrettyPrinter(
                    Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines));
      }
      write(generator, PlainTrees.tree(value, Place.ofApi("the value")));
    } catch (IOException impossible) {
      throw new UncheckedIOException("a StringWriter failed", impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, Tree tree) throws IOException {
    switch (tree) {
      case Tree.Text(_, var text) -> generator.writeString(text);
      case Tree.Whole(_, var number, _) -> generator.writeNumber(number);
      case Tree.Real(_, var written) -> generator.writeNumber(written);
      case Tree.Truth(_, var truth, _) -> generator.writeBoolean(truth);
      case Tree.Nothing _ -> generator.writeNull();
      case Tree.Sequence(_, var items) -> {
        generator.writeStartArray();
        for (Tree item : items) {
          write(generator, item);
        }
        generator.writeEndArray();
      }
      case Tree.Mapping(_, var entries) -> {
        generator.writeStartObject();
        for (var entry : entries.entrySet()) {
          generator.writeFieldName(entry.getKey());
          write(generator, entry.getValue().value());
        }
        generator.writeEndObject();
      }
    }
  }
}
