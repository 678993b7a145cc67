package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `dev/control-plane` as somebody uses it, from a folder of his own and with spaces in the names.
@RealCluster
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("ByHandIT")
class ByHandIT {
  private static final Path SCRIPT = Path.of("../dev/control-plane").toAbsolutePath().normalize();
  private static final String DIR = "my plane";

  private final Path home;

  ByHandIT(@TempDir Path home) throws IOException {
    this.home = home.toRealPath();
  }

  /// What one call said; standard error is appended to standard output.
  private record Said(int exitCode, String text) {}

  @AfterEach
  void down() throws IOException, InterruptedException {
    run("down", DIR);
  }

  @Test
  void itIsUpUntilItIsDownAndKeepsItsData() throws IOException, InterruptedException {
    assertThat(run("status", DIR)).isEqualTo(new Said(1, noneIsUp()));

    Said up = run("up", DIR);
    assertThat(up.exitCode()).as(up.text()).isZero();
    assertThat(up.text())
        .contains("export KUBECONFIG='" + home.resolve(DIR) + "/admin.kubeconfig'");
    assertThat(run("up", DIR))
        .isEqualTo(new Said(1, "control-plane: a control plane is already up in " + dir() + "\n"));
    assertThat(run("status", DIR).exitCode()).isZero();
    assertThat(kubectl("create", "configmap", "kept").exitCode()).isZero();

    assertThat(run("down", DIR).exitCode()).isZero();
    assertThat(Processes.naming(dir())).isEmpty();
    assertThat(run("down", DIR)).isEqualTo(new Said(1, noneIsUp()));
    assertThat(kubectl("get", "configmap", "kept").text()).contains("no control plane is up in");

    assertThat(run("up", dir().toString()).exitCode()).isZero();
    assertThat(kubectl("get", "configmap", "kept", "-o", "name").text())
        .isEqualTo("configmap/kept\n");
  }

  @Test
  void aUserHasNameAndGroupsAndTheFileIsGoodForTheNextUpToo()
      throws IOException, InterruptedException {
    assertThat(run("user", DIR, "alice@example.com")).isEqualTo(new Said(1, noneIsUp()));
    run("up", DIR);

    Said user = run("user", DIR, "alice@example.com", "--group", "oncall", "--group=second");
    Path file = dir().resolve("alice@example.com.kubeconfig");
    assertThat(user).isEqualTo(new Said(0, file + "\n"));
    run("down", DIR);
    run("up", DIR);

    assertThat(
            kubectl(
                    "--kubeconfig=" + file,
                    "auth",
                    "whoami",
                    "-o",
                    "jsonpath={.status.userInfo.username} {.status.userInfo.groups}")
                .text())
        .isEqualTo("alice@example.com [\"oncall\",\"second\",\"system:authenticated\"]");
    assertThat(kubectl("--kubeconfig=" + file, "get", "pods").text()).contains("(Forbidden)");
  }

  @Test
  void aHolderThatWasKilledLeavesNothingAndIsNoObstacle() throws IOException, InterruptedException {
    run("up", DIR);
    long pid = Long.parseLong(Files.readString(dir().resolve(".run/pid")).strip());
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    Wait.until(Duration.ofSeconds(5), "something is left", () -> Processes.naming(dir()).isEmpty());

    assertThat(run("status", DIR)).isEqualTo(new Said(1, noneIsUp()));
    assertThat(run("up", DIR).exitCode()).isZero();
    assertThat(kubectl("get", "namespaces").exitCode()).isZero();
  }

  @Test
  void aProgramThatDiedIsNamedWithWhatToDo() throws IOException, InterruptedException {
    run("up", DIR);
    Processes.running("kube-controller-manager", dir()).forEach(ProcessHandle::destroyForcibly);
    Wait.until(
        Duration.ofSeconds(10),
        "the holder has not seen it",
        () -> Files.exists(dir().resolve(".run/ended")));

    for (String command : List.of("status", "up")) {
      Said said = run(command, DIR);
      assertThat(said.exitCode()).isEqualTo(1);
      assertThat(said.text())
          .startsWith("control-plane: not running: kube-controller-manager of the control plane")
          .contains("dev/control-plane down '" + dir() + "', then dev/control-plane up");
    }

    assertThat(run("down", DIR).exitCode()).isZero();
    assertThat(run("up", DIR).exitCode()).isZero();
    assertThat(run("status", DIR).exitCode()).isZero();
  }

  @Test
  void aFolderThatHoldsSomethingElseIsLeftAlone() throws IOException, InterruptedException {
    Files.createDirectory(dir());
    Files.writeString(dir().resolve("precious"), "x");
    assertThat(run("up", DIR))
        .isEqualTo(
            new Said(1, "control-plane: " + dir() + " is not empty and holds no control plane\n"));
    assertThat(dir().toFile().list()).containsExactly("precious");
  }

  @ParameterizedTest
  @CsvSource({
    "up,",
    "down,",
    "status,",
    "user,",
    "kubectl,",
    "fly,",
    "binaries,--now",
    "up,--verbose",
    "user,somewhere"
  })
  void whatCannotBeMeantIsUsageAndOneLine(String command, String argument)
      throws IOException, InterruptedException {
    Said said = argument == null ? run(command) : run(command, argument);
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.text()).startsWith("control-plane: ").hasLineCount(1);
  }

  @Test
  void helpIsForTheAsking() throws IOException, InterruptedException {
    for (Said said : List.of(run("--help"), run("-h"), run("help"), run("up", "--help"))) {
      assertThat(said.exitCode()).isZero();
      assertThat(said.text()).contains("binaries", "up DIR", "user DIR NAME", "down DIR");
    }
    assertThat(run().exitCode()).isEqualTo(2);
  }

  @Test
  void theProgramsFolderIsPrintedAlone() throws IOException, InterruptedException {
    Said said = run("binaries");
    assertThat(said.exitCode()).isZero();
    assertThat(said.text()).hasLineCount(1);
    assertThat(Path.of(said.text().strip()).resolve("kube-apiserver")).isExecutable();
  }

  private Said kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("kubectl", DIR));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  /// Runs the script as a shell's `$(…)` does: returns when nobody holds its output any more.
  private Said run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Said(process.exitValue(), text);
  }

  private Path dir() {
    return home.resolve(DIR);
  }

  private String noneIsUp() {
    return "control-plane: no control plane is up in " + dir() + "\n";
  }
}
