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
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

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
        "open db-shell --incident INC-1 --reason r --from no_where",
        "open db-shell --incident INC-1 --reason r --from 10.0.0.1/24",
        "open db-shell two --incident INC-1 --reason r",
        "open db-shell --incident INC-1 --reason r --at noon",
        "open db-shell --incident INC-1 --reason r --port postgres",
        "approve",
        "approve g --terms 3fa9",
        "reject",
        "close",
        "get a b",
        "get -w -o yaml",
        "status",
        "status a b",
        "install",
        "demo --faster"
      })
  void aLineThatMakesNoSenseIsUsageAndSaysWhereHelpIs(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(Exit.USAGE);
    assertThat(printed.err()).startsWith("error: ").containsPattern("(?m)^See '.* --help'\\.$");
    assertThat(printed.out()).isEmpty();
  }

  /// The reason of the line that is open's but for these arguments, or the only thing that it says.
  private String openSays(String... more) {
    String[] args =
        Stream.concat(
                Stream.of("open", "db-shell", "--incident=INC-1", "--reason=r"), Stream.of(more))
            .toArray(String[]::new);
    return usage(args);
  }

  private String usage(String... args) {
    Printed said = new Printed();
    assertThat(Nightlatch.run(said.screen(), args))
        .as(String.join(" ", args))
        .isEqualTo(Exit.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .startsWith("error: ")
        .contains("\nSee 'nightlatch " + args[0] + " --help'.");
    return said.err().lines().findFirst().orElseThrow();
  }

  private String open(String incident, String reason) {
    return usage("open", "db-shell", "--incident", incident, "--reason", reason);
  }

  @Test
  void whatTheClusterWouldNotTakeIsSaidBeforeItIsAsked() {
    assertThat(openSays("--for=24h1s")).contains("24h1s is too long; the longest is 24h");
    assertThat(open("INC 1", "r")).contains("--incident is one word");
    assertThat(open("INC\u0007", "r")).contains("--incident is one word");
    assertThat(open("INC\u202e1", "r")).contains("--incident is one word");
    assertThat(open("I".repeat(129), "r")).contains("129 characters").contains("longest is 128");
    assertThat(open("I", "r".repeat(1025))).contains("1025 characters").contains("longest is 1024");
    assertThat(open("I", "r\u001b[2J")).contains("must not hold control characters");
    assertThat(open("I", "r\r")).contains("must not hold control characters");
    assertThat(usage("close", "g", "--reason", "r".repeat(1025))).contains("longest is 1024");
  }

  @Test
  void aLengthIsCountedInCharactersAsTheClusterDoesAndLinesAndTabsAreTaken() throws IOException {
    assertThat(
            run(
                "open",
                "db-shell",
                "--for=24h",
                "--incident=" + "é".repeat(128),
                "--reason=\n\t" + "😀".repeat(1022),
                "--kubeconfig=" + nobody()))
        .as(printed.err())
        .isEqualTo(Exit.OUTSIDE);
  }

  @Test
  void aTextThatTheLocaleDestroyedIsNotPutOnRecord() {
    for (String line :
        List.of(
            open("INC-\uFFFD", "r"),
            open("I", "r\uFFFD"),
            usage("close", "g", "--reason=\uFFFD"))) {
      assertThat(line).contains("locale cannot carry").contains("UTF-8");
    }
  }

  @Test
  void aMappedAddressIsSaidWithTheOneToWrite() {
    assertThat(openSays("--from=::ffff:10.20.0.17")).contains("mapped into IPv6; write 10.20.0.17");
    assertThat(openSays("--from=::FFFF:c0a8:102")).contains("write 192.168.1.2");
  }

  @Test
  void anAddressThatIsNeverASourceIsUsage() {
    for (String address :
        List.of(
            "0.0.0.0",
            "0.1.2.3",
            "127.0.0.1",
            "169.254.1.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "64:ff9b::1",
            "fe80::1",
            "ff02::1")) {
      assertThat(openSays("--from=" + address)).contains("'" + address + "'").contains("never a");
    }
  }

  @Test
  void aNameThatCannotBeOneIsUsageAndSaysWhatOneLooksLike() {
    String words = "lower-case letters, digits";
    for (String rule :
        List.of("", "/", "a/", "/a", "db/shell/x", "Db", "a b", "a-", "a.b", "r".repeat(64), "é")) {
      assertThat(usage("open", rule, "--incident=I", "--reason=r"))
          .contains("cannot be a rule")
          .contains("NAMESPACE/NAME")
          .contains(words);
    }
    for (String command : List.of("get", "rules")) {
      for (String namespace : List.of("", "Bad NS", "a.b", "n".repeat(64))) {
        assertThat(usage(command, "-n", namespace))
            .contains("cannot be a namespace")
            .contains(words);
      }
    }
    assertThat(openSays("-n", "Bad NS")).contains("'Bad NS' cannot be a namespace");
    assertThat(usage("close", "g", "-n", "")).contains("'' cannot be a namespace");
    for (String command : List.of("get", "status", "close")) {
      for (String grant : List.of("", "A B", "a/b", "a..b", ".a", "g".repeat(254), "a\u001bb")) {
        assertThat(usage(command, grant))
            .contains("cannot be a grant")
            .contains(words)
            .doesNotContain("\u001b");
      }
    }
  }

  @Test
  void aNameThatCanBeOneIsAskedFor() throws IOException {
    for (String grant : List.of("a", "db-shell-m9tb2", "a.b-c.9", "g".repeat(63))) {
      assertThat(run("get", grant, "--kubeconfig", nobody().toString())).isEqualTo(Exit.OUTSIDE);
    }
    assertThat(run("get", "-A", "--kubeconfig", nobody().toString())).isEqualTo(Exit.OUTSIDE);
  }

  @Test
  void whatIsMistypedIsAnsweredWithTheNearest() {
    assertThat(run("rulse")).isEqualTo(Exit.USAGE);
    assertThat(printed.err()).contains("Did you mean ").contains("rules");
    Printed option = new Printed();
    assertThat(Nightlatch.run(option.screen(), "open", "r", "--incidnt", "I", "--reason", "r"))
        .isEqualTo(Exit.USAGE);
    assertThat(option.err()).contains("--incidnt").contains("Did you mean --incident");
    Printed explained = new Printed();
    assertThat(Nightlatch.run(explained.screen(), "help", "opne")).isEqualTo(Exit.USAGE);
    assertThat(explained.err()).contains("open");
  }

  @Test
  void theVersionIsAnOptionToo() {
    assertThat(run("version")).isZero();
    for (String flag : List.of("--version", "-V")) {
      Printed said = new Printed();
      assertThat(Nightlatch.run(said.screen(), flag)).isZero();
      assertThat(said.out()).isEqualTo(printed.out());
    }
  }

  @Test
  void helpIsACommandToo() {
    assertThat(run("help", "open")).isZero();
    Printed option = new Printed();
    assertThat(Nightlatch.run(option.screen(), "open", "--help")).isZero();
    assertThat(printed.out()).isEqualTo(option.out()).contains("--incident");
    Printed all = new Printed();
    assertThat(Nightlatch.run(all.screen(), "help")).isZero();
    assertThat(all.out()).startsWith("Usage: nightlatch");
  }

  @Test
  void blankWordsAreUsage() {
    assertThat(run("open", "db-shell", "--incident", " ", "--reason", "r")).isEqualTo(Exit.USAGE);
    assertThat(printed.err()).contains("must say something");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rules",
        "open",
        "get",
        "status",
        "open db-shell --incident INC-1 --reason r --at noon",
        "open db-shell --incident INC-1 --reason r --port postgres",
        "approve",
        "approve g --terms 3fa9",
        "reject",
        "close",
        "operator",
        "install",
        "demo",
        "version",
        "help"
      })
  void helpIsPrintedToStdoutWithinAHundredColumns(String command) {
    assertThat(run(command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"}))
        .isEqualTo(Exit.DONE);
    assertThat(printed.out()).startsWith(command.isEmpty() ? "Usage: nightlatch" : "");
    assertThat(printed.out()).contains("Usage: nightlatch");
    assertThat(printed.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    assertThat(printed.err()).isEmpty();
  }

  @Test
  void anExampleCanBePastedAlsoUnderTheLongerName() {
    CommandLine all = Nightlatch.commands(printed.screen()).setCommandName("kubectl nightlatch");
    int examples = 0;
    for (CommandLine command :
        Stream.concat(Stream.of(all), all.getSubcommands().values().stream()).toList()) {
      List<String> help = command.getUsageMessage(Ansi.OFF).lines().toList();
      for (String footer : command.getCommandSpec().usageMessage().footer()) {
        String line =
            footer
                .replace("${ROOT-COMMAND-NAME}", "kubectl nightlatch")
                .replaceAll("@\\|bold (.*?)\\|@", "$1");
        if (line.startsWith("  ")) {
          assertThat(line).hasSizeLessThanOrEqualTo(100);
          assertThat(help).contains(line);
          examples++;
        }
      }
    }
    assertThat(examples).isGreaterThan(10);
  }

  @Test
  void theVersionsFormatIsNotThatOfApiObjects() {
    assertThat(run("version", "--help")).isZero();
    assertThat(printed.out()).contains("json or yaml").doesNotContain("API objects");
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
        .contains("name: nightlatch-requester")
        .doesNotContain("MutatingAdmissionPolicy");
    assertThat(printed.err()).isEmpty();
  }

  /// Not by itself: most clusters do not serve the kind yet.
  @Test
  void whatTheServerWritesIsPrintedWhereItIsAskedFor() {
    assertThat(run("install", "--print", "--stamp-requester")).isEqualTo(Exit.DONE);
    assertThat(printed.out())
        .contains("kind: ValidatingAdmissionPolicy\n")
        .contains("kind: MutatingAdmissionPolicy\n")
        .contains("kind: MutatingAdmissionPolicyBinding\n");
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
