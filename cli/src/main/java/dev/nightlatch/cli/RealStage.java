package dev.nightlatch.cli;

import dev.nightlatch.controlplane.Binaries;
import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.controlplane.Settings;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.InstallManifests;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The story's stage on a real etcd, kube-apiserver and kube-controller-manager, with the operator
/// as a process of its own under its ServiceAccount.
final class RealStage implements DemoStage {
  private static final Duration OPERATOR_STARTS = Duration.ofSeconds(60);

  private final ControlPlane plane;
  private final Path folder;
  private final KubeCluster engineer;
  private final KubeCluster onlooker;
  private @Nullable Process operator;

  private RealStage(ControlPlane plane, Path folder) {
    this.plane = plane;
    this.folder = folder;
    this.engineer = connect("alice", plane.user("alice@example.com", "oncall"));
    this.onlooker = connect("admin", plane.admin());
  }

  private KubeCluster connect(String name, Kubeconfig config) {
    Path file = config.write(folder.resolve(name + ".kubeconfig"));
    return KubeCluster.of(KubeAccess.of(Optional.of(file), Optional.empty()));
  }

  static RealStage build(Screen screen) throws IOException, InterruptedException {
    Binaries binaries = binaries(screen);
    screen.aside(screen.faint("Starting etcd, kube-apiserver and kube-controller-manager …"));
    ControlPlane plane = ControlPlane.start(Settings.scratch(binaries));
    RealStage stage = new RealStage(plane, Files.createTempDirectory("nightlatch-demo"));
    try {
      screen.aside(screen.faint("Installing Nightlatch and the shop …"));
      stage.kubectl(InstallManifests.text(), "apply", "-f", "-");
      stage.kubectl("", "wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
      stage.kubectl(SampleShop.withReports(), "apply", "-f", "-");
      stage.bind("oncall-requests", "nightlatch-requester");
      stage.bind("oncall-opens", "nightlatch-open");
      // What is asked for right after the guards were written may have passed them, and is refused.
      Thread.sleep(Guards.COUNT_AFTER);
      return stage;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      stage.close();
      throw failed;
    }
  }

  private void bind(String name, String role) throws IOException, InterruptedException {
    kubectl("", "create", "clusterrolebinding", name, "--clusterrole=" + role, "--group=oncall");
  }

  /// Has the programs made where they are not there, as the tests do.
  private static Binaries binaries(Screen screen) throws IOException, InterruptedException {
    if (Binaries.locate() instanceof Binaries.Located.Found(var found)) {
      return found;
    }
    Path maker = Path.of(System.getProperty("nightlatch.home", "."), "dev", "control-plane");
    if (Files.isExecutable(maker)) {
      Process making =
          new ProcessBuilder(maker.toString(), "binaries")
              .redirectOutput(ProcessBuilder.Redirect.to(Path.of("/dev/stderr").toFile()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      making.waitFor();
    }
    return switch (Binaries.locate()) {
      case Binaries.Located.Found(var found) -> found;
      case Binaries.Located.Missing(var why) -> {
        screen.aside(why);
        throw new CommandFailed(Exit.OUTSIDE, "--real needs the programs of a control plane");
      }
    };
  }

  private void kubectl(String input, String... arguments) throws IOException, InterruptedException {
    Path file = plane.admin().write(folder.resolve("admin.kubeconfig"));
    List<String> command = new ArrayList<>();
    command.add(plane.binaries().kubectl().toString());
    command.add("--kubeconfig=" + file);
    command.addAll(List.of(arguments));
    Path output = folder.resolve("kubectl.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // Where it keeps what it has learned of a cluster; this one is soon gone.
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (process.waitFor() != 0) {
      throw new CommandFailed(
          Exit.OUTSIDE, "kubectl " + String.join(" ", arguments) + ": " + Files.readString(output));
    }
  }

  @Override
  public String what() {
    return "a real kube-apiserver at " + plane.server();
  }

  @Override
  public Cluster engineer() {
    return engineer;
  }

  @Override
  public Cluster onlooker() {
    return onlooker;
  }

  @Override
  public void startOperator() throws IOException {
    Path config =
        plane
            .serviceAccount("nightlatch-system", "nightlatch-operator")
            .write(folder.resolve("operator.kubeconfig"));
    Path log = Files.createTempFile(folder, "operator-", ".log");
    Process started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "operator",
                "--until-stdin-ends",
                "--kubeconfig",
                config.toString(),
                "--journal",
                journal().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    operator = started;
    awaitWork(started, log);
  }

  /// The story is about what happens at 02:14, when the operator has long been at work.
  private static void awaitWork(Process operator, Path log) throws IOException {
    long deadline = System.nanoTime() + OPERATOR_STARTS.toNanos();
    while (!Files.readString(log).contains("Operator at work")) {
      if (!operator.isAlive() || System.nanoTime() - deadline >= 0) {
        throw new CommandFailed(
            Exit.OUTSIDE, "the operator does not start: " + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Override
  public void killOperator() {
    if (operator != null) {
      operator.destroyForcibly().onExit().join();
      operator = null;
    }
  }

  @Override
  public String howItIsKilled() {
    return operator == null ? "" : "$ kill -9 " + operator.pid();
  }

  @Override
  public Path journal() {
    return folder.resolve("journal.jsonl");
  }

  @Override
  public void close() throws IOException {
    killOperator();
    engineer.close();
    onlooker.close();
    plane.close();
    DemoStage.delete(folder);
  }
}
