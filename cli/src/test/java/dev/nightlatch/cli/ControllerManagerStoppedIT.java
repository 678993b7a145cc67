package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Component;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.AuditEvent;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Without the cluster's own controllers no latch starts and none fires: nothing new opens, and the
/// operator closes alone what is open.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("ControllerManagerStoppedIT")
class ControllerManagerStoppedIT {
  private final Site site;
  private final Component controllers;
  private OperatorProcess operator;

  ControllerManagerStoppedIT(TestCluster cluster, @TempDir Path folder) {
    site = new Site(cluster, folder);
    controllers = cluster.plane().controllerManager();
    operator = site.startOperator(site.freshJournal());
  }

  @BeforeEach
  void startControllers() {
    controllers.start();
  }

  @AfterAll
  void close() {
    site.close();
  }

  @Test
  void closedByTheOperatorAtTheLeasesEnd() {
    Asked grant = site.shop().open("db-shell", "10s");
    Instant end = grant.leaseEnd();

    controllers.stop();

    grant.awaitShut(Site.SOON);
    AuditEvent closing = site.trail().closing(grant.policy());
    assertThat(closing.user()).isEqualTo(Trail.OPERATOR);
    assertThat(closing.received()).isBetween(end, end.plusSeconds(5));
    grant.await(Phase.EXPIRED);
    assertThat(grant.hasLatch()).as("nobody is there to take it away").isTrue();
    controllers.start();
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
  }

  @Test
  void aGrantDeletedByForceIsClosedByTheOperator() {
    Asked grant = site.shop().open("db-shell", "30m");
    controllers.stop();

    site.kubectl("delete", "accessgrant", grant.name(), "--force", "--grace-period=0");

    grant.awaitShut(Duration.ofSeconds(10));
    assertThat(site.trail().closing(grant.policy()).user()).isEqualTo(Trail.OPERATOR);
  }

  /// The loop knows nothing of this grant: it is gone, and no journal tells of it. So nobody but
  /// the sweeper, which looks at the policies themselves, can find that its policy is still there.
  @Test
  void aGrantDeletedByForceIsClosedByTheSweeper() {
    Asked grant = site.shop().open("db-shell", "30m");
    controllers.stop();
    operator.kill();
    site.kubectl("delete", "accessgrant", grant.name(), "--force", "--grace-period=0");
    assertThat(grant.isOpen()).isTrue();

    operator = site.startOperator(site.freshJournal());

    grant.awaitShut(Site.SOON);
    assertThat(site.trail().closing(grant.policy()).user()).isEqualTo(Trail.OPERATOR);
    site.await(
        Site.SOON,
        () -> "it was not the sweeper",
        () -> operator.log().contains("took out policy " + grant.policy()));
    assertThat(operator.recorded(grant)).isEmpty();
  }

  @Test
  void nothingOpensWhereNoLatchStarts() {
    Shop shop = site.shop();
    site.await(Site.SOON, () -> "the first canary is not back", operator::hasSeenACanary);
    controllers.stop();

    Person.Said said =
        site.alice()
            .types(
                "open",
                shop.namespace() + "/db-shell",
                "--incident=INC-4711",
                "--reason=orders are stuck",
                "--for=10s",
                "--wait");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.NO);
    assertThat(said.out()).contains("NL-LATCH-NOT-STARTED").contains("Nothing was opened.");
    Asked grant = site.onlyGrantIn(shop);
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
    controllers.start();
    grant.awaitEnd(Phase.REFUSED, Code.LATCH_NOT_STARTED);
    assertThat(site.trail().phases(grant, Phase.REFUSED))
        .containsExactly(Phase.APPROVED, Phase.CLOSING, Phase.REFUSED);
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
  }
}
