package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.ObjectKey;
import java.util.List;

/// What would happen if a grant were opened now.
public sealed interface Plan {

  /// It would put in these policies, once it is approved as its terms want.
  ///
  /// @param policies the one that opens the target's side, then one for each source whose pods are
  ///     isolated for egress
  /// @param terms what opens; without a hash where the cluster was not looked at
  /// @param impact what it does to the cluster as it is
  record Opens(List<NetworkPolicy> policies, GrantTerms terms, FourEyes fourEyes, Impact impact)
      implements Plan {
    public Opens {
      policies = List.copyOf(policies);
    }

    /// The rule that the terms are made from.
    public GrantTerms.Basis rule() {
      return terms.basis().stream()
          .filter(basis -> basis.kind().equals("AccessRule"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("terms without a rule"));
    }
  }

  /// The names of policies, in their order.
  static List<ObjectKey> keys(List<NetworkPolicy> policies) {
    return policies.stream()
        .map(policy -> new ObjectKey(policy.namespace(), policy.name()))
        .toList();
  }

  /// It would open nothing, for this reason.
  record Refuses(Refusal refusal) implements Plan {}
}
