package dev.nightlatch.manifests;

import java.util.ArrayList;
import java.util.List;

/// What reading files gave: the documents that could be read, in order, and what was wrong with the
/// others. Objects of a `List` stand here as documents of their own.
///
/// @param problems sorted by place
/// @param spoilt those that were left out for a mistake in them, which is among the problems
public record Documents(List<Tree> trees, List<Problem> problems, List<Spoilt> spoilt) {
  public Documents {
    trees = List.copyOf(trees);
    problems = problems.stream().sorted(Problem.BY_PLACE).toList();
    spoilt = List.copyOf(spoilt);
  }

  /// A document that could be read and has mistakes in it.
  public record Spoilt(Tree tree, List<Problem> problems) {
    public Spoilt {
      problems = List.copyOf(problems);
    }
  }

  /// Documents as they are read: one with a mistake anywhere in it is left out.
  static final class Collected implements Sink {
    private final List<Tree> trees = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Spoilt> spoilt = new ArrayList<>();

    @Override
    public void object(Tree object, Flaws flaws) {
      List<Problem> found = flaws.in(object);
      if (found.isEmpty()) {
        trees.add(object);
      } else {
        problems.addAll(found);
        spoilt.add(new Spoilt(object, found));
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
      return new Documents(trees, problems, spoilt);
    }
  }
}
