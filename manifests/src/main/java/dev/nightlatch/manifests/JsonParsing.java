package dev.nightlatch.manifests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.nightlatch.manifests.TreeBuilder.Excess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads JSON values that stand one after the other, each a document.
final class JsonParsing {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final String file;
  private final JsonParser parser;
  private final TreeBuilder builder;
  private int document = 1;

  private JsonParsing(String file, JsonParser parser, TreeBuilder builder) {
    this.file = file;
    this.parser = parser;
    this.builder = builder;
  }

  /// Reads all of `text`.
  ///
  /// @param trees takes its values, also those before one that is too large
  /// @throws IOException if it is not JSON to its end; it may be YAML then
  /// @throws Excess if it is too large
  static void parse(String text, String file, TreeBuilder builder, List<Tree> trees)
      throws IOException, Excess {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonParsing parsing = new JsonParsing(file, parser, builder);
      while (parser.nextToken() != null) {
        trees.add(parsing.value(1));
        parsing.document++;
      }
    }
  }

  private Place place() {
    return new Place(file, document, parser.currentTokenLocation().getLineNr());
  }

  private Tree value(int depth) throws IOException, Excess {
    Place place = place();
    builder.checkDepth(place, depth);
    builder.count(place);
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(place, depth);
      case START_ARRAY -> array(place, depth);
      case VALUE_STRING -> builder.text(place, parser.getText());
      case VALUE_TRUE -> new Tree.Truth(place, true, "true");
      case VALUE_FALSE -> new Tree.Truth(place, false, "false");
      case VALUE_NULL -> new Tree.Nothing(place, "null");
      case VALUE_NUMBER_INT -> integer(place, parser.getText());
      case VALUE_NUMBER_FLOAT -> new Tree.Real(place, parser.getText());
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value: " + parser.currentToken());
    };
  }

  private static Tree integer(Place place, String digits) {
    return Scalars.plain(place, digits);
  }

  private Tree object(Place place, int depth) throws IOException, Excess {
    TreeBuilder.Entries entries = builder.new Entries(place);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Place at = place();
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, at, value(depth + 1));
    }
    return entries.build();
  }

  private Tree array(Place place, int depth) throws IOException, Excess {
    List<Tree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return new Tree.Sequence(place, items);
  }
}
