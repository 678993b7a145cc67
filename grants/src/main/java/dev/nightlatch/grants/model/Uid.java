package dev.nightlatch.grants.model;

/// The identity that the API server gives an object once and to no other; a name can come again, a
/// UID cannot. Source: `ObjectMeta.uid`, meta/v1.
public record Uid(String text) implements Comparable<Uid> {

  /// @throws IllegalArgumentException if `text` is empty
  public Uid {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a UID is never empty");
    }
  }

  @Override
  public int compareTo(Uid other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
