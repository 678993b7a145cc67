package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.checks.Checkout.Running;
import dev.nightlatch.checks.Checkout.Said;
import dev.nightlatch.testkit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `mvnw`, with a Maven and JDKs that only pretend.
@ParameterizedClass
@MethodSource("dev.nightlatch.checks.Checkout#shells")
class MvnwTest {
  private static final String NONE = "Nightlatch needs Maven 3.8.7 or newer and found none";

  private final Checkout checkout;
  private final Path jdk;

  MvnwTest(String shell, @TempDir Path folder) throws IOException {
    checkout = new Checkout(shell, folder);
    jdk = checkout.jdk("25.0.3");
    checkout.with("JAVA_HOME", jdk.toString());
  }

  private Path maven(String then) throws IOException {
    Path home = checkout.maven("a maven", "3.9.11", then);
    checkout.onPathFirst(home.resolve("bin").toString());
    return home.resolve("bin/mvn");
  }

  private Said mvnw(String... arguments) throws IOException, InterruptedException {
    return checkout.run(checkout.root().resolve("mvnw"), arguments);
  }

  @Test
  void mavenIsGivenTheArgumentsAsTheyAreAndRunsInTheCheckout()
      throws IOException, InterruptedException {
    maven("");
    String[] arguments = {"-Dname=a  b", "*", "", "$HOME", "it's", "\\n", "-pl", "cli"};

    assertThat(mvnw(arguments)).isEqualTo(new Said(0, "", ""));

    assertThat(checkout.recorded("arguments")).containsExactly(arguments);
    assertThat(checkout.recorded("folder")).containsExactly(checkout.root().toString());
    assertThat(checkout.recorded("java-home")).containsExactly(jdk.toString());
    assertThat(checkout.folder().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void standardInputReachesMaven() throws IOException, InterruptedException {
    maven("");
    Path script = checkout.root().resolve("mvnw");

    Said said = checkout.start("first\nsecond\n", checkout.folder(), script).end();

    assertThat(said.exitCode()).isZero();
    assertThat(checkout.recorded("input")).containsExactly("first", "second");
  }

  @Test
  void whatMavenSaysAndItsExitCodeComeBack() throws IOException, InterruptedException {
    maven("echo out; echo err >&2; exit 3\n");
    assertThat(mvnw("verify")).isEqualTo(new Said(3, "out\n", "err\n"));
  }

  @Test
  void aSignalReachesMavenAndMavensEndIsItsEnd() throws IOException, InterruptedException {
    maven(
        """
        trap 'echo TERM >"$RECORD/signal"; kill "$nap"; exit 7' TERM
        sleep 60 &
        nap=$!
        echo ready >"$RECORD/ready"
        wait "$nap"
        """);
    Running running = checkout.start("", checkout.folder(), checkout.root().resolve("mvnw"));
    Wait.until(Checkout.SOON, "Maven runs", () -> Files.exists(checkout.record("ready")));

    running.process().destroy();

    assertThat(running.end()).isEqualTo(new Said(7, "", ""));
    assertThat(checkout.recorded("signal")).containsExactly("TERM");
    assertThat(checkout.folder().resolve("tmp")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nowhere", "jdk 21.0.8", "jdk 250.0.1"})
  void aJdk25OnThePathIsFoundWhereJavaHomeNamesNone(String javaHome)
      throws IOException, InterruptedException {
    maven("");
    checkout.jdk("250.0.1");
    Path older = checkout.jdk("21.0.8");
    Path links = Files.createDirectory(checkout.folder().resolve("links"));
    Files.createSymbolicLink(links.resolve("javac"), Path.of("../jdk 25.0.3/bin/javac"));
    checkout.onPathFirst(links.toString()).onPathFirst(older.resolve("bin").toString());
    checkout.with(
        "JAVA_HOME", javaHome.isEmpty() ? "" : checkout.folder().resolve(javaHome).toString());

    assertThat(mvnw()).isEqualTo(new Said(0, "", ""));

    assertThat(checkout.recorded("java-home")).containsExactly(jdk.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "25.0.3", "25-ea"})
  void aRelativeJavaHomeIsMadeAbsolute(String version) throws IOException, InterruptedException {
    maven("");
    Path home = checkout.jdk(version);
    checkout.with("JAVA_HOME", "jdk " + version);

    assertThat(mvnw()).isEqualTo(new Said(0, "", ""));

    assertThat(checkout.recorded("java-home")).containsExactly(home.toString());
  }

  @Test
  void neitherHomeNorTemporaryFolderNorCdpathMatter() throws IOException, InterruptedException {
    maven("");
    Files.createDirectories(checkout.folder().resolve("elsewhere/jdk 25.0.3"));
    Files.createDirectories(checkout.folder().resolve("elsewhere/a checkout"));
    checkout.with("CDPATH", checkout.folder().resolve("elsewhere") + ":.");
    checkout.with("HOME", "").with("TMPDIR", "").with("JAVA_HOME", "jdk 25.0.3");

    Said said = checkout.start("", checkout.folder(), Path.of("a checkout/mvnw"), "verify").end();

    assertThat(said).isEqualTo(new Said(0, "", ""));
    assertThat(checkout.recorded("folder")).containsExactly(checkout.root().toString());
    assertThat(checkout.recorded("java-home")).containsExactly(jdk.toString());
  }

  @Test
  void aFolderOfBinariesThatIsNamedFromTheCallersFolderIsMadeAbsolute()
      throws IOException, InterruptedException {
    maven("");
    checkout.with("NIGHTLATCH_CONTROL_PLANE_BINARIES", "some/where");

    assertThat(mvnw()).isEqualTo(new Said(0, "", ""));

    assertThat(checkout.recorded("binaries"))
        .containsExactly(checkout.folder().resolve("some/where").toString());
  }

  @Test
  void withoutAMavenItSaysSoInOneLine() throws IOException, InterruptedException {
    assertRefused(mvnw("verify"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.8.6", "3.6.3", "2.2.1"})
  void aMavenThatIsTooOldIsNone(String version) throws IOException, InterruptedException {
    checkout.onPathFirst(checkout.maven("old", version, "").resolve("bin").toString());
    assertRefused(mvnw("verify"));
    assertThat(checkout.record("builds")).doesNotExist();
  }

  private static void assertRefused(Said said) {
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).hasLineCount(1).startsWith(NONE).endsWith("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.8.7", "3.8.10", "3.10.0", "4.0.0-rc-4"})
  void aMavenThatIsNewEnoughIsFoundBehindOneThatIsNot(String version)
      throws IOException, InterruptedException {
    Path found = checkout.maven("new", version, "");
    checkout.onPathFirst(found.resolve("bin").toString());
    checkout.onPathFirst(checkout.maven("old", "3.6.3", "").resolve("bin").toString());

    assertThat(mvnw()).isEqualTo(new Said(0, "", ""));

    assertThat(checkout.recorded("maven")).containsExactly(found.resolve("bin/mvn").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.9.11", "3.6.3"})
  void mavenHomeGoesBeforeThePathUnlessItIsTooOld(String version)
      throws IOException, InterruptedException {
    Path onPath = maven("");
    Path home = checkout.maven("named", version, "");
    checkout.with("MAVEN_HOME", home.toString());

    assertThat(mvnw()).isEqualTo(new Said(0, "", ""));

    assertThat(checkout.recorded("maven"))
        .containsExactly((version.equals("3.6.3") ? onPath : home.resolve("bin/mvn")).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a maven/bin", "./a maven/bin"})
  void aRelativeFolderOnThePathCountsFromTheCallersFolder(String entry)
      throws IOException, InterruptedException {
    checkout.maven("a maven", "3.9.11", "");
    checkout.onPathFirst("jdk 25.0.3/bin").onPathFirst(entry).with("JAVA_HOME", "");

    assertThat(mvnw()).isEqualTo(new Said(0, "", ""));

    assertThat(checkout.recorded("java-home")).containsExactly(jdk.toString());
  }

  @Test
  void anEmptyEntryOfThePathIsTheCallersFolder() throws IOException, InterruptedException {
    Path bin = checkout.maven("a maven", "3.9.11", "").resolve("bin");
    Files.createSymbolicLink(bin.resolve("javac"), jdk.resolve("bin/javac"));
    checkout.onPathFirst("").with("JAVA_HOME", "");

    assertThat(checkout.start("", bin, checkout.root().resolve("mvnw")).end())
        .isEqualTo(new Said(0, "", ""));

    assertThat(checkout.recorded("java-home")).containsExactly(jdk.toString());
  }

  @Test
  void testsThatWereSkippedInThisRunAreCountedAndTheExitCodeIsKept()
      throws IOException, InterruptedException {
    Path skipped = checkout.root().resolve("cli/target/control-plane-skipped");
    Path before = Checkout.write(skipped.resolve("dev.nightlatch.Before"), "40\n");
    Files.setLastModifiedTime(before, FileTime.fromMillis(0));
    maven(
        """
        sleep 0.05 # as long as the clock of some file systems stands still
        mkdir -p "kube/target/control-plane-skipped"
        echo 3 >"cli/target/control-plane-skipped/dev.nightlatch.First"
        echo 12 >"kube/target/control-plane-skipped/dev.nightlatch.Second"
        exit 9
        """);

    Said said = mvnw();

    assertThat(said.exitCode()).isEqualTo(9);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .contains("NOT TESTED: 15 tests were skipped", "dev/control-plane binaries");
  }

  @Test
  void whatAnEarlierRunSkippedIsNotSaid() throws IOException, InterruptedException {
    Path skipped = checkout.root().resolve("cli/target/control-plane-skipped");
    Checkout.write(skipped.resolve("dev.nightlatch.Before"), "40\n");
    maven("");

    assertThat(mvnw()).isEqualTo(new Said(0, "", ""));
    assertThat(List.of(skipped.toFile().list())).hasSize(1);
  }
}
