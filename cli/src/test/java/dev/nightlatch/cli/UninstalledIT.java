package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Nightlatch is taken off the cluster while something is open: it closes all the same.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("UninstalledIT")
class UninstalledIT {
  private final Site site;
  private OperatorProcess operator;

  UninstalledIT(TestCluster cluster, @TempDir Path folder) {
    site = new Site(cluster, folder);
    operator = site.startOperator(site.freshJournal());
  }

  @BeforeEach
  void install() {
    if (!operator.isAlive()) {
      site.install();
      operator = site.startOperator(site.freshJournal());
    }
  }

  @AfterAll
  void close() {
    site.close();
  }

  @Test
  void closedByTheLatchAtTheLeasesEndWithAllButTheKindsTakenAway() {
    Asked grant = site.shop().open("db-shell", "15s");
    Instant end = grant.leaseEnd();
    operator.kill();
    site.kubectl(
        "delete",
        "clusterrolebinding",
        "people",
        "people-open",
        "people-approve",
        "nightlatch-operator");
    site.kubectl(
        "delete",
        "clusterrole",
        "nightlatch-operator",
        "nightlatch-requester",
        "nightlatch-open",
        "nightlatch-approver",
        "nightlatch-approve",
        "nightlatch-rule-author",
        "nightlatch-source-owner",
        "nightlatch-declare-blocks",
        "nightlatch-auditor");
    site.kubectl("delete", "namespace", "nightlatch-system", "--wait=false");
    site.kubectl("delete", "serviceaccount", "-n", "nightlatch-system", "nightlatch-operator");

    grant.awaitShut(Site.SOON);

    AuditEvent closing = site.trail().closing(grant.policy());
    assertThat(closing.user()).isEqualTo(Trail.GARBAGE_COLLECTOR);
    assertThat(closing.received()).isBetween(end, end.plusSeconds(5));
    grant.awaitNoLatch();
    awaitUninstalled();
  }

  @Test
  void closedAtOnceWithTheKindsTakenAwayToo() {
    site.awaitGarbageCollectionOfGrants();
    Asked grant = site.shop().open("db-shell", "30m");
    operator.kill();

    site.delete(Site.manifests());

    grant.awaitShut(Duration.ofSeconds(20));
    assertThat(site.trail().closing(grant.policy()).user()).isEqualTo(Trail.GARBAGE_COLLECTOR);
    grant.awaitNoLatch();
    awaitUninstalled();
  }

  /// A namespace takes some seconds to go, and nothing can be installed into it meanwhile.
  private void awaitUninstalled() {
    site.kubectl("wait", "--for=delete", "namespace/nightlatch-system", "--timeout=50s");
  }
}
