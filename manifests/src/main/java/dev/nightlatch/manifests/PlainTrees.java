package dev.nightlatch.manifests;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Trees of plain Java values.
final class PlainTrees {
  private PlainTrees() {}

  static Tree tree(@Nullable Object value, Place place) {
    return tree(value, place, 0);
  }

  private static Tree tree(@Nullable Object value, Place place, int depth) {
    if (depth > Limits.DEPTH) {
      throw new IllegalArgumentException(place + " is nested more than " + Limits.DEPTH + " deep");
    }
    return switch (value) {
      case null -> new Tree.Nothing(place, "null");
      case String text -> new Tree.Text(place, text);
      case Boolean truth -> new Tree.Truth(place, truth, truth.toString());
      case Integer _, Long _, Short _, Byte _ ->
          new Tree.Whole(place, ((Number) value).longValue(), value.toString());
      case BigInteger big when big.bitLength() < Long.SIZE ->
          new Tree.Whole(place, big.longValue(), big.toString());
      case Double real when !Double.isFinite(real) ->
          throw new IllegalArgumentException(place + " holds " + real);
      case BigInteger _, Double _, Float _, BigDecimal _ -> new Tree.Real(place, value.toString());
      case Map<?, ?> map -> mapping(map, place, depth);
      case Collection<?> items -> sequence(items, place, depth);
      default -> throw new IllegalArgumentException(place + " holds a " + value.getClass());
    };
  }

  private static Tree mapping(Map<?, ?> map, Place place, int depth) {
    SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String text)) {
            throw new IllegalArgumentException(place + " holds the key " + key);
          }
          entries.put(text, new Tree.Entry(place, tree(value, place, depth + 1)));
        });
    return new Tree.Mapping(place, entries);
  }

  private static Tree sequence(Collection<?> items, Place place, int depth) {
    List<Tree> trees = new ArrayList<>(items.size());
    for (Object item : items) {
      trees.add(tree(item, place, depth + 1));
    }
    return new Tree.Sequence(place, trees);
  }
}
