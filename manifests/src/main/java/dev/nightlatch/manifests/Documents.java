package dev.nightlatch.manifests;

import java.util.List;

/// What reading files gave: the documents that could be read, in order, and what was wrong with the
/// others. Objects of a `List` stand here as documents of their own.
public record Documents(List<Tree> trees, List<Problem> problems) {
  public Documents {
    trees = List.copyOf(trees);
    problems = List.copyOf(problems);
  }
}
