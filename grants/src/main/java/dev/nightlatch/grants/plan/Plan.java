package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import java.util.List;

/// What would happen if a grant were opened now.
public sealed interface Plan {

  /// It would put in these policies.
  ///
  /// @param policies the one that opens the target's side, then one for each source whose pods are
  ///     isolated for egress
  /// @param terms what opens, a line for each source, sorted; equal terms open the same
  /// @param impact what it does to the cluster as it is
  record Opens(
      List<NetworkPolicy> policies,
      List<String> terms,
      Impact impact,
      Uid ruleUid,
      long ruleGeneration)
      implements Plan {
    public Opens {
      policies = List.copyOf(policies);
      terms = List.copyOf(terms);
    }
  }

  /// The names of policies, in their order.
  static List<ObjectKey> keys(List<NetworkPolicy> policies) {
    return policies.stream()
        .map(policy -> new ObjectKey(policy.namespace(), policy.name()))
        .toList();
  }

  /// It would open, but people must approve first.
  record Waits(int approvals, Impact impact) implements Plan {}

  /// It would open nothing, for this reason.
  record Refuses(Refusal refusal) implements Plan {}
}
