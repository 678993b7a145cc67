package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.OPENS;
import static dev.nightlatch.grants.life.FoundWorld.REF;
import static dev.nightlatch.grants.life.FoundWorld.grantIn;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrdersTest {

  @Test
  void theLatchStandsWhereThePolicyDoesForAsLongAsWasAsked() {
    assertThat(Orders.latch(grantIn(GrantStatus.NEW), OPENS))
        .isEqualTo(new LatchOrder("shop", GRANT, "db-access-x7f2q", Samples.HALF_AN_HOUR))
        .extracting(LatchOrder::key)
        .isEqualTo(new ObjectKey("shop", "nl-" + GRANT));
  }

  @Test
  void thePolicyCarriesAllThatAStrangerNeedsToJudgeIt() {
    PolicyOrder order = Orders.policy(grantIn(GrantStatus.NEW), OPENS, REF);
    assertThat(order.policy()).isEqualTo(OPENS.policy());
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
}
