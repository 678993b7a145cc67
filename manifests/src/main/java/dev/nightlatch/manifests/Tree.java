package dev.nightlatch.manifests;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A document as it is written, each part with its place: what YAML, JSON and the objects of an API
/// server have in common.
public sealed interface Tree {

  Place place();

  /// Keys and values in the order in which they are written.
  record Mapping(Place place, SequencedMap<String, Entry> entries) implements Tree {
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    /// The value of a key; empty if the key is not there.
    public Optional<Tree> value(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }
  }

  /// The value of a key, and where the key is written.
  record Entry(Place place, Tree value) {}

  record Sequence(Place place, List<Tree> items) implements Tree {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// A value without parts.
  sealed interface Scalar extends Tree {
    /// The value as it is written, without quotes.
    String written();
  }

  record Text(Place place, String written) implements Scalar {}

  /// A whole number of 64 bits.
  record Whole(Place place, long value, String written) implements Scalar {}

  /// Any other number.
  record Real(Place place, String written) implements Scalar {}

  record Truth(Place place, boolean value, String written) implements Scalar {}

  /// `null`, `~` or nothing at all.
  record Nothing(Place place, String written) implements Scalar {}

  /// The tree of an API object, as a Kubernetes client's generic resource gives it: maps with text
  /// keys, lists, texts, numbers, booleans and null.
  ///
  /// @param origin what to call the object in problems, such as `AccessRule shop/db-shell`
  /// @throws IllegalArgumentException if a value is of any other class, or contains itself
  static Tree of(Map<String, ?> apiObject, String origin) {
    return PlainTrees.tree(apiObject, Place.ofApi(origin));
  }
}
