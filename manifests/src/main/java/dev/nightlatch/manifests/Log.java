package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The problems of one input, as they are found.
final class Log {
  private final List<Problem> problems = new ArrayList<>();

  void add(Problem problem) {
    problems.add(problem);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  private boolean isClean() {
    return problems.stream().allMatch(problem -> problem.weight() == Weight.NOTICE);
  }

  /// The value, if nothing heavier than a notice was found; only then is it made, so that no
  /// constructor ever sees what is known to be wrong.
  ///
  /// @throws IllegalStateException if the value is missing without a problem that says why
  <T> Decoded<T> decoded(Supplier<Optional<T>> value) {
    if (!isClean()) {
      return new Decoded<>(Optional.empty(), problems);
    }
    Optional<T> made = value.get();
    if (made.isEmpty()) {
      throw new IllegalStateException("an object was left out and no problem says why");
    }
    return new Decoded<>(made, problems);
  }
}
