package dev.nightlatch.cli;

import dev.nightlatch.engine.eval.Reach;
import dev.nightlatch.engine.explain.Reached;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.SnapshotReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nightlatch reach`
@Command(
    name = "reach",
    header = "Show the blast radius: whom one gets to from somewhere, step by step.",
    description = {
      "What is not known to be closed counts as open. Of a block: whom any address of it reaches.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} reach support-tools/deployment/psql",
      "  ${ROOT-COMMAND-NAME} reach shop/web-1 --hops 3 -f manifests/ -o dot",
      "  ${ROOT-COMMAND-NAME} reach 192.0.2.0/24 -f manifests/",
      "  ${ROOT-COMMAND-NAME} reach support-tools/deployment/psql --with opening.yaml"
    })
final class ReachCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SRC",
      description = "NAMESPACE/POD, NAMESPACE/KIND/NAME, an address or a block.")
  String source = "";

  @Option(
      names = "--hops",
      paramLabel = "NUMBER",
      defaultValue = "2",
      description = "How many steps; default 2.")
  int hops = 2;

  @Option(
      names = "--with",
      paramLabel = "FILE|DIR",
      description = "Policies that would be applied: shows what is reached before and after.")
  List<Path> opening = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (default), json, yaml, markdown or dot.")
  OutputForm output = OutputForm.text;

  @Mixin FactsOptions facts = new FactsOptions();

  private final Screen screen;

  ReachCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    var profile = facts.profile.profile();
    if (hops < 1) {
      throw new CommandFailed(Exit.USAGE, "--hops is 1 or more");
    }
    Target from = from();
    FactsOptions.requireThere(opening);
    Optional<ReadSnapshot> change =
        opening.isEmpty() ? Optional.empty() : Optional.of(SnapshotReader.read(opening, System.in));
    change.ifPresent(policies -> FactsOptions.sayProblems(screen, policies));
    ReadSnapshot read = facts.read(screen, WhyCommand.namespaces(from));
    FactsOptions.say(screen, read);
    Reach reach = Reach.of(read.snapshot(), profile);
    Function<Reach, List<Reached>> walk = walk(reach, from);
    Optional<List<Reached>> after =
        change.map(
            policies ->
                walk.apply(
                    Reach.of(
                        ImpactCommand.changed(read.snapshot(), policies.snapshot(), Set.of()),
                        profile)));
    screen.print(new ReachText(source, hops, walk.apply(reach), after).text(output));
    int exitCode = FactsOptions.exitCode(read, Exit.DONE);
    return change.map(policies -> FactsOptions.exitCode(policies, exitCode)).orElse(exitCode);
  }

  private Target from() {
    try {
      return AskedText.source(source);
    } catch (AskedText.Unclear unclear) {
      throw new CommandFailed(Exit.USAGE, String.valueOf(unclear.getMessage()));
    }
  }

  /// The same walk for each state of the cluster: pods begin it under the names that they have now.
  private Function<Reach, List<Reached>> walk(Reach now, Target from) {
    return switch (from) {
      case Target.OfPod(var namespace, var name) ->
          walk(now, new WorkloadRef(namespace, WorkloadRef.POD, name));
      case Target.OfWorkload(var workload) -> walk(now, workload);
      case Target.OfBlock(var block) -> reach -> reach.from(block, hops);
      case Target.OfService _ ->
          throw new CommandFailed(Exit.USAGE, "a service begins no connection");
    };
  }

  private Function<Reach, List<Reached>> walk(Reach now, WorkloadRef workload) {
    Set<WorkloadRef> sources = now.listed(workload);
    if (sources.isEmpty()) {
      throw new CommandFailed(Exit.USAGE, "the source " + source + " is not there");
    }
    return reach -> reach.from(sources, hops);
  }
}
