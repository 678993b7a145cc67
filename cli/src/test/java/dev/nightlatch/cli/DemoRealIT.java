package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Binaries;
import dev.nightlatch.testkit.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// The story on a real control plane, as a process of its own: it brings all that it needs, and
/// leaves nothing.
@RealCluster
@Isolated("a person watches it alone, and it has seconds")
class DemoRealIT {
  private final Path temporary;
  private final Path home;
  private final Path said;

  DemoRealIT(@TempDir Path folder) throws IOException {
    Path here = folder.toRealPath();
    temporary = Files.createDirectory(here.resolve("tmp"));
    home = Files.createDirectory(here.resolve("home"));
    said = Files.createDirectory(here.resolve("said"));
  }

  @Test
  void itPlaysByItselfAndLeavesNoProcessAndNoFile() throws IOException, InterruptedException {
    int exitCode = play();

    String out = Files.readString(said.resolve("out"));
    assertThat(exitCode).as(out + Files.readString(said.resolve("err"))).isZero();
    assertThat(out)
        .containsSubsequence(
            "The stage: a real kube-apiserver at https://127.0.0.1:",
            "default-deny",
            "db-shell",
            "Open until",
            "kind: NetworkPolicy",
            "kind: Job",
            "The operator is killed",
            "Nothing of Nightlatch runs any more.",
            "The latch has closed it",
            "Shut again, as before.",
            "Expired (NL-EXPIRED)",
            "Opening",
            "Opened",
            "Closed");
    assertThat(Files.readString(said.resolve("err")).lines())
        .containsExactly(
            "Starting etcd, kube-apiserver and kube-controller-manager …",
            "Installing Nightlatch and the shop …");
    assertThat(processesOfTheDemo()).isEmpty();
    assertThat(temporary).isEmptyDirectory();
    assertThat(home).isEmptyDirectory();
  }

  private int play() throws IOException, InterruptedException {
    if (!(Binaries.locate() instanceof Binaries.Located.Found(var binaries))) {
      throw new AssertionError("the programs are not there");
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo",
                "--auto",
                "--real")
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(said.resolve("out").toFile())
            .redirectError(said.resolve("err").toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put(Binaries.FOLDER_VARIABLE, binaries.directory().toString());
    Process demo = builder.start();
    try {
      assertThat(demo.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
      return demo.exitValue();
    } finally {
      demo.destroyForcibly();
    }
  }

  /// The operator, the programs of the control plane and their supervisors name its folders.
  private List<String> processesOfTheDemo() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine())
        .flatMap(Optional::stream)
        .filter(line -> line.contains(temporary.toString()))
        .toList();
  }
}
