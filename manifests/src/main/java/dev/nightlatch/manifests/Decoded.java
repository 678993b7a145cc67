package dev.nightlatch.manifests;

import java.util.List;
import java.util.Optional;

/// What decoding one object gave.
///
/// @param value present exactly if no problem is heavier than a notice
/// @param problems sorted by place
public record Decoded<T>(Optional<T> value, List<Problem> problems) {
  public Decoded {
    problems = problems.stream().sorted(Problem.BY_PLACE).toList();
  }
}
