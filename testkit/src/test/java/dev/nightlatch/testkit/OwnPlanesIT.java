package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.nightlatch.controlplane.Binaries;
import dev.nightlatch.controlplane.Component;
import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.controlplane.ControlPlaneException;
import dev.nightlatch.controlplane.Program;
import dev.nightlatch.controlplane.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Control planes that a test starts by itself.
@RealCluster
class OwnPlanesIT {
  @Test
  void theApiServerSendsItsAuditEventsToAWebhook(@TempDir Path folder) throws IOException {
    Queue<String> received = new ConcurrentLinkedQueue<>();
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    hook.start();
    Path config =
        Files.writeString(
            folder.resolve("hook.yaml"),
            """
            {apiVersion: v1, kind: Config, current-context: hook,
             clusters: [{name: hook, cluster: {server: "http://127.0.0.1:%d/"}}],
             contexts: [{name: hook, context: {cluster: hook, user: ""}}]}
            """
                .formatted(hook.getAddress().getPort()));

    Settings settings =
        Settings.scratch(binaries())
            .with(
                Program.KUBE_APISERVER,
                List.of(
                    "--audit-webhook-config-file=" + config, "--audit-webhook-batch-max-wait=1s"));
    try (ControlPlane plane = ControlPlane.start(settings)) {
      plane.createNamespace("heard-of");
      Wait.until(
          Door.SOON,
          "the webhook has heard nothing",
          () -> received.stream().anyMatch(batch -> batch.contains("\"heard-of\"")));
    } finally {
      hook.stop(0);
    }
  }

  /// kube-controller-manager dies when it loses the API server while it makes its controllers, so
  /// a control plane is not ready before that is over.
  @Test
  void aControlPlaneThatIsReadyOutlivesTheLossOfItsStoreInTheSameMoment() {
    try (ControlPlane plane = ControlPlane.start(Settings.scratch(binaries()))) {
      plane.etcd().kill();
      plane.etcd().start();
      plane.awaitReady();
      assertThat(plane.components()).allMatch(Component::isAlive);
    }
  }

  @Test
  void aFailedStartSaysWhatTheProgramSaidAndLeavesNothing(@TempDir Path folder) {
    Settings settings =
        Settings.kept(binaries(), folder.resolve("plane"))
            .with(Program.KUBE_APISERVER, List.of("--no-such-flag=1"));

    assertThatThrownBy(() -> ControlPlane.start(settings))
        .isInstanceOf(ControlPlaneException.class)
        .hasMessageContaining("kube-apiserver ended before it was ready")
        .hasMessageContaining("unknown flag: --no-such-flag");

    Wait.until(
        Duration.ofSeconds(5), "something is left", () -> Processes.naming(folder).isEmpty());
  }

  @Test
  void aProgramThatIsTooSlowIsAFailedStartToo(@TempDir Path folder) {
    Settings settings =
        Settings.kept(binaries(), folder.resolve("plane")).within(Duration.ofMillis(1));

    assertThatThrownBy(() -> ControlPlane.start(settings))
        .isInstanceOf(ControlPlaneException.class)
        .hasMessageContaining("was not ready within PT0.001S");

    Wait.until(
        Duration.ofSeconds(5), "something is left", () -> Processes.naming(folder).isEmpty());
  }

  private static Binaries binaries() {
    if (Binaries.locate() instanceof Binaries.Located.Found(var binaries)) {
      return binaries;
    }
    throw new AssertionError("the programs are not there");
  }
}
