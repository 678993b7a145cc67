package dev.nightlatch.cli;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.grants.plan.Terms;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nightlatch rules`
@Command(
    name = "rules",
    header = "List the rules: what could be opened, and what of it you may open.",
    description = {
      "All of them are shut until somebody asks with '${ROOT-COMMAND-NAME} open'. What you may do"
          + " with each is what the API server says; where it may not be asked, it is ?.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} rules -n shop",
      "  ${ROOT-COMMAND-NAME} rules -A --mine",
      "  ${ROOT-COMMAND-NAME} rules -A -o json"
    })
final class RulesCommand implements Callable<Integer> {
  @Mixin NamespaceOption namespace = new NamespaceOption();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The rules of all namespaces.")
  boolean all;

  @Option(
      names = "--mine",
      description = "Only those that you may open, and those of which that is not known.")
  boolean mine;

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
      int exitCode = list(Answer.about(cluster, screen, output.format), cluster, where, mine);
      return exitCode == Exit.DONE && !cluster.leftOut().isEmpty() ? Exit.PROBLEMS : exitCode;
    }
  }

  /// @param where the namespace; empty for all of them
  /// @param mine whether to leave out what the caller may not open
  static int list(Answer answer, Cluster cluster, Optional<String> where, boolean mine) {
    if (answer.isInWords()) {
      inWords(answer.screen(), cluster, where, mine);
      return Exit.DONE;
    }
    List<Map<String, Object>> trees = answer.objects().rules(where);
    if (mine) {
      Map<ObjectKey, RuleRights> rights =
          rights(answer.screen(), cluster, trees.stream().map(RulesCommand::key).toList());
      answer.list(trees.stream().filter(tree -> isMine(rights.get(key(tree)))).toList());
    } else {
      answer.list(trees);
    }
    return Exit.DONE;
  }

  private static ObjectKey key(Map<String, Object> tree) {
    return tree.get("metadata") instanceof Map<?, ?> meta
        ? new ObjectKey(String.valueOf(meta.get("namespace")), String.valueOf(meta.get("name")))
        : new ObjectKey("", "");
  }

  private static boolean isMine(@Nullable RuleRights rights) {
    return rights == null || rights.open() != Permission.NOT_HELD;
  }

  /// What the caller may do with these; an empty map where that cannot be asked just now.
  private static Map<ObjectKey, RuleRights> rights(
      Screen screen, Cluster cluster, List<ObjectKey> rules) {
    try {
      return cluster.rights(rules);
    } catch (ClusterException failed) {
      screen.aside("note: what you may do is not known: " + failed.getMessage());
      return Map.of();
    }
  }

  private static void inWords(
      Screen screen, Cluster cluster, Optional<String> where, boolean mine) {
    List<AccessRule> all = where.map(cluster::rules).orElseGet(cluster::rules);
    Map<ObjectKey, RuleRights> rights =
        rights(screen, cluster, all.stream().map(rule -> rule.meta().key()).toList());
    List<AccessRule> rules =
        all.stream().filter(rule -> !mine || isMine(rights.get(rule.meta().key()))).toList();
    if (rules.isEmpty()) {
      screen.aside(
          (all.isEmpty() ? "No rules" : "No rules that you may open")
              + where
                  .map(name -> " in namespace " + name + " (-A looks in all of them).")
                  .orElse(" in any namespace."));
    } else {
      table(rules, rights).lines().forEach(screen::line);
    }
  }

  private static Table table(List<AccessRule> rules, Map<ObjectKey, RuleRights> rights) {
    Table table =
        new Table(
            "NAMESPACE", "RULE", "TARGET", "PORTS", "SOURCES", "LONGEST", "APPROVALS", "YOU MAY");
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
          rule.fourEyes().required() == 0 ? "none" : String.valueOf(rule.fourEyes().required()),
          RightsText.of(rule, rights.getOrDefault(rule.meta().key(), RuleRights.UNKNOWN)));
    }
    return table;
  }
}
