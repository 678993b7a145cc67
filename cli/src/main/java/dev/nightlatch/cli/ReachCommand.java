package dev.nightlatch.cli;

import dev.nightlatch.engine.eval.Reach;
import dev.nightlatch.engine.explain.Reached;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.manifests.Json;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nightlatch reach`
@Command(
    name = "reach",
    header = "Show the blast radius: whom one gets to from somewhere, step by step.",
    description = {"What is not known to be closed counts as open.", ""},
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} reach support-tools/deployment/psql",
      "  ${ROOT-COMMAND-NAME} reach shop/web-1 --hops 3 -f manifests/ -o dot"
    })
final class ReachCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SRC",
      description = "NAMESPACE/POD or NAMESPACE/KIND/NAME.")
  String source = "";

  @Option(
      names = "--hops",
      paramLabel = "NUMBER",
      defaultValue = "2",
      description = "How many steps; default 2.")
  int hops = 2;

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
    WorkloadRef from = from();
    ReadSnapshot read = facts.read(screen);
    FactsOptions.say(screen, read);
    Reach reach = Reach.of(read.snapshot(), profile);
    Set<WorkloadRef> sources = reach.listed(from);
    if (sources.isEmpty()) {
      throw new CommandFailed(Exit.USAGE, "the source is not there");
    }
    screen.print(text(reach.from(sources, hops)));
    return FactsOptions.exitCode(read, Exit.DONE);
  }

  private WorkloadRef from() {
    try {
      return switch (AskedText.source(source)) {
        case Target.OfPod(var namespace, var name) ->
            new WorkloadRef(namespace, WorkloadRef.POD, name);
        case Target.OfWorkload(var workload) -> workload;
        case Target.OfBlock _, Target.OfService _ ->
            throw new CommandFailed(Exit.USAGE, "the source is a pod or a workload");
      };
    } catch (AskedText.Unclear unclear) {
      throw new CommandFailed(Exit.USAGE, String.valueOf(unclear.getMessage()));
    }
  }

  private String text(List<Reached> reached) {
    return switch (output) {
      case json -> Json.write(tree(reached));
      case yaml -> Yaml.write(tree(reached));
      case text -> table(reached);
      case markdown -> markdown(reached);
      case dot -> dot(reached);
    };
  }

  private static Map<String, Object> tree(List<Reached> reached) {
    return Map.of(
        "reached",
        reached.stream()
            .map(
                one -> {
                  Map<String, Object> tree = new LinkedHashMap<>();
                  tree.put("party", EngineTrees.party(one.party()));
                  tree.put("hops", one.hops());
                  tree.put("via", EngineTrees.party(one.via()));
                  tree.put("ports", EngineTrees.ports(one.ports()));
                  return tree;
                })
            .toList());
  }

  private static String table(List<Reached> reached) {
    if (reached.isEmpty()) {
      return "Nobody is reached.\n";
    }
    Table table = new Table("STEPS", "REACHED", "THROUGH", "PORTS");
    for (Reached one : reached) {
      table.row(
          String.valueOf(one.hops()),
          FindingText.party(one.party()),
          FindingText.party(one.via()),
          one.ports().toString());
    }
    return table.lines().stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String markdown(List<Reached> reached) {
    StringBuilder text =
        new StringBuilder("| Steps | Reached | Through | Ports |\n| --- | --- | --- | --- |\n");
    for (Reached one : reached) {
      text.append(
          "| %d | %s | %s | %s |\n"
              .formatted(
                  one.hops(),
                  FindingText.party(one.party()),
                  FindingText.party(one.via()),
                  one.ports()));
    }
    return text.toString();
  }

  private static String dot(List<Reached> reached) {
    StringBuilder text = new StringBuilder("digraph reach {\n  rankdir=LR;\n  node [shape=box];\n");
    for (Reached one : reached) {
      text.append(
          "  \"%s\" -> \"%s\" [label=\"%s\"];\n"
              .formatted(
                  FindingText.party(one.via()), FindingText.party(one.party()), one.ports()));
    }
    return text.append("}\n").toString();
  }
}
