package dev.nightlatch.engine.diff;

import java.util.List;

/// What becomes different between two snapshots.
///
/// @param changes sorted; none for what stays as it is
public record Difference(List<Change> changes) {
  public Difference {
    changes = changes.stream().sorted().toList();
  }

  /// Whether nothing becomes different, and nothing may.
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /// What is opened, or may be.
  public List<Change> opening() {
    return changes.stream()
        .filter(change -> !change.opened().isEmpty() || !change.maybeOpened().isEmpty())
        .toList();
  }

  /// What is cut, or may be.
  public List<Change> cutting() {
    return changes.stream()
        .filter(change -> !change.cut().isEmpty() || !change.maybeCut().isEmpty())
        .toList();
  }
}
