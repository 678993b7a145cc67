package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The fault proxy between a client and the API server.
@RealCluster
class ProxiedServerIT {
  private static final String[] ASK = {"get", "configmaps", "-o", "name", "--request-timeout=2s"};

  @Test
  void aClientReachesTheServerThroughTheProxyAndTrustsIt(TestCluster cluster) {
    Kubectl kubectl = cluster.kubectl(cluster.admin().at(cluster.proxy().address()));
    assertThat(kubectl.run("", ASK).error()).isEmpty();
  }

  @Test
  void aDelayIsFeltByTheClient(TestCluster cluster) {
    FaultProxy proxy = cluster.proxy();
    Kubectl kubectl = cluster.kubectl(cluster.admin().at(proxy.address()));
    proxy.delay(Duration.ofMillis(150));
    long start = System.nanoTime();
    kubectl.of("get", "--raw", "/version");
    // At the least a TLS handshake's round trip and the request's own.
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(600));
  }

  @Test
  void aCutIsRefusedAndABlackholeTimesOutAndBothHeal(TestCluster cluster) {
    FaultProxy proxy = cluster.proxy();
    Kubectl kubectl = cluster.kubectl(cluster.admin().at(proxy.address()));

    proxy.cut();
    assertThat(kubectl.run("", ASK).error()).contains("refused");

    proxy.blackhole();
    assertThat(kubectl.run("", ASK).error()).containsAnyOf("timeout", "Timeout", "deadline");

    proxy.heal();
    assertThat(kubectl.run("", ASK).error()).isEmpty();
  }

  @Test
  void aFaultMeetsOnlyWhoGoesThroughTheProxy(TestCluster cluster) {
    cluster.proxy().blackhole();
    assertThat(cluster.kubectl().run("", ASK).succeeded()).isTrue();
  }
}
