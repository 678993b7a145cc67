package dev.nightlatch.manifests;

import dev.nightlatch.engine.eval.Inquiry;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.explain.Evidence;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.PolicyAt;
import dev.nightlatch.engine.explain.RuleAt;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.PolicyRef;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What came of a question, in the words in which the corpus expects it.
final class Found {
  private Found() {}

  /// Words a response as far as `expectation` speaks of it; of several verdicts each once.
  static String words(Inquiry.Response response, Expectation expectation, Situation situation) {
    return switch (response) {
      case Inquiry.Response.None(var why, _) -> "unanswered " + word(why);
      case Inquiry.Response.Findings(var findings) ->
          findings.stream()
              .map(Finding::verdict)
              .map(verdict -> words(verdict, expectation, situation))
              .distinct()
              .sorted()
              .collect(Collectors.joining(" and "));
    };
  }

  private static String words(Verdict verdict, Expectation expectation, Situation situation) {
    StringBuilder words = new StringBuilder(word(verdict.answer()));
    if (verdict.answer() == Answer.UNDETERMINED) {
      Stream.of(verdict.egress(), verdict.ingress())
          .flatMap(evidence -> evidence.doubts().stream())
          .map(Doubt::cause)
          .distinct()
          .sorted()
          .forEach(cause -> words.append(' ').append(word(cause)));
    }
    if (!verdict.dependsOn().isEmpty()) {
      words.append(" dependsOn");
      verdict.dependsOn().forEach(question -> words.append(' ').append(question));
    }
    for (Evidence evidence : List.of(verdict.egress(), verdict.ingress())) {
      String side = word(evidence.direction());
      if (expectation.shown().contains(side)) {
        words.append(' ').append(side).append(' ');
        words.append(ground(evidence.ground(), expectation, situation));
        evidence
            .passedBy()
            .forEach(
                rule -> words.append(" passed by ").append(rule(rule, expectation, situation)));
      }
    }
    return words.toString();
  }

  private static String ground(Ground ground, Expectation expectation, Situation situation) {
    return switch (ground) {
      case Ground.ByRule(var rule) -> rule(rule, expectation, situation);
      case Ground.ByIsolation(var isolating) ->
          "isolated by "
              + isolating.stream()
                  .map(PolicyAt::policy)
                  .map(Found::name)
                  .collect(Collectors.joining(" "));
      case Ground.ByDefault() -> "by default";
      case Ground.Exempt(var why) -> "exempt as " + word(why);
      case Ground.Open _ -> "open";
    };
  }

  private static String rule(RuleAt rule, Expectation expectation, Situation situation) {
    String place =
        rule.place().map(at -> " at " + situation.mark(at.line())).orElse(" at no place");
    return "rule "
        + rule.rule()
        + " of "
        + name(rule.policy())
        + (expectation.isPlaced() ? place : "");
  }

  private static String name(PolicyRef policy) {
    return policy.kind() == PolicyRef.Kind.NETWORK_POLICY
        ? policy.namespace() + "/" + policy.name()
        : policy.kind().text() + "/" + policy.name();
  }

  /// `pod-address` for `POD_ADDRESS`.
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
