package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import java.util.List;

/// What would happen if a grant were opened now.
public sealed interface Plan {

  /// It would put in these policies, once it is approved as its terms want.
  ///
  /// @param policies the one that opens the target's side, then one for each source whose pods are
  ///     isolated for egress
  /// @param terms what opens; without a hash where the cluster was not looked at
  /// @param impact what it does to the cluster as it is
  /// @param onDrift what becomes of it where somebody changes what it has put in
  /// @param beside what of somebody else's stands beside it, sorted by name; empty where the
  ///     cluster was not looked at
  record Opens(
      List<NetworkPolicy> policies,
      GrantTerms terms,
      FourEyes fourEyes,
      Impact impact,
      OnDrift onDrift,
      List<Bystander> beside)
      implements Plan {
    /// What somebody changes is mended; nothing stands beside it.
    public Opens(List<NetworkPolicy> policies, GrantTerms terms, FourEyes fourEyes, Impact impact) {
      this(policies, terms, fourEyes, impact, OnDrift.MEND, List.of());
    }

    public Opens {
      policies = List.copyOf(policies);
      beside = List.copyOf(beside);
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
