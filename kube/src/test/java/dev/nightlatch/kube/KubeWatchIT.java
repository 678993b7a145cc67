package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster.Watch;
import dev.nightlatch.testkit.FaultProxy;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Watches on bad ways, and what they leave behind.
@RealCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubeWatchIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  private final TestCluster shared;
  private Installed installed;

  KubeWatchIT(TestCluster cluster) {
    this.shared = cluster;
    this.installed = new Installed(cluster.plane());
  }

  @BeforeAll
  void install() {
    installed = Installed.unguarded(shared);
  }

  private AccessGrant asked() {
    try (KubeCluster alice = installed.user("alice")) {
      return alice.ask(
          new Request(
              new ObjectKey("shop", "orders-db"),
              "INC-1",
              "orders cannot be read",
              Duration.ofMinutes(5),
              new Origin.AnySource(),
              "alice"));
    }
  }

  private static void awaitTold(List<Change> heard, AccessGrant grant) {
    Change change = new Change.OfGrant(grant.uid(), grant.name());
    Wait.until(
        SOON,
        "told neither of the grant nor of the unknown: " + heard,
        () -> heard.contains(change) || heard.contains(new Change.Unknown()));
  }

  private static Watch standing(KubeCluster cluster, List<Change> heard) {
    Watch watch = cluster.watch(heard::add);
    Wait.until(SOON, "the watch does not stand", () -> heard.contains(new Change.Unknown()));
    return watch;
  }

  @Test
  void whatHappensWhileTheWayIsCutIsToldOnceItIsHealed(TestCluster cluster) {
    FaultProxy proxy = cluster.proxy();
    List<Change> heard = new CopyOnWriteArrayList<>();
    try (KubeCluster far = Installed.connect(installed.operatorConfig().at(proxy.address()));
        Watch _ = standing(far, heard)) {
      for (int cut = 0; cut < 2; cut++) {
        proxy.cut();
        heard.clear();
        AccessGrant meanwhile = asked();
        assertThat(heard).isEmpty();
        proxy.heal();
        awaitTold(heard, meanwhile);
        heard.clear();
        awaitTold(heard, asked());
      }
    }
  }

  @Test
  void aWatchThatBeginsBeforeTheServerIsThereStandsOnceItIs(TestCluster cluster) {
    FaultProxy proxy = cluster.proxy();
    proxy.cut();
    List<Change> heard = new CopyOnWriteArrayList<>();
    try (KubeCluster far = Installed.connect(installed.operatorConfig().at(proxy.address()));
        Watch _ = far.watch(heard::add)) {
      AccessGrant before = asked();
      assertThat(heard).isEmpty();
      proxy.heal();
      awaitTold(heard, before);
      assertThat(heard.getFirst()).isEqualTo(new Change.Unknown());
    }
  }

  @Test
  void aListenerThatFailsDoesNotEndTheWatch() {
    List<Change> heard = new CopyOnWriteArrayList<>();
    try (KubeCluster operator = installed.operator();
        Watch _ =
            operator.watch(
                change -> {
                  heard.add(change);
                  throw new IllegalStateException("the listener's own");
                })) {
      Wait.until(SOON, "the watch does not stand", () -> !heard.isEmpty());
      for (int each = 0; each < 2; each++) {
        heard.clear();
        awaitTold(heard, asked());
      }
    }
  }

  @Test
  void aClosedClusterEndsItsWatchesAndLeavesNoThreadBehind() {
    asked();
    Set<Thread> before = alive();
    List<Change> heard = new CopyOnWriteArrayList<>();
    KubeCluster operator = installed.operator();
    Watch watch = standing(operator, heard);
    assertThat(operator.grants()).isNotEmpty();
    operator.close();
    operator.close();
    watch.close();
    heard.clear();
    asked();
    Wait.until(SOON, "threads are left: " + left(before), () -> left(before).isEmpty());
    assertThat(heard).isEmpty();
  }

  private static Set<Thread> alive() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  /// What is new, apart from what the JDK keeps for everybody. The JDK's HTTP client ends its
  /// thread once nothing refers to the client any more, which the collector has to find out.
  private static List<Thread> left(Set<Thread> before) {
    System.gc();
    return alive().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
        .filter(thread -> !thread.getName().startsWith("Keep-Alive"))
        .toList();
  }
}
