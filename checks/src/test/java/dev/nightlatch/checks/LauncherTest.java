package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.checks.Checkout.Running;
import dev.nightlatch.checks.Checkout.Said;
import dev.nightlatch.testkit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `nightlatch`, with a Maven and a JDK that only pretend.
@ParameterizedClass
@MethodSource("dev.nightlatch.checks.Checkout#shells")
class LauncherTest {
  private static final String BUILDING =
      "Building Nightlatch (some minutes the first time, with all that it downloads) …\n";
  private static final String WAITING = "Another build is under way (process ";

  /// Builds; says what Maven says.
  private static final String BUILDS =
      """
      echo '[INFO] Scanning for projects...'
      echo '[INFO] Building engine 0.1.0-SNAPSHOT                   [2/11]'
      echo '[INFO] Building jar: somewhere'
      mkdir -p cli/target/dist
      echo >cli/target/dist/built
      """;

  private static final String BUILDS_ON_GO =
      """
      echo ready >"$RECORD/ready"
      until [ -e "$RECORD/go" ]; do sleep 1; done
      """
          + BUILDS;

  private final Checkout checkout;
  private final Path jdk;
  private final Path launcher;
  private final Path lock;

  LauncherTest(String shell, @TempDir Path folder) throws IOException {
    checkout = new Checkout(shell, folder);
    jdk = checkout.jdk("25.0.3");
    checkout.with("JAVA_HOME", jdk.toString());
    launcher = checkout.root().resolve("nightlatch");
    lock = checkout.root().resolve("target/launcher-build.lock");
    // A second is a moment, and leaves a trace.
    checkout.instead(
        "sleep",
        "echo slept >>\"$RECORD/sleeps\"; exec %s 0.05\n"
            .formatted(Checkout.onPath("sleep").orElseThrow()));
  }

  private void maven(String then) throws IOException {
    checkout.onPathFirst(checkout.maven("a maven", "3.9.11", then).resolve("bin").toString());
  }

  private void built() throws IOException {
    Checkout.write(checkout.root().resolve("cli/target/dist/built"), "");
  }

  private int builds() throws IOException {
    return Files.exists(checkout.record("builds")) ? checkout.recorded("builds").size() : 0;
  }

  @Test
  void whatIsBuiltIsStartedWithTheArgumentsAndTheInputAsTheyAre()
      throws IOException, InterruptedException {
    built();
    checkout.with("JAVA_EXIT", "6").with("HOME", "");

    Said said =
        checkout.start("in\n", checkout.folder(), launcher, "open", "a  b", "*", "", "$HOME").end();

    assertThat(said).isEqualTo(new Said(6, "from java\n", ""));
    assertThat(checkout.recorded("java-arguments"))
        .contains("-Dnightlatch.home=" + checkout.root(), "-Dnightlatch.name=nightlatch")
        .endsWith("dev.nightlatch.cli.Main", "open", "a  b", "*", "", "$HOME");
    assertThat(checkout.recorded("java-input")).containsExactly("in");
    assertThat(checkout.recorded("java")).containsExactly(jdk.resolve("bin/java").toString());
  }

  /// What catches an OutOfMemoryError and goes on may have lost a thread that nobody misses.
  @Test
  void anOperatorThatIsOutOfMemoryEnds() throws IOException, InterruptedException {
    built();
    checkout.run(launcher, "--color=never", "operator", "--journal", "here");
    assertThat(checkout.recorded("java-arguments")).contains("-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void theJdkThatBuiltItStartsItUnlessJavaHomeNamesAnother()
      throws IOException, InterruptedException {
    built();
    Path builder = checkout.jdk("25.0.1");
    Path record = checkout.root().resolve("cli/target/dist/jdk");
    Checkout.write(record, builder + "\n");
    Path old = checkout.jdk("17.0.9");

    assertThat(started(old)).isEqualTo(builder.resolve("bin/java"));
    assertThat(started(jdk)).isEqualTo(jdk.resolve("bin/java"));
    Checkout.write(record, checkout.folder().resolve("gone") + "\n");
    assertThat(started(jdk)).isEqualTo(jdk.resolve("bin/java"));
  }

  /// What is started where JAVA_HOME is this.
  private Path started(Path javaHome) throws IOException, InterruptedException {
    checkout.with("JAVA_HOME", javaHome.toString());
    checkout.run(launcher, "get");
    return Path.of(checkout.recorded("java").getFirst());
  }

  @Test
  void theFirstCallBuildsAndSaysSoOnStderrAndTheNextDoesNot()
      throws IOException, InterruptedException {
    maven(BUILDS);

    Said first = checkout.run(launcher, "get");

    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).isEqualTo("from java\n");
    assertThat(first.err())
        .startsWith(BUILDING)
        .contains("  [2/11] engine\n")
        .doesNotContain("jar")
        .containsPattern("Built in \\d+ s\\.\n$");
    assertThat(checkout.recorded("arguments"))
        .contains("-DskipTests", "-pl", "cli", "-am", "package");
    assertThat(checkout.recorded("java-home-for-version")).containsExactly(jdk.toString());
    assertThat(lock).doesNotExist();

    assertThat(checkout.run(launcher, "get")).isEqualTo(new Said(0, "from java\n", ""));
    assertThat(builds()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pom.xml", "cli/pom.xml", "cli/src/main/java/Main.java", "cli/src/main/New.java"})
  void itIsBuiltAgainWhenASourceIsNewer(String source) throws IOException, InterruptedException {
    maven(BUILDS);
    checkout.run(launcher, "get");

    Checkout.write(checkout.root().resolve(source), "changed");
    checkout.run(launcher, "get");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aBuildThatTakesLongSaysThatItGoesOn() throws IOException, InterruptedException {
    maven(BUILDS_ON_GO);
    Running running = checkout.start("", checkout.folder(), launcher, "get");

    running.awaitErr(" s\n");
    Checkout.write(checkout.record("go"), "");

    Said said = running.end();
    assertThat(said.exitCode()).isZero();
    // Which second it is depends on when it began.
    assertThat(said.err()).startsWith(BUILDING + "  … ").containsPattern("  … \\d s\n");
    assertThat(said.out()).isEqualTo("from java\n");
  }

  @ParameterizedTest
  @CsvSource({"[ERROR] no such package,[ERROR] no such package", "the disk is full,the disk"})
  void aBuildThatFailsSaysWhyOnStderr(String says, String told)
      throws IOException, InterruptedException {
    maven("echo '" + says + "'; echo '[INFO] much else'; exit 1\n");

    Said said = checkout.run(launcher, "get");

    assertThat(said.exitCode()).isEqualTo(5);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .startsWith(BUILDING)
        .contains(told)
        .endsWith(
            "The build failed; all of its output is in "
                + checkout.root().resolve("target/launcher-build.log")
                + "\n");
    assertThat(lock).doesNotExist();
    assertThat(checkout.record("java-arguments")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3.8.6"})
  void withoutAMavenItCannotBuildAndSaysSoInOneLine(String version)
      throws IOException, InterruptedException {
    if (!version.isEmpty()) {
      checkout.onPathFirst(checkout.maven("old", version, "").resolve("bin").toString());
    }

    Said said = checkout.run(launcher, "get");

    assertThat(said.exitCode()).isEqualTo(5);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).hasLineCount(1).startsWith("Nightlatch needs Maven 3.8.7 or newer");
  }

  @ParameterizedTest
  @CsvSource({"nightlatch, nightlatch", "nl, nightlatch", "kubectl-nightlatch, kubectl nightlatch"})
  void itIsFoundThroughLinksAndNamedAsItIsCalled(String link, String name)
      throws IOException, InterruptedException {
    built();
    Path bin = Files.createDirectories(checkout.folder().resolve("my links/bin"));
    Path relative = bin.resolve(link);
    Files.createSymbolicLink(relative, Path.of("../../a checkout/nightlatch"));
    Path absolute = checkout.folder().resolve(link);
    Files.createSymbolicLink(absolute, launcher);
    Path twice = Files.createDirectory(checkout.folder().resolve("twice")).resolve(link);
    Files.createSymbolicLink(twice, Path.of("../my links/bin").resolve(link));
    checkout.with("CDPATH", bin + ":" + checkout.folder());

    for (Path way : List.of(relative, absolute, twice, Path.of("my links/bin", link))) {
      Files.deleteIfExists(checkout.record("java-arguments"));
      assertThat(checkout.run(way, "version")).as("%s", way).isEqualTo(ok());
      assertThat(checkout.recorded("java-arguments"))
          .contains("-Dnightlatch.home=" + checkout.root(), "-Dnightlatch.name=" + name);
    }
    assertThat(checkout.start("", bin, Path.of(link), "version").end()).isEqualTo(ok());
    assertThat(checkout.start("", checkout.root(), Path.of("nightlatch")).end()).isEqualTo(ok());
  }

  private static Said ok() {
    return new Said(0, "from java\n", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ps"})
  void whoComesDuringABuildWaitsForItAndSaysSoOnce(String missing)
      throws IOException, InterruptedException {
    checkout.without(missing.isEmpty() ? "no such tool" : missing);
    maven(BUILDS_ON_GO);
    Running first = checkout.start("", checkout.folder(), launcher, "get");
    Wait.until(Checkout.SOON, "Maven runs", () -> Files.exists(checkout.record("ready")));
    Running second = checkout.start("", checkout.folder(), launcher, "get");
    second.awaitErr(WAITING);
    Path sleeps = checkout.record("sleeps");
    long before = Files.size(sleeps);
    Wait.until(Checkout.SOON, "time goes by", () -> sleeps.toFile().length() > before + 100);

    Checkout.write(checkout.record("go"), "");

    assertThat(first.end().exitCode()).isZero();
    Said said = second.end();
    assertThat(said.exitCode()).isZero();
    assertThat(said.out()).isEqualTo("from java\n");
    assertThat(said.err()).isEqualTo(WAITING + first.process().pid() + "); waiting for it …\n");
    assertThat(builds()).isEqualTo(1);
    assertThat(Files.exists(lock, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void whoWaitsForABuildThatFailsTriesItself() throws IOException, InterruptedException {
    maven("echo ready >\"$RECORD/ready\"; until [ -e \"$RECORD/go\" ]; do sleep 1; done; exit 1\n");
    Running first = checkout.start("", checkout.folder(), launcher, "get");
    Wait.until(Checkout.SOON, "Maven runs", () -> Files.exists(checkout.record("ready")));
    Running second = checkout.start("", checkout.folder(), launcher, "get");
    second.awaitErr(WAITING);

    Checkout.write(checkout.record("go"), "");

    assertThat(first.end().exitCode()).isEqualTo(5);
    assertThat(second.end().exitCode()).isEqualTo(5);
    assertThat(builds()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999999", "not a number"})
  void aLockOfAProcessThatIsGoneIsTakenAway(String owner) throws IOException, InterruptedException {
    Files.createDirectories(lock.getParent());
    Files.createSymbolicLink(lock, Path.of(owner));
    assertTakenAway();

    Files.delete(checkout.root().resolve("cli/target/dist/built"));
    Files.createSymbolicLink(lock, Path.of(owner));
    checkout.without("ps");
    assertTakenAway();
  }

  @Test
  void aLockWhoseProcessIsAnotherOneByNowIsTakenAway() throws IOException, InterruptedException {
    Files.createDirectories(lock.getParent());
    Files.createSymbolicLink(lock, Path.of("1"));
    checkout.instead("ps", "echo /sbin/init\n");
    assertTakenAway();
  }

  @Test
  void aLockThatIsNoLinkIsTakenAway() throws IOException, InterruptedException {
    Checkout.write(lock, "");
    assertTakenAway();
  }

  private void assertTakenAway() throws IOException, InterruptedException {
    maven(BUILDS);
    Said said = checkout.run(launcher, "get");
    assertThat(said.exitCode()).isZero();
    assertThat(said.err()).startsWith(BUILDING);
    assertThat(Files.exists(lock, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
