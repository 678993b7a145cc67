package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.AuditEvent;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The operator's process is killed with SIGKILL: the latch closes all the same, and the next
/// operator takes over what it finds.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("OperatorKilledIT")
class OperatorKilledIT {
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Site site;
  private final Path journal;
  private OperatorProcess operator;

  OperatorKilledIT(TestCluster cluster, @TempDir Path folder) {
    site = new Site(cluster, folder);
    journal = site.freshJournal();
    operator = site.startOperator(journal);
  }

  @BeforeEach
  void startOperator() {
    if (!operator.isAlive()) {
      operator = site.startOperator(journal);
    }
  }

  @AfterEach
  void killOperator() {
    operator.kill();
  }

  @AfterAll
  void close() {
    site.close();
  }

  @Test
  void closedByTheLatchWithTheOperatorKilled() {
    Shop shop = site.shop();
    // Long enough for both to be open before the operator dies, also on a busy machine.
    Asked grant = shop.open("db-shell", "25s");
    Asked unlabelled = shop.open("db-shell", "25s");
    Instant end = grant.leaseEnd();
    operator.kill();
    site.tamper(
        () ->
            shop.kubectl(
                "label", "networkpolicy", unlabelled.policy().name(), Names.GRANT_LABEL + "-"));

    grant.awaitShut(Site.SOON);
    unlabelled.awaitShut(Site.SOON);

    AuditEvent closing = site.trail().closing(grant.policy());
    assertThat(closing.user()).isEqualTo(Trail.GARBAGE_COLLECTOR);
    assertThat(closing.received()).isBetween(end, end.plus(SLACK));
    grant.awaitNoLatch();
    assertThat(grant.status().phase()).as("nobody is there to say so").isEqualTo(Phase.ACTIVE);
  }

  @Test
  void aGrantDeletedByForceIsClosedWithinASecondByGarbageCollection() {
    site.awaitGarbageCollectionOfGrants();
    Asked grant = site.shop().open("db-shell", "30m");
    operator.kill();

    site.kubectl("delete", "accessgrant", grant.name(), "--force", "--grace-period=0");

    grant.awaitShut(Site.SOON);
    AuditEvent closing = site.trail().closing(grant.policy());
    assertThat(closing.user()).isEqualTo(Trail.GARBAGE_COLLECTOR);
    assertThat(Duration.between(site.trail().deletion(grant).staged(), closing.staged()))
        .isLessThan(Duration.ofSeconds(1));
    grant.awaitNoLatch();
  }

  @Test
  void theNextStartTakesOverWhatIsOpenAndClosesItOnTime() {
    Asked grant = site.shop().open("db-shell", "20s");
    Instant end = grant.leaseEnd();
    operator.kill();

    operator = site.startOperator(journal);

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(site.trail().closing(grant.policy()).received()).isBetween(end, end.plus(SLACK));
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
  }

  @Test
  void theNextStartFinishesTheRecordOfWhatTheLatchClosedMeanwhile() {
    Asked grant = site.shop().open("db-shell", "10s");
    operator.kill();
    grant.awaitShut(Site.SOON);
    grant.awaitNoLatch();

    operator = site.startOperator(journal);

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
  }

  /// A quota keeps the latch from being made.
  @Test
  void theNextStartOpensWhatWasOnlyPutOnRecord() {
    Shop shop = site.shop();
    shop.leaveNoRoomForJobs();
    Asked grant = shop.ask("db-shell", "20s");
    site.await(
        Site.SOON,
        () -> "the opening is not on record",
        () -> operator.recordedKinds(grant).contains("Opening"));
    operator.kill();
    assertThat(site.trail().latchesMade(grant.latch())).isZero();
    shop.kubectl("delete", "quota", "no-jobs");

    operator = site.startOperator(journal);

    grant.await(Phase.ACTIVE);
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  @Test
  void theNextStartOpensWhoseLatchWasJustArmed() {
    site.await(Site.SOON, () -> "the first canary is not back", operator::hasSeenACanary);
    site.cluster().plane().controllerManager().pause();
    Asked grant = site.shop().ask("db-shell", "20s");
    site.await(Site.SOON, () -> "the latch is not armed", grant::hasLatch);
    operator.kill();
    site.cluster().plane().controllerManager().resume();

    operator = site.startOperator(journal);

    grant.await(Phase.ACTIVE);
    assertThat(site.trail().latchesMade(grant.latch())).isEqualTo(1);
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  @Test
  void theNextStartWithAnotherJournalClosesWhatIsOffTheRecord() {
    Asked grant = site.shop().open("db-shell", "30m");
    operator.kill();

    operator = site.startOperator(site.freshJournal());

    grant.awaitEnd(Phase.REVOKED, Code.OFF_RECORD);
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
  }
}
