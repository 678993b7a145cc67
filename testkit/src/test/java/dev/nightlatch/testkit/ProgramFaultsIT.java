package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Component;
import dev.nightlatch.controlplane.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Each of the three programs is stopped, killed, paused and started again, and the control plane
/// is whole afterwards, with what was stored before.
@RealCluster(isolated = true)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("ProgramFaultsIT")
class ProgramFaultsIT {
  private static final String[] ASK = {"get", "configmap", "stored", "--request-timeout=2s"};

  @BeforeEach
  void store(TestCluster cluster) {
    cluster.kubectl("create", "configmap", "stored");
  }

  /// Also after a test that failed half-way, so that the next one has only its own faults to tell.
  @AfterEach
  void mend(TestCluster cluster) {
    cluster.plane().components().stream().filter(Component::isAlive).forEach(Component::resume);
    cluster.plane().components().forEach(Component::start);
  }

  @ParameterizedTest
  @EnumSource
  void aStoppedProgramComesBack(Program program, TestCluster cluster) {
    Component component = cluster.plane().component(program);
    component.stop();
    assertThat(component.isAlive()).isFalse();
    assertMissed(program, cluster);

    component.start();
    assertWhole(cluster);
  }

  @ParameterizedTest
  @EnumSource
  void aKilledProgramComesBack(Program program, TestCluster cluster) {
    Component component = cluster.plane().component(program);
    component.kill();
    assertThat(component.isAlive()).isFalse();
    assertMissed(program, cluster);

    component.start();
    assertWhole(cluster);
  }

  @ParameterizedTest
  @EnumSource
  void aPausedProgramIsThereAndAnswersNothingUntilItGoesOn(Program program, TestCluster cluster) {
    Component component = cluster.plane().component(program);
    component.pause();
    assertThat(component.isAlive()).isTrue();
    assertMissed(program, cluster);

    component.resume();
    component.awaitReady();
    assertWhole(cluster);
  }

  @ParameterizedTest
  @EnumSource
  void aPausedProgramCanBeKilled(Program program, TestCluster cluster) {
    Component component = cluster.plane().component(program);
    component.pause();
    component.kill();
    assertThat(component.isAlive()).isFalse();

    component.start();
    assertWhole(cluster);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ETCD")
  void aPausedProgramCanBeStoppedInOrder(Program program, TestCluster cluster) {
    Component component = cluster.plane().component(program);
    component.pause();
    component.stop();
    assertThat(component.isAlive()).isFalse();

    component.start();
    assertWhole(cluster);
  }

  /// Without its store or itself the API server does not answer. Without the controllers their own
  /// port does not, and nobody gives a new namespace its ServiceAccount.
  private static void assertMissed(Program program, TestCluster cluster) {
    switch (program) {
      case ETCD, KUBE_APISERVER -> assertThat(cluster.kubectl().run("", ASK).succeeded()).isFalse();
      case KUBE_CONTROLLER_MANAGER -> {
        String unattended = cluster.anotherNamespace();
        assertThat(controllersAnswer(cluster)).isFalse();
        assertThat(cluster.kubectl("get", "serviceaccounts", "-n", unattended, "-o", "name"))
            .isEmpty();
      }
    }
  }

  private static boolean controllersAnswer(TestCluster cluster) {
    return cluster
        .kubectl()
        .run(
            "",
            "--server=https://127.0.0.1:" + controllersPort(cluster),
            "get",
            "--raw=/healthz",
            "--request-timeout=2s")
        .output()
        .equals("ok");
  }

  private static String controllersPort(TestCluster cluster) {
    Properties ports = new Properties();
    try (var reader =
        Files.newBufferedReader(cluster.plane().directory().resolve("ports.properties"))) {
      ports.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ports.getProperty("controllerManager", "");
  }

  private static void assertWhole(TestCluster cluster) {
    cluster.plane().awaitReady();
    assertThat(cluster.plane().components())
        .extracting(Component::isAlive)
        .isEqualTo(List.of(true, true, true));
    assertThat(controllersAnswer(cluster)).as("the controllers' port answers").isTrue();
    Wait.until(
        Door.SOON,
        "what was stored does not come back",
        () -> cluster.kubectl().run("", ASK).succeeded());
    String attended = cluster.anotherNamespace();
    Wait.until(
        Duration.ofSeconds(60),
        "the controllers do nothing",
        () ->
            cluster
                .kubectl()
                .run("", "get", "serviceaccount", "default", "-n", attended)
                .succeeded());
  }
}
