package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.PolicyRef;
import java.util.List;

/// What decided about the traffic of one side.
sealed interface Deciding {

  /// A rule.
  record ByRule(PolicyRef policy, Rule rule) implements Deciding {
    Action action() {
      return rule.action();
    }
  }

  /// No rule allows it, and these network policies isolate the pod.
  record ByIsolation(List<PolicyRef> isolating) implements Deciding {
    public ByIsolation {
      isolating = List.copyOf(isolating);
    }
  }

  /// No policy is about it: "all pods can communicate with each other".
  record ByDefault() implements Deciding {}

  /// Several could, and which one depends on what is not known.
  record Open() implements Deciding {}
}
