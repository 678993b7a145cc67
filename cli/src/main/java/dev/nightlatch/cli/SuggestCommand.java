package dev.nightlatch.cli;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.diff.Suggestion;
import dev.nightlatch.engine.eval.Openings;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.manifests.Encoder;
import dev.nightlatch.manifests.Json;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nightlatch suggest`
@Command(
    name = "suggest",
    header = "Write the smallest network policies that open a connection and cut nothing.",
    description = {"Nothing is applied. Where it cannot be done, says why.", ""},
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} suggest support-tools/deployment/psql shop/deployment/db:5432",
      "  ${ROOT-COMMAND-NAME} suggest 192.0.2.7 shop/web-1:443 -f manifests/ -o yaml"
    })
final class SuggestCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SRC",
      description = "NAMESPACE/POD, NAMESPACE/KIND/NAME, an address or a block.")
  String source = "";

  @Parameters(
      index = "1",
      paramLabel = "DST:PORT[/udp]",
      description = "The same with a port or its name; or SERVICE.NAMESPACE[:PORT].")
  String destination = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (default), json or yaml.")
  OutputForm output = OutputForm.text;

  @Mixin FactsOptions facts = new FactsOptions();

  private final Screen screen;

  SuggestCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    var profile = facts.profile.profile();
    if (output == OutputForm.markdown || output == OutputForm.dot) {
      throw new CommandFailed(Exit.USAGE, "suggest prints text, json or yaml");
    }
    Target from;
    AskedText.Destination to;
    try {
      from = AskedText.source(source);
      to = AskedText.destination(destination);
    } catch (AskedText.Unclear unclear) {
      throw new CommandFailed(Exit.USAGE, String.valueOf(unclear.getMessage()));
    }
    ReadSnapshot read = facts.read(screen, WhyCommand.namespaces(from, to.target()));
    FactsOptions.say(screen, read);
    Suggestion suggestion = Openings.of(read.snapshot(), profile, from, to.target(), to.port());
    switch (output) {
      case json -> screen.print(Json.write(tree(suggestion)));
      case yaml -> screen.print(Yaml.write(tree(suggestion)));
      case text, markdown, dot -> say(suggestion);
    }
    return FactsOptions.exitCode(read, exitCode(suggestion));
  }

  private static int exitCode(Suggestion suggestion) {
    return switch (suggestion) {
      case Suggestion.Opens opens -> opens.more().isEmpty() ? Exit.DONE : Exit.NO;
      case Suggestion.AlreadyAllowed() -> Exit.DONE;
      case Suggestion.Undecided _ -> Exit.UNDETERMINED;
      case Suggestion.Denied _, Suggestion.Cuts _, Suggestion.StillShut _ -> Exit.NO;
      case Suggestion.Nobody _ -> Exit.USAGE;
    };
  }

  private void say(Suggestion suggestion) {
    switch (suggestion) {
      case Suggestion.Opens(var policies, var impact, var more) -> {
        screen.line(
            more.isEmpty()
                ? screen.good("CAN BE OPENED") + ", exactly, by this; it cuts nothing:"
                : screen.bad("NOT EXACTLY") + ": by what names these ends others are named, too:");
        printRows(more.isEmpty() ? impact.changes() : more);
        print(policies);
      }
      case Suggestion.AlreadyAllowed() ->
          screen.line(screen.good("ALLOWED") + " already: nothing is to be opened.");
      case Suggestion.Undecided(var findings) -> {
        screen.line(screen.bold("UNDETERMINED") + ": a fact that decides is missing.");
        findings.forEach(this::print);
      }
      case Suggestion.Denied(var finding) -> {
        screen.line(
            screen.bad("CANNOT BE OPENED") + " by a NetworkPolicy: a rule above denies it.");
        print(finding);
      }
      case Suggestion.StillShut(var findings) -> {
        screen.line(
            screen.bad("CANNOT BE OPENED")
                + " by a NetworkPolicy: none can name a pod on the host network, but for its node's"
                + " address.");
        findings.forEach(this::print);
      }
      case Suggestion.Cuts(var policies, var cut) -> {
        screen.line(
            screen.bad("CANNOT BE OPENED")
                + " without a cut: the pods are not isolated yet, and these would isolate them:");
        printRows(cut);
        print(policies);
      }
      case Suggestion.Nobody(var why, var isSource) ->
          throw new CommandFailed(
              Exit.USAGE, WhyCommand.sentence(why, isSource, isSource ? source : destination));
    }
  }

  private void printRows(List<Change> changes) {
    DifferenceText.rows(changes).lines().forEach(line -> screen.line("  " + line));
  }

  private void print(List<NetworkPolicy> policies) {
    for (NetworkPolicy policy : policies) {
      screen.line("---");
      screen.print(Yaml.write(Encoder.policy(policy)));
    }
  }

  private void print(Finding finding) {
    FindingText.lines(screen, finding).forEach(screen::line);
  }

  private Map<String, Object> tree(Suggestion suggestion) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (suggestion) {
      case Suggestion.Opens(var policies, var impact, var more) -> {
        tree.put("answer", more.isEmpty() ? "opens" : "opens-more");
        policies(tree, policies);
        changes(tree, "changes", impact.changes());
        changes(tree, "more", more);
      }
      case Suggestion.AlreadyAllowed() -> tree.put("answer", "already-allowed");
      case Suggestion.Undecided(var findings) -> {
        tree.put("answer", "undetermined");
        tree.put("results", findings.stream().map(FindingTrees::finding).toList());
      }
      case Suggestion.Denied(var finding) -> {
        tree.put("answer", "denied-above");
        tree.put("results", List.of(FindingTrees.finding(finding)));
      }
      case Suggestion.StillShut(var findings) -> {
        tree.put("answer", "still-shut");
        tree.put("results", findings.stream().map(FindingTrees::finding).toList());
      }
      case Suggestion.Cuts(var policies, var cut) -> {
        tree.put("answer", "would-cut");
        policies(tree, policies);
        changes(tree, "changes", cut);
      }
      case Suggestion.Nobody(var why, var isSource) -> {
        tree.put("answer", "nobody");
        tree.put("error", WhyCommand.sentence(why, isSource, isSource ? source : destination));
      }
    }
    return tree;
  }

  private static void policies(Map<String, Object> tree, List<NetworkPolicy> policies) {
    tree.put("policies", policies.stream().map(Encoder::policy).toList());
  }

  private static void changes(Map<String, Object> tree, String field, List<Change> changes) {
    tree.put(field, DifferenceText.changes(changes));
  }
}
