package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts by which shells complete the command.
class CompletionTest {
  @TempDir Path folder;

  private static String script(String shell) {
    Printed printed = new Printed();
    assertThat(Nightlatch.run(printed.screen(), "completion", shell)).isEqualTo(Exit.DONE);
    return printed.out();
  }

  private static Set<String> commands() {
    return Nightlatch.commands(new Printed().screen()).getSubcommands().keySet();
  }

  /// What a real bash offers where these words stand on its command line; the last is not ended
  /// yet.
  private List<String> offered(String... words) throws IOException, InterruptedException {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, script("bash"), StandardCharsets.UTF_8);
    Path ask = folder.resolve("ask.bash");
    Files.writeString(
        ask,
        """
        source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
        COMP_TYPE=9; COMP_KEY=9
        function=$(complete -p nightlatch | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
        "$function" nightlatch "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """,
        StandardCharsets.UTF_8);
    List<String> line =
        new ArrayList<>(List.of("bash", "--norc", ask.toString(), script.toString(), "nightlatch"));
    line.addAll(List.of(words));
    Process bash = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.lines().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  @Test
  void bashCompletesEveryCommand() throws IOException, InterruptedException {
    assertThat(offered("")).containsAll(commands());
    assertThat(offered("su")).containsExactly("suggest");
  }

  @Test
  void bashCompletesOptionsAndTheirWords() throws IOException, InterruptedException {
    assertThat(offered("rules", "--mi")).containsExactly("--mine");
    assertThat(offered("get", "--wa")).containsExactly("--watch");
    assertThat(offered("why", "--ba")).containsExactly("--batch");
    assertThat(offered("list", "-o", "mark")).containsExactly("markdown");
    assertThat(offered("list", "--profile", "ci")).containsExactly("cilium");
  }

  @Test
  void zshReadsTheSameScriptByItsBridgeToBash() {
    assertThat(script("zsh")).isEqualTo(script("bash")).contains("bashcompinit");
  }

  @Test
  void fishKnowsEveryCommandAndItsOptions() {
    String script = script("fish");
    for (String command : commands()) {
      assertThat(script).contains("__fish_use_subcommand -a " + command + " -d '");
    }
    assertThat(script.lines())
        .contains(
            "complete -c nightlatch -n '__fish_seen_subcommand_from list' -l self -d 'Also what a"
                + " workload may speak to itself.'")
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("complete -c nightlatch -n '__fish_seen_subcommand_from reach'")
                    .contains(" -s o -l output -x -a 'text json yaml markdown dot' -d "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"completion", "completion tcsh", "completion bash zsh"})
  void anotherShellIsUsage(String line) {
    assertThat(Nightlatch.run(new Printed().screen(), line.split(" "))).isEqualTo(Exit.USAGE);
  }
}
