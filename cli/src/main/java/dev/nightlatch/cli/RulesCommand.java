package dev.nightlatch.cli;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.plan.Terms;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nightlatch rules`
@Command(
    name = "rules",
    header = "List the rules: what could be opened.",
    description = {
      "All of them are shut until somebody asks with '${ROOT-COMMAND-NAME} open'.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {"  ${ROOT-COMMAND-NAME} rules -n shop", "  ${ROOT-COMMAND-NAME} rules -A -o json"})
final class RulesCommand implements Callable<Integer> {
  @Mixin NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The rules of all namespaces.")
  boolean all;

  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  RulesCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Optional<String> given = namespace.given();
    KubeAccess access = options.access();
    try (KubeCluster cluster = KubeCluster.of(access)) {
      Optional<String> where =
          all ? Optional.empty() : Optional.of(given.orElseGet(access::namespace));
      int exitCode = list(Answer.about(cluster, screen, output.format), cluster, where);
      return exitCode == Exit.DONE && !cluster.leftOut().isEmpty() ? Exit.PROBLEMS : exitCode;
    }
  }

  /// @param where the namespace; empty for all of them
  static int list(Answer answer, Cluster cluster, Optional<String> where) {
    if (answer.isInWords()) {
      inWords(answer.screen(), where.map(cluster::rules).orElseGet(cluster::rules), where);
    } else {
      answer.list(answer.objects().rules(where));
    }
    return Exit.DONE;
  }

  private static void inWords(Screen screen, List<AccessRule> rules, Optional<String> where) {
    if (rules.isEmpty()) {
      screen.aside(
          where
              .map(name -> "No rules in namespace " + name + " (-A looks in all of them).")
              .orElse("No rules in any namespace."));
    } else {
      table(rules).lines().forEach(screen::line);
    }
  }

  private static Table table(List<AccessRule> rules) {
    Table table =
        new Table("NAMESPACE", "RULE", "TARGET", "PORTS", "SOURCES", "LONGEST", "APPROVALS");
    for (AccessRule rule : rules) {
      table.row(
          rule.meta().namespace(),
          rule.meta().name(),
          Terms.text(rule.target().podSelector()),
          rule.target().ports().stream().map(PortRange::toString).collect(Collectors.joining(",")),
          rule.sources().stream()
              .map(ref -> ref.source() + (ref.pinAddress() ? " (your address)" : ""))
              .collect(Collectors.joining(",")),
          Durations.format(rule.maxDuration()),
          rule.fourEyes().required() == 0 ? "none" : String.valueOf(rule.fourEyes().required()));
    }
    return table;
  }
}
