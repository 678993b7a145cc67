package dev.nightlatch.manifests;

import java.util.ArrayList;
import java.util.List;

/// What reading files gave: the documents that could be read, in order, and what was wrong with the
/// others. Objects of a `List` stand here as documents of their own.
///
/// @param problems sorted by place
public record Documents(List<Tree> trees, List<Problem> problems) {
  public Documents {
    trees = List.copyOf(trees);
    problems = problems.stream().sorted(Problem.BY_PLACE).toList();
  }

  /// Documents as they are read: one with a mistake anywhere in it is left out.
  static final class Collected implements Sink {
    private final List<Tree> trees = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    @Override
    public void object(Tree object, Flaws flaws) {
      List<Problem> found = flaws.in(object);
      if (found.isEmpty()) {
        trees.add(object);
      } else {
        problems.addAll(found);
      }
    }

    @Override
    public void problem(Problem problem) {
      problems.add(problem);
    }

    @Override
    public void lost(Problem problem, String text) {
      problems.add(problem);
    }

    Documents documents() {
      return new Documents(trees, problems);
    }
  }
}
