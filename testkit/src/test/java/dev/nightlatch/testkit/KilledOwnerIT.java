package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that holds a control plane is killed with SIGKILL. Five seconds later nothing of it is
/// left but its folder, and that goes with the next start.
@RealCluster
class KilledOwnerIT {
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
  private static final Duration START = Duration.ofMinutes(2);

  private final Path temporary;
  private @Nullable Process started;

  KilledOwnerIT(@TempDir Path temporary) throws IOException {
    this.temporary = temporary.toRealPath();
  }

  @AfterEach
  void killOwner() {
    if (started != null) {
      started.destroyForcibly();
    }
  }

  @Test
  void nothingIsLeftOfAControlPlaneThatRan() throws Exception {
    Path folder = start();
    List<Integer> ports = ports(folder);
    assertThat(Processes.naming(folder)).hasSizeGreaterThanOrEqualTo(6);

    kill();

    assertNothingIsLeft(ports);
  }

  @Test
  void nothingIsLeftOfOneWhoseProgramsWerePaused() throws Exception {
    Path folder = start(Owner.PAUSE_ALL);
    List<Integer> ports = ports(folder);

    kill();

    assertNothingIsLeft(ports);
  }

  @Test
  void nothingIsLeftOfOneThatWasStillStarting() throws Exception {
    launch();
    Wait.until(
        START,
        "kube-apiserver is not started",
        () ->
            Processes.naming(temporary).stream()
                .anyMatch(line -> line.contains("/kube-apiserver --")));

    kill();

    assertNothingIsLeft(List.of());
  }

  @Test
  void theFolderOfAKilledOneGoesWithTheNextStart() throws Exception {
    Path left = start();
    kill();
    assertThat(left).exists();

    Path next = start();

    assertThat(left).doesNotExist();
    assertThat(next).exists();
  }

  @Test
  void anOrderlyEndLeavesNotEvenTheFolder() throws Exception {
    Path folder = start();
    List<Integer> ports = ports(folder);

    owner().getOutputStream().close();

    assertThat(owner().waitFor(FIVE_SECONDS.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(folder).doesNotExist();
    assertNothingIsLeft(ports);
  }

  /// Starts an owner and returns its control plane's folder when that is ready.
  private Path start(String... arguments) throws IOException {
    launch(arguments);
    BufferedReader output = owner().inputReader();
    String folder = output.readLine();
    assertThat(folder).as("the owner's first line").isNotNull();
    return Path.of(folder);
  }

  private void launch(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            Owner.class.getName());
    builder.command().addAll(List.of(arguments));
    started = builder.redirectError(Redirect.to(new File(temporary.toFile(), "err"))).start();
  }

  private void kill() throws InterruptedException {
    owner().destroyForcibly();
    assertThat(owner().waitFor()).isEqualTo(128 + 9);
  }

  private Process owner() {
    return Objects.requireNonNull(started);
  }

  private void assertNothingIsLeft(List<Integer> ports) {
    Wait.until(
        FIVE_SECONDS,
        "something is left: " + Processes.naming(temporary),
        () ->
            Processes.naming(temporary).isEmpty()
                && ports.stream().allMatch(KilledOwnerIT::isFree));
  }

  private static List<Integer> ports(Path folder) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(folder.resolve("ports.properties"))) {
      properties.load(reader);
    }
    assertThat(properties).hasSize(4);
    return properties.values().stream().map(port -> Integer.valueOf(port.toString())).toList();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
