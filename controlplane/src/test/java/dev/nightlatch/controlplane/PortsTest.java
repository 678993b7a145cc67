package dev.nightlatch.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The choice of ports.
class PortsTest {
  @TempDir private Path folder;

  @Test
  void fourDifferentOnesBelowWhatSystemsHandOut() {
    assertThat(Ports.free().all()).doesNotHaveDuplicates().allMatch(p -> p >= 20_000 && p < 32_000);
  }

  @Test
  void theOnesOfBeforeAreTakenAgain() throws IOException {
    Path file = folder.resolve("ports");
    Ports ports = Ports.free();
    ports.remember(file);
    assertThat(Ports.remembered(file)).hasValue(ports);
  }

  @Test
  void butNotIfSomebodyHasTakenOne() throws IOException {
    Path file = folder.resolve("ports");
    Ports ports = Ports.free();
    ports.remember(file);
    try (ServerSocket socket =
        new ServerSocket(ports.server(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(socket.isBound()).isTrue();
      assertThat(Ports.remembered(file)).isEmpty();
    }
  }

  @Test
  void aFileThatIsMissingOrSpoiltIsNoHelpAndNoHarm() throws IOException {
    Path file = folder.resolve("ports");
    assertThat(Ports.remembered(file)).isEmpty();
    Files.writeString(file, "etcd=x\n");
    assertThat(Ports.remembered(file)).isEmpty();
  }
}
