package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.Uid;
import java.util.List;

/// What would happen if a grant were opened now.
public sealed interface Plan {

  /// It would put in this policy.
  ///
  /// @param terms what opens, a line for each source, sorted; equal terms open the same
  /// @param impact what it does to the cluster as it is
  record Opens(
      NetworkPolicy policy, List<String> terms, Impact impact, Uid ruleUid, long ruleGeneration)
      implements Plan {
    public Opens {
      terms = List.copyOf(terms);
    }
  }

  /// It would open, but people must approve first.
  record Waits(int approvals, Impact impact) implements Plan {}

  /// It would open nothing, for this reason.
  record Refuses(Refusal refusal) implements Plan {}
}
