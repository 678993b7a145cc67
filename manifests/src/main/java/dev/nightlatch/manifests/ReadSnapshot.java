package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Snapshot;
import java.util.List;

/// A snapshot out of texts, and all that is wrong with them.
///
/// @param problems sorted by place
public record ReadSnapshot(Snapshot snapshot, List<Problem> problems, PassedOver passedOver) {
  public ReadSnapshot {
    problems = problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
  }
}
