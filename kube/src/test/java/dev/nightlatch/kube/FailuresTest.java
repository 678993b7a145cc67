package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.port.ClusterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls that do not come back by themselves.
@Timeout(60)
final class FailuresTest {

  @Test
  void aCallThatTakesTooLongFailsForNowAndIsInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Failures.translated(
                    "listing pods", () -> endless(interrupted), Duration.ofMillis(50)))
        .isInstanceOfSatisfying(
            ClusterException.class,
            failed -> assertThat(failed.kind()).isEqualTo(ClusterException.Kind.TRANSIENT))
        .hasMessage("listing pods: the API server cannot be reached: no whole answer in time");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static boolean endless(CountDownLatch interrupted) {
    try {
      new CountDownLatch(1).await();
      return true;
    } catch (InterruptedException stopped) {
      interrupted.countDown();
      return false;
    }
  }

  @Test
  void aBugInACallIsNotTakenForTheClusters() {
    assertThatThrownBy(
            () ->
                Failures.translated(
                    "listing pods",
                    () -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }

  /// As a load balancer does that lost its other half: the answer begins, and never ends.
  @Test
  void aServerThatFallsSilentInTheMiddleOfAnAnswerHoldsNobody(@TempDir Path folder)
      throws IOException {
    List<Socket> held = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> serveHalves(server, held));
      Path kubeconfig =
          Files.writeString(
              folder.resolve("kubeconfig"),
              """
              apiVersion: v1
              kind: Config
              current-context: half
              clusters: [{name: half, cluster: {server: "http://127.0.0.1:%d"}}]
              contexts: [{name: half, context: {cluster: half, user: ""}}]
              """
                  .formatted(server.getLocalPort()));
      try (KubeCluster cluster =
          KubeCluster.of(KubeAccess.of(Optional.of(kubeconfig), Optional.empty()))) {
        assertThatThrownBy(cluster::policies)
            .isInstanceOf(ClusterException.class)
            .hasMessageContaining("no whole answer in time");
      }
    }
  }

  private static void serveHalves(ServerSocket server, List<Socket> held) {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        held.add(socket);
        var _ = socket.getInputStream().read(new byte[4096]);
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{\"kind\":"
                    .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
