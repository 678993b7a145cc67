package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Plan;
import java.util.Map;

/// What a grant's own objects look like: both follow from the grant, its plan and its latch.
public final class Orders {
  private Orders() {}

  /// The latch of this grant, in the namespace of the plan's policy.
  public static LatchOrder latch(AccessGrant grant, Plan.Opens opens) {
    return new LatchOrder(
        opens.policy().namespace(), grant.uid(), grant.name(), grant.request().duration());
  }

  /// The policy of this grant. It carries all that a stranger needs to judge it: whose it is, for
  /// what, and when it is overdue.
  public static PolicyOrder policy(AccessGrant grant, Plan.Opens opens, LatchRef latch) {
    return new PolicyOrder(
        opens.policy(),
        Map.of(
            Names.GRANT_LABEL, grant.uid().text(), Names.MANAGED_BY_LABEL, Names.MANAGED_BY_VALUE),
        Map.of(
            Names.EXPIRES_AT, latch.expiresAt().toString(),
            Names.GRANT_NAME, grant.name(),
            Names.RULE, grant.request().rule().toString(),
            Names.INCIDENT, grant.request().incident(),
            Names.REQUESTED_BY, grant.request().requestedBy()),
        owner(grant.uid(), latch.uid()));
  }

  /// The latch as an owner.
  static Owner owner(Uid grant, Uid latch) {
    return new Owner("batch/v1", "Job", Names.latch(grant), latch);
  }
}
