package dev.nightlatch.cli;

import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.eval.Differences;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.SnapshotReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nightlatch diff`
@Command(
    name = "diff",
    header = "Say which connections differ between two folders of manifests.",
    description = {"What the second allows and the first does not is opened, the rest is cut.", ""},
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} diff before/ after/",
      "  ${ROOT-COMMAND-NAME} diff before/ after/ -o markdown --profile cilium"
    })
final class DiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIR1", description = "The manifests before.")
  Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "DIR2", description = "The manifests after.")
  Path after = Path.of("");

  @Mixin ProfileOption profile = new ProfileOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (default), json, yaml, markdown or dot.")
  OutputForm output = OutputForm.text;

  private final Screen screen;

  DiffCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    var plugin = profile.profile();
    FactsOptions.requireThere(List.of(before, after));
    ReadSnapshot old = SnapshotReader.read(List.of(before), System.in);
    ReadSnapshot young = SnapshotReader.read(List.of(after), System.in);
    FactsOptions.say(screen, old);
    FactsOptions.say(screen, young);
    Difference difference = Differences.between(old.snapshot(), young.snapshot(), plugin);
    screen.print(DifferenceText.text(difference, output));
    return FactsOptions.exitCode(
        old, FactsOptions.exitCode(young, DifferenceText.exitCode(difference)));
  }
}
