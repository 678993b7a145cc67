package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRef;
import java.util.List;
import java.util.stream.Stream;

/// All policies that are about one pod in one direction, tier by tier.
///
/// @param admin the Admin tier: each group comes before the next, inside a group any may be first
/// @param isolating the network policies that isolate the pod in this direction
/// @param unreadable what may be said by network policies that cannot be read
/// @param endsBaseline whether the Baseline tier is not asked even where nothing isolates
record Stack(
    Pod self,
    Direction direction,
    List<List<Step>> admin,
    List<Isolating> isolating,
    List<Doubt> unreadable,
    boolean endsBaseline,
    List<List<Step>> baseline) {

  Stack {
    admin = List.copyOf(admin);
    isolating = List.copyOf(isolating);
    unreadable = List.copyOf(unreadable);
    baseline = List.copyOf(baseline);
  }

  /// A network policy's rules of the direction.
  record Isolating(PolicyRef policy, List<Rule> rules) {}

  /// Whether what is decided may depend on the other end's address.
  boolean asksForAddress() {
    return rules().anyMatch(Rule::asksForAddress);
  }

  /// All rules, of all tiers.
  Stream<Rule> rules() {
    return Stream.of(
            Step.rules(admin),
            isolating.stream().flatMap(policy -> policy.rules().stream()),
            Step.rules(baseline))
        .flatMap(rules -> rules);
  }

  /// Whether some network policy isolates the pod, or may.
  boolean isPoliced() {
    return !isolating.isEmpty() || !unreadable.isEmpty();
  }

  /// Whether no policy at all is about the pod.
  boolean isEmpty() {
    return admin.isEmpty() && !isPoliced() && baseline.isEmpty();
  }
}
