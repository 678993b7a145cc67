package dev.nightlatch.cli;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.explain.Verdict;
import java.util.List;
import java.util.stream.Stream;

/// What settles a verdict that is undetermined: the facts to give, or the policies to mend.
final class WantedFacts {
  private WantedFacts() {}

  /// A line for each fact that is missing; none where the verdict is settled.
  static List<String> lines(Verdict verdict) {
    if (verdict.answer() != Answer.UNDETERMINED) {
      return List.of();
    }
    return Stream.of(verdict.egress(), verdict.ingress())
        .flatMap(side -> side.doubts().stream())
        .map(Doubt::cause)
        .map(WantedFacts::sentence)
        .distinct()
        .map(sentence -> "  To settle it, " + sentence + ".")
        .toList();
  }

  private static String sentence(Cause cause) {
    return switch (cause) {
      case POLICY_UNREADABLE -> "mend the policy that is named above as unreadable";
      case POLICIES_UNLISTED -> "ask as somebody who may list the policies of every kind";
      case NAMESPACE_LABELS -> given("the Namespace objects", "kubectl get namespaces -o yaml");
      case POD_ADDRESS -> given("the pods with their addresses", "kubectl get pods -A -o yaml");
      case NODE_ADDRESS, NODES_UNKNOWN -> given("the Node objects", "kubectl get nodes -o yaml");
      case DOMAIN_NAME ->
          "see which addresses the name has; a rule that gives networks instead can be decided";
      case EQUAL_PRIORITY -> "give those policies different priorities";
      case WORD_UNKNOWN ->
          "correct the action or tier in that policy, or name your network plugin with --profile";
    };
  }

  private static String given(String what, String command) {
    return "give %s too (%s), or ask as somebody who may list them".formatted(what, command);
  }
}
