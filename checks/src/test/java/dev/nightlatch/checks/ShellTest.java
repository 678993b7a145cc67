package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.cli.CommandLineCheck;
import dev.nightlatch.cli.Shell;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShellTest {
  @Test
  void everyCommandThatAPageShowsWouldRun() {
    List<String> lines =
        Page.of(House.projectRoot()).stream()
            .flatMap(page -> page.blocks().stream())
            .flatMap(List::stream)
            .toList();
    assertThat(lines).filteredOn(line -> Shell.arguments(line).isPresent()).hasSizeGreaterThan(8);
    assertThat(CommandLineCheck.wrong(lines.stream())).isEmpty();
  }

  @Test
  void everyCommandThatAHelpShowsWouldRun() {
    List<String> lines = CommandLineCheck.helps().stream().flatMap(String::lines).toList();
    List<String> examples =
        lines.stream()
            .filter(line -> line.startsWith("  nightlatch "))
            .map(line -> line.replaceAll("   .*", ""))
            .toList();
    assertThat(examples).isNotEmpty();
    assertThat(CommandLineCheck.wrong(examples.stream())).isEmpty();
  }

  @Test
  void aCommandThatIsNotThereIsFound() {
    assertThat(
            CommandLineCheck.wrong(
                Stream.of(
                    "nightlatch permit db-shell",
                    "$ ./nightlatch open db-shell --reason 'a b' # no incident",
                    "kubectl nightlatch open a --incident I --reason r --for half-an-hour",
                    "nightlatch",
                    "nightlatch get | grep --such",
                    "nightlatch-operator runs",
                    "kubectl get pods --no-such")))
        .hasSize(4);
  }

  @Test
  void wordsAreSplitAsAShellDoes() {
    assertThat(Shell.arguments("$ nightlatch open 'a b' --x=\"c d\"e '' >file | f  # g"))
        .isEqualTo(Optional.of(List.of("open", "a b", "--x=c de", "")));
    assertThatThrownBy(() -> Shell.arguments("nightlatch open 'a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
