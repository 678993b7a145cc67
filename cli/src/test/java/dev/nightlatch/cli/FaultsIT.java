package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.FaultProxy;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Each kind of fault once on the real control plane. Whatever was opened here is judged at the end
/// by somebody who knows only the cluster, its audit log and the record; see [Site#close].
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsIT {
  private final Site site;
  private final ControlPlane plane;
  private final List<OperatorProcess> started = new ArrayList<>();

  FaultsIT(TestCluster cluster, @TempDir Path folder) {
    site = new Site(cluster, folder);
    plane = cluster.plane();
  }

  private OperatorProcess start() {
    return started(site.startOperator(site.freshJournal()));
  }

  private OperatorProcess started(OperatorProcess operator) {
    started.add(operator);
    return operator;
  }

  @AfterEach
  void end() {
    started.forEach(OperatorProcess::kill);
    started.clear();
  }

  @AfterAll
  void close() {
    site.close();
  }

  private void awaitTime(Instant when) {
    site.await(Site.SOON, () -> when + " is not over", () -> Instant.now().isAfter(when));
  }

  @Test
  void anApiServerThatRestartsWhileSomethingIsOpen() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "20s");

    site.outage(plane.apiServer()::stop, () -> {}, plane.apiServer()::start);

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    site.shop().open("db-shell", "10s").awaitEnd(Phase.EXPIRED, Code.EXPIRED);
  }

  @Test
  void anApiServerThatIsAwayAtTheLeasesEnd() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "10s");
    Instant end = grant.leaseEnd();

    site.outage(
        plane.apiServer()::kill, () -> awaitTime(end.plusSeconds(6)), plane.apiServer()::start);

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  @Test
  void anEtcdThatStandsStillOverTheLeasesEnd() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "10s");
    Instant end = grant.leaseEnd();

    site.outage(
        plane.etcd()::pause,
        () -> awaitTime(end.plusSeconds(6)),
        () -> {
          plane.etcd().resume();
          plane.awaitReady();
        });

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  /// Its connections stay, and nothing comes through them: the latch closes.
  @Test
  void anOperatorWhoseWatchIsCutOverTheLeasesEnd() {
    FaultProxy proxy = site.cluster().proxy();
    OperatorProcess operator = started(site.startOperator(proxy, site.freshJournal()));
    Asked grant = site.shop().open("db-shell", "10s");

    proxy.blackhole();
    grant.awaitShut(Site.SOON);
    assertThat(site.trail().closing(grant.policy()).user()).isEqualTo(Trail.GARBAGE_COLLECTOR);
    proxy.heal();

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  @Test
  void anOperatorThatIsCutOffWhenItIsAskedOpensWhenItIsBack() {
    FaultProxy proxy = site.cluster().proxy();
    OperatorProcess operator = started(site.startOperator(proxy, site.freshJournal()));
    site.await(Site.SOON, () -> "no canary came back", operator::hasSeenACanary);

    proxy.cut();
    Asked grant = site.shop().ask("db-shell", "10s");
    assertThat(grant.status().phase()).isEqualTo(Phase.PENDING);
    proxy.heal();

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
  }

  /// To it the lease is over when it begins.
  @Test
  void anOperatorWhoseClockIsTenMinutesAheadClosesAtOnce() {
    OperatorProcess _ = started(site.startOperator(Duration.ofMinutes(10), site.freshJournal()));
    Asked grant = site.shop().ask("db-shell", "20s");

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
  }

  /// To it the lease goes on for ten minutes: the latch closes, too early as it must think.
  @Test
  void anOperatorWhoseClockIsTenMinutesBehindLeavesTheClosingToTheLatch() {
    OperatorProcess _ = started(site.startOperator(Duration.ofMinutes(-10), site.freshJournal()));
    Asked grant = site.shop().open("db-shell", "12s");

    grant.awaitShut(Site.SOON);

    assertThat(site.trail().closing(grant.policy()).user()).isEqualTo(Trail.GARBAGE_COLLECTOR);
    grant.awaitEnd(Phase.REVOKED, Code.LATCH_GONE);
  }

  @Test
  void aDiskOfTheRecordThatIsFullWhileSomethingIsOpen() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "12s");
    Instant end = grant.leaseEnd();
    operator.fillDisk();

    Asked second = site.shop().ask("db-shell", "30m");
    grant.awaitShut(Site.SOON);

    assertThat(site.trail().closing(grant.policy()).received()).isBefore(end.plus(Site.BOUND));
    grant.await(Phase.CLOSING);
    assertThat(second.isOpen()).isFalse();
    assertThat(operator.recordedKinds(grant)).doesNotContain("Closed");
    assertThat(operator.recordedKinds(second)).isEmpty();
    operator.freeDisk();
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    second.await(Phase.ACTIVE);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    assertThat(site.alice().types("close", second.name(), "--wait").exitCode()).isZero();
  }

  @Test
  void guardsThatAreDeletedWhileSomethingIsOpen() {
    OperatorProcess operator = start();
    Asked grant = site.shop().open("db-shell", "15s");

    site.kubectl(
        "delete", "validatingadmissionpolicybinding", "-l", "app.kubernetes.io/name=nightlatch");

    Asked second = site.shop().ask("db-shell", "30m");
    second.awaitEnd(Phase.REFUSED, Code.GUARDS_MISSING);
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    site.guard();
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  @Test
  void kindsThatAreDeletedWhileSomethingIsOpen() {
    OperatorProcess operator = start();
    site.awaitGarbageCollectionOfGrants();
    Asked grant = site.shop().open("db-shell", "30m");

    site.kubectl("delete", "crd", "accessgrants.nightlatch.dev");
    try {
      grant.awaitShut(Site.SOON);
      grant.awaitNoLatch();
      site.await(
          Site.SOON,
          () -> "its closing is not on record",
          () -> operator.recordedKinds(grant).contains("Closed"));
    } finally {
      site.install();
    }
    site.shop().open("db-shell", "10s").awaitEnd(Phase.EXPIRED, Code.EXPIRED);
  }

  /// Two that know nothing of each other, each with a record of its own.
  @Test
  void twoOperatorsAtOnce() {
    OperatorProcess operator = start();
    OperatorProcess other = start();
    site.await(Site.SOON, () -> "no canary came back", operator::hasSeenACanary);
    site.await(Site.SOON, () -> "no canary came back", other::hasSeenACanary);
    List<Asked> grants =
        List.of(
            site.shop().ask("db-shell", "12s"),
            site.shop().ask("db-shell", "12s"),
            site.shop().ask("db-shell", "12s"));
    for (Asked grant : grants) {
      site.await(
          Duration.ofSeconds(60),
          () -> "it does not end: " + grant.status(),
          () -> grant.status().phase().isTerminal());
      assertThat(grant.isOpen()).isFalse();
      grant.awaitNoLatch();
    }
  }
}
