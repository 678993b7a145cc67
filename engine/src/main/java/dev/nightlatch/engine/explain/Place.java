package dev.nightlatch.engine.explain;

/// Where something is written: a file and a line of it, from 1.
public record Place(String file, int line) {

  /// `shop/policies.yaml:12`
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
