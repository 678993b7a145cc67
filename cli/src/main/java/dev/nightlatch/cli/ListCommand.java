package dev.nightlatch.cli;

import dev.nightlatch.engine.eval.Listing;
import dev.nightlatch.engine.explain.Connection;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.manifests.ReadSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nightlatch list`
@Command(
    name = "list",
    header = "List all connections that the policies allow.",
    description = {
      "Between workloads, and between these and the addresses outside; read-only.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} list -f manifests/ -o json",
      "  kubectl get netpol,deploy,ns -A -o yaml | ${ROOT-COMMAND-NAME} list -f -",
      "  ${ROOT-COMMAND-NAME} list --pods --profile cilium"
    })
final class ListCommand implements Callable<Integer> {
  @Mixin FactsOptions facts = new FactsOptions();

  @Option(names = "--pods", description = "One entry for each pod instead of each workload.")
  boolean pods;

  @Option(names = "--self", description = "Also what a workload may speak to itself.")
  boolean self;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (default), json, yaml, markdown or dot.")
  OutputForm output = OutputForm.text;

  private final Screen screen;

  ListCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    var profile = facts.profile.profile();
    ReadSnapshot read = facts.read(screen);
    FactsOptions.say(screen, read);
    List<Connection> allowed = new ArrayList<>();
    List<Connection> undetermined = new ArrayList<>();
    Listing.of(read.snapshot(), profile, pods, self).tell(allowed::add, undetermined::add);
    screen.print(new ListingText(allowed, undetermined, read.problems()).text(output));
    boolean areAllListed = read.snapshot().gaps().stream().noneMatch(ListCommand::hidesPods);
    if (!areAllListed) {
      screen.aside("This is not all: not every pod could be listed.");
    }
    return FactsOptions.exitCode(read, areAllListed ? Exit.DONE : Exit.UNDETERMINED);
  }

  /// Whether there may be pods or workloads that nobody could list.
  private static boolean hidesPods(Gap gap) {
    return gap instanceof Gap.Unlisted(var kind, _) && (kind == Kind.POD || kind == Kind.WORKLOAD);
  }
}
