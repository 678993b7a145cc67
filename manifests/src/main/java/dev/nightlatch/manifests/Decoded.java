package dev.nightlatch.manifests;

import java.util.List;
import java.util.Optional;

/// What decoding one object gave.
///
/// @param value present exactly if every problem is a notice, or says that a word of a cluster-wide
///     policy means something else to each network plugin ([ProblemCode#WORD_UNKNOWN]): that policy
///     is read, and whoever evaluates it must know what the word is taken for
/// @param problems sorted by place
public record Decoded<T>(Optional<T> value, List<Problem> problems) {
  public Decoded {
    problems = problems.stream().sorted(Problem.BY_PLACE).toList();
  }
}
