package dev.nightlatch.engine.explain;

import java.util.List;

/// What decided about one side of a connection.
public sealed interface Ground {

  /// A rule of a policy.
  record ByRule(RuleAt rule) implements Ground {}

  /// No rule allows it, and these network policies isolate the pod; in the order of their names.
  record ByIsolation(List<PolicyAt> isolating) implements Ground {
    public ByIsolation {
      isolating = List.copyOf(isolating);
    }
  }

  /// No policy is about it: without one, every pod may be reached and may reach everything.
  record ByDefault() implements Ground {}

  /// No policy is asked.
  record Exempt(Why why) implements Ground {}

  /// Facts are missing; with them one of these rules could decide, or the isolation could.
  record Open(List<RuleAt> candidates) implements Ground {
    public Open {
      candidates = List.copyOf(candidates);
    }
  }

  /// Why no policy is asked.
  enum Why {
    /// A pod cannot block access to itself.
    SELF,
    /// Traffic between a pod and its own node.
    OWN_NODE,
    /// This end is an address: no policy is about it.
    ADDRESS,
    /// This end is a pod on the host network.
    HOST_NETWORK
  }
}
