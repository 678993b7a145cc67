package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `dev/control-plane binaries`, with a `go` that only pretends to compile.
class BinariesCommandTest {
  private static final Path SCRIPT = Path.of("../dev/control-plane").toAbsolutePath().normalize();
  private static final String REQUIRED = "NIGHTLATCH_REQUIRE_CONTROL_PLANE";
  private static final String NAMED = "NIGHTLATCH_CONTROL_PLANE_BINARIES";

  /// Writes a file for each command, as `go build -o` does, and notes each call.
  private static final String COMPILES =
      """
      [ "$1" = env ] && { echo go1.26.0; exit 0; }
      echo build >>"$CALLS"
      while [ "$1" != -o ]; do shift; done
      output=$2
      shift 2
      for package in "$@"; do
        case $output in
          */) file=$output$(basename "$package") ;;
          *) file=$output ;;
        esac
        echo "$package" >"$file"
        chmod +x "$file"
      done
      """;

  private static final String FAILS =
      """
      [ "$1" = env ] && { echo go1.26.0; exit 0; }
      echo 'no route to anywhere'
      exit 1
      """;

  private static final String OLD = "echo go1.25.7\n";

  private final Path home;

  BinariesCommandTest(@TempDir Path home) throws IOException {
    this.home = Files.createDirectory(home.toRealPath().resolve("a home"));
  }

  private record Said(int exitCode, String output, String error) {}

  @Test
  void theFirstCallBuildsAndTheNextOnesDoNot() throws IOException, InterruptedException {
    Said first = run(COMPILES, Map.of());
    assertThat(first.exitCode()).as(first.error()).isZero();
    assertThat(first.error()).contains("building etcd", "built in");
    Path folder = Path.of(first.output().strip());
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("etcd", "kube-apiserver", "kube-controller-manager", "kubectl");
    assertThat(folder).hasParent(cache());
    assertOnlyWholeFolders();

    assertThat(run(COMPILES, Map.of())).isEqualTo(new Said(0, first.output(), ""));
    assertThat(calls()).hasSize(2);
  }

  @Test
  void twoAtOnceBuildOnce() throws IOException, InterruptedException {
    List<Process> both = List.of(start(COMPILES, Map.of()), start(COMPILES, Map.of()));
    for (Process process : both) {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    assertThat(calls()).hasSize(2);
    assertOnlyWholeFolders();
  }

  @Test
  void theLockAndTheHalfOfABuildThatWasKilledAreNoObstacle()
      throws IOException, InterruptedException {
    Path folder = Path.of(run(COMPILES, Map.of()).output().strip());
    Files.delete(folder.resolve("kubectl"));
    Path lock = Files.createDirectory(folder.resolveSibling(folder.getFileName() + ".lock"));
    Files.writeString(lock.resolve("pid"), "999999999\n");
    Files.createDirectory(folder.resolveSibling(folder.getFileName() + ".tmp.999999999"));

    assertThat(run(COMPILES, Map.of()).exitCode()).isZero();

    assertThat(folder.resolve("kubectl")).isExecutable();
    assertOnlyWholeFolders();
  }

  @Test
  void aBuildThatFailsSaysWhyAndLeavesNothing() throws IOException, InterruptedException {
    Said said = run(FAILS, Map.of());
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.error()).contains("no route to anywhere", "building etcd failed");
    assertThat(cache()).isEmptyDirectory();
  }

  @Test
  void anOldGoIsNamed() throws IOException, InterruptedException {
    Said said = run(OLD, Map.of());
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.error())
        .hasLineCount(1)
        .contains("Go 1.26 or newer is needed, the one on the PATH is go1.25.7");
  }

  @Test
  void whereTheyAreOnlyWishedForTheirWantIsNoFailure() throws IOException, InterruptedException {
    for (String go : List.of(OLD, FAILS)) {
      Said said = run(go, Map.of(), "--if-possible");
      assertThat(said.exitCode()).isZero();
      assertThat(said.error()).contains("the tests that need a control plane will be skipped");
    }
  }

  @Test
  void whereTheyAreRequiredItIs() throws IOException, InterruptedException {
    for (String go : List.of(OLD, FAILS)) {
      assertThat(run(go, Map.of(REQUIRED, "1"), "--if-possible").exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aNamedFolderIsUsedAsItIsOrRefused() throws IOException, InterruptedException {
    Path named = Files.createDirectory(home.resolve("named"));
    for (String option : List.of("", "--if-possible")) {
      Said refused =
          option.isEmpty()
              ? run(COMPILES, Map.of(NAMED, named.toString()))
              : run(COMPILES, Map.of(NAMED, named.toString()), option);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.error())
          .hasLineCount(1)
          .contains("no etcd kube-apiserver kube-controller-manager kubectl in " + named);
    }
    for (String name : List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubectl")) {
      executable(named.resolve(name), "");
    }
    assertThat(run(OLD, Map.of(NAMED, named.toString()))).isEqualTo(new Said(0, named + "\n", ""));
  }

  private Path cache() {
    return home.resolve(".cache/nightlatch/control-plane");
  }

  private void assertOnlyWholeFolders() throws IOException {
    try (Stream<Path> all = Files.list(cache())) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .hasSize(1)
          .allMatch(name -> name.matches("k8s-[0-9.]+-etcd-[0-9.]+-[a-z]+-[a-z0-9]+"));
    }
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(home.resolve("calls"));
  }

  private Said run(String go, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(go, environment, arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Said(process.exitValue(), output, error);
  }

  private Process start(String go, Map<String, String> environment, String... arguments)
      throws IOException {
    Path bin = Files.createTempDirectory(home, "bin");
    executable(bin.resolve("go"), go);
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "binaries"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> all = builder.environment();
    all.keySet().removeAll(List.of("XDG_CACHE_HOME", NAMED, REQUIRED));
    all.put("HOME", home.toString());
    all.put("PATH", bin + ":" + System.getenv("PATH"));
    all.put("CALLS", home.resolve("calls").toString());
    all.putAll(environment);
    return builder.start();
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
