package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.OPENS;
import static dev.nightlatch.grants.life.FoundWorld.REF;
import static dev.nightlatch.grants.life.FoundWorld.grantIn;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrdersTest {

  @Test
  void theLatchStandsWhereThePolicyDoesForAsLongAsWasAsked() {
    assertThat(Orders.latches(grantIn(GrantStatus.NEW), OPENS))
        .singleElement()
        .isEqualTo(new LatchOrder("shop", GRANT, "db-access-x7f2q", Samples.HALF_AN_HOUR))
        .extracting(LatchOrder::key)
        .isEqualTo(new ObjectKey("shop", "nl-" + GRANT));
  }

  @Test
  void thePolicyCarriesAllThatAStrangerNeedsToJudgeIt() {
    PolicyOrder order = Orders.policies(grantIn(GrantStatus.NEW), OPENS, List.of(REF)).getFirst();
    assertThat(order.policy()).isEqualTo(OPENS.policies().getFirst());
    assertThat(order.key()).isEqualTo(new ObjectKey("shop", "nl-" + GRANT + "-ingress"));
    assertThat(order.latch()).isEqualTo(new Owner("batch/v1", "Job", "nl-" + GRANT, Samples.LATCH));
    assertThat(order.labels())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "nightlatch.dev/grant",
                GRANT.text(),
                "app.kubernetes.io/managed-by",
                "nightlatch"));
    assertThat(order.annotations())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "nightlatch.dev/expires-at", "2026-03-01T02:44:00Z",
                "nightlatch.dev/grant-name", "db-access-x7f2q",
                "nightlatch.dev/rule", "shop/db-access",
                "nightlatch.dev/incident", "INC-1",
                "nightlatch.dev/requested-by", "alice"));
  }

  /// Two sides in two namespaces: each with a latch of its own, and one end for both.
  @Test
  void eachPolicyIsOwnedByTheLatchOfItsNamespaceAndEndsWithTheFirst() {
    NetworkPolicy out =
        new NetworkPolicy(
            "support-tools",
            Names.egressPolicy(GRANT, 1),
            Samples.APP_DB,
            Set.of(Direction.EGRESS),
            List.of(),
            List.of());
    Plan.Opens both =
        new Plan.Opens(
            List.of(OPENS.policies().getFirst(), out),
            OPENS.terms(),
            OPENS.fourEyes(),
            OPENS.impact());
    assertThat(Orders.latches(grantIn(GrantStatus.NEW), both))
        .extracting(LatchOrder::namespace)
        .containsExactly("shop", "support-tools");
    LatchRef earlier =
        new LatchRef(
            new ObjectKey("support-tools", Names.latch(GRANT)),
            new Uid("other-latch"),
            REF.startedAt().minusSeconds(1),
            REF.expiresAt().minusSeconds(1));
    assertThat(Orders.policies(grantIn(GrantStatus.NEW), both, List.of(REF, earlier)))
        .allSatisfy(
            order ->
                assertThat(order.annotations())
                    .containsEntry("nightlatch.dev/expires-at", "2026-03-01T02:43:59Z"))
        .extracting(order -> order.latch().uid())
        .containsExactly(Samples.LATCH, earlier.uid());
  }
}
