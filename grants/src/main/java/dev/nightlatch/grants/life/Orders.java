package dev.nightlatch.grants.life;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a grant's own objects look like: both follow from the grant, its plan and its latch.
public final class Orders {
  private Orders() {}

  /// The latches of this grant, one in each namespace in which it has a policy.
  public static List<LatchOrder> latches(AccessGrant grant, Plan.Opens opens) {
    return opens.policies().stream()
        .map(NetworkPolicy::namespace)
        .distinct()
        .sorted()
        .map(
            namespace ->
                new LatchOrder(namespace, grant.uid(), grant.name(), grant.request().duration()))
        .toList();
  }

  /// The policies of this grant, each owned by the latch of its own namespace. They carry all that
  /// a stranger needs to judge them: whose they are, for what, and when they are overdue.
  ///
  /// @param latches one in each namespace concerned
  public static List<PolicyOrder> policies(
      AccessGrant grant, Plan.Opens opens, List<LatchRef> latches) {
    Instant end = LatchRef.end(latches);
    return opens.policies().stream()
        .map(policy -> policy(grant, policy, latch(policy, latches), end))
        .toList();
  }

  private static LatchRef latch(NetworkPolicy policy, List<LatchRef> latches) {
    return latches.stream()
        .filter(latch -> latch.key().namespace().equals(policy.namespace()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no latch in namespace " + policy.namespace()));
  }

  private static PolicyOrder policy(
      AccessGrant grant, NetworkPolicy policy, LatchRef latch, Instant end) {
    return new PolicyOrder(
        policy,
        Map.of(
            Names.GRANT_LABEL, grant.uid().text(), Names.MANAGED_BY_LABEL, Names.MANAGED_BY_VALUE),
        Map.of(
            Names.EXPIRES_AT, end.toString(),
            Names.GRANT_NAME, grant.name(),
            Names.RULE, grant.request().rule().toString(),
            Names.INCIDENT, grant.request().incident().toString(),
            Names.REQUESTED_BY, grant.request().requestedBy()),
        owner(grant.uid(), latch.uid()));
  }

  /// The latch as an owner.
  static Owner owner(Uid grant, Uid latch) {
    return new Owner("batch/v1", "Job", Names.latch(grant), latch);
  }
}
