package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.port.ClusterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A server that takes the question and never ends its answer. It takes as long as a call may.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
final class SilentServerIT {

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
