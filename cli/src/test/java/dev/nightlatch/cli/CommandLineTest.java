package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the command line says to whoever holds it wrong, and with which exit code.
class CommandLineTest {
  @TempDir Path folder;

  private final Printed printed = new Printed();

  private int run(String... args) {
    return Nightlatch.run(printed.screen(), args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frobnicate",
        "rules --frobnicate",
        "rules -o xml",
        "open",
        "open db-shell",
        "open db-shell --incident INC-1",
        "open db-shell --incident INC-1 --reason r --for soon",
        "open db-shell --incident INC-1 --reason r --for -5m",
        "open db-shell --incident INC-1 --reason r --for 9s",
        "open db-shell --incident INC-1 --reason r --from nowhere",
        "open db-shell --incident INC-1 --reason r --from 10.0.0.1/24",
        "open db-shell two --incident INC-1 --reason r",
        "close",
        "get a b",
        "install",
        "demo --faster"
      })
  void aLineThatMakesNoSenseIsUsageAndSaysWhereHelpIs(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(Exit.USAGE);
    assertThat(printed.err()).startsWith("error: ");
    assertThat(printed.out()).isEmpty();
  }

  @Test
  void blankWordsAreUsage() {
    assertThat(run("open", "db-shell", "--incident", " ", "--reason", "r")).isEqualTo(Exit.USAGE);
    assertThat(printed.err()).contains("must say something");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "rules", "open", "get", "close", "operator", "install", "demo", "version"})
  void helpIsPrintedToStdoutWithinAHundredColumns(String command) {
    assertThat(run(command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"}))
        .isEqualTo(Exit.DONE);
    assertThat(printed.out()).startsWith(command.isEmpty() ? "Usage: nightlatch" : "");
    assertThat(printed.out()).contains("Usage: nightlatch");
    assertThat(printed.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    assertThat(printed.err()).isEmpty();
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(run("version")).isEqualTo(Exit.DONE);
    assertThat(printed.out()).matches("nightlatch \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(Java 25\\)\\n");
  }

  @Test
  void theVersionIsAnObjectToo() {
    assertThat(run("version", "-o", "json")).isEqualTo(Exit.DONE);
    assertThat(printed.out()).contains("\"version\"").contains("\"java\"");
  }

  @Test
  void aKubeconfigThatIsNotThereIsUsage() {
    assertThat(run("get", "--kubeconfig", folder.resolve("none").toString())).isEqualTo(Exit.USAGE);
    assertThat(printed.err()).contains("cannot be read");
  }

  @Test
  void aContextThatIsNotThereIsUsage() throws IOException {
    assertThat(run("get", "--context", "other", "--kubeconfig", nobody().toString()))
        .isEqualTo(Exit.USAGE);
    assertThat(printed.err()).contains("no context other");
  }

  @Test
  void aClusterThatCannotBeReachedIsFive() throws IOException {
    for (List<String> command :
        List.of(
            List.of("rules"),
            List.of("get"),
            List.of("close", "g"),
            List.of("open", "r", "--incident", "I", "--reason", "r"))) {
      String[] args =
          Stream.concat(command.stream(), Stream.of("--kubeconfig", nobody().toString()))
              .toArray(String[]::new);
      assertThat(run(args)).as(String.join(" ", args)).isEqualTo(Exit.OUTSIDE);
    }
    assertThat(printed.err()).contains("error: ").doesNotContain("\tat ");
    assertThat(printed.out()).isEmpty();
  }

  private Path nobody() throws IOException {
    Path file = folder.resolve("nobody.kubeconfig");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: nobody, cluster: {server: "http://127.0.0.1:1"}}]
        users: [{name: nobody, user: {token: none}}]
        contexts: [{name: nobody, context: {cluster: nobody, user: nobody}}]
        current-context: nobody
        """);
    return file;
  }

  @Test
  void theManifestsArePrintedAsTheyAreApplied() {
    assertThat(run("install", "--print")).isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .contains("name: accessgrants.nightlatch.dev")
        .contains("kind: ServiceAccount")
        .contains("name: nightlatch-requester");
    assertThat(printed.err()).isEmpty();
  }

  @Test
  void theJournalLiesWhereStateLies() {
    assertThat(OperatorCommand.usualJournal(Map.of("XDG_STATE_HOME", "/var/state")))
        .isEqualTo(Path.of("/var/state/nightlatch/journal.jsonl"));
    assertThat(OperatorCommand.usualJournal(Map.of()).toString())
        .endsWith("/.local/state/nightlatch/journal.jsonl");
  }

  @Test
  void anOperatorWithoutAJournalDoesNotStart() throws IOException {
    assertThat(run("operator", "--journal", folder.toString(), "--kubeconfig", nobody().toString()))
        .isEqualTo(Exit.OUTSIDE);
    assertThat(printed.err()).contains("the journal");
  }
}
