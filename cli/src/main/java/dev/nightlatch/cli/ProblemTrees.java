package dev.nightlatch.cli;

import dev.nightlatch.manifests.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is wrong with an input, as trees.
final class ProblemTrees {
  private ProblemTrees() {}

  static Map<String, Object> problem(Problem problem) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("code", problem.code().text());
    tree.put("weight", EngineTrees.word(problem.weight()));
    tree.put("file", problem.place().file());
    tree.put("line", problem.place().line());
    tree.put("document", problem.place().document());
    tree.put("found", problem.found());
    tree.put("wanted", problem.wanted());
    return tree;
  }
}
