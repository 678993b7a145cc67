package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeCluster;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nightlatch get`
@Command(
    name = "get",
    header = "Show grants: what is open and until when, how it ended.",
    description = {
      "Without a name all of them, the newest first; with one, all about it. With -w each change of"
          + " them, a line each: of one until it is over, of all until you end it.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} get",
      "  ${ROOT-COMMAND-NAME} get db-shell-m9tb2",
      "  ${ROOT-COMMAND-NAME} get db-shell-m9tb2 -w",
      "  ${ROOT-COMMAND-NAME} get -n shop -o json"
    })
final class GetCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "GRANT",
      description = "One grant in full; without it, all of them, the newest first.")
  @Nullable String name;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The grants of all namespaces, which is what is shown without -n too.")
  boolean all;

  @Option(
      names = {"-w", "--watch"},
      description = "Say each change; with -o json an object a line.")
  boolean watch;

  @Mixin NamespaceOption namespace = new NamespaceOption();
  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  GetCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Optional.ofNullable(name).ifPresent(Names::requireGrant);
    Optional<String> given = namespace.given();
    Optional<String> where = all ? Optional.empty() : given;
    if (watch && output.format == Format.yaml) {
      throw new CommandFailed(Exit.USAGE, "-w prints lines: leave -o away, or -o json");
    }
    try (KubeCluster cluster = options.connect()) {
      Answer answer = Answer.about(cluster, screen, output.format);
      String wanted = name;
      int exitCode =
          wanted == null ? all(answer, cluster, where) : oneIn(where, answer, cluster, wanted);
      return exitCode == Exit.DONE && !cluster.leftOut().isEmpty() ? Exit.PROBLEMS : exitCode;
    }
  }

  private int all(Answer answer, Cluster cluster, Optional<String> where) {
    return watch
        ? followed(answer, cluster, following -> following.all(where))
        : list(answer, cluster, where);
  }

  private int oneIn(Optional<String> where, Answer answer, Cluster cluster, String wanted) {
    where.ifPresent(namespace -> requireIn(namespace, cluster, wanted));
    return watch
        ? followed(answer, cluster, following -> following.one(wanted))
        : one(answer, cluster, wanted);
  }

  /// Whoever ends it by Ctrl-C gets the next line for what they type.
  private static int followed(Answer answer, Cluster cluster, ToIntFunction<Following> what) {
    List<String> last = answer.screen().colours() ? List.of("") : List.of();
    try (LastWords _ = LastWords.of(answer.screen(), last)) {
      return what.applyAsInt(new Following(answer, cluster, Following.PACE));
    }
  }

  /// @throws CommandFailed if the grant is not one of a rule of this namespace: whoever typed both
  static void requireIn(String namespace, Cluster cluster, String name) {
    String there = named(cluster, name).request().rule().namespace();
    if (!there.equals(namespace)) {
      throw new CommandFailed(
          Exit.NO,
          "Grant %s is of a rule in namespace %s, and not in %s."
              .formatted(name, there, namespace));
    }
  }

  /// @param where grants of rules of this namespace; empty for all
  static int list(Answer answer, Cluster cluster, Optional<String> where) {
    if (answer.isInWords()) {
      inWords(answer.screen(), cluster, where);
    } else {
      answer.list(whole(answer.objects(), where));
    }
    return Exit.DONE;
  }

  /// The grants as the API has them, the newest first.
  static List<Map<String, Object>> whole(ApiObjects objects, Optional<String> where) {
    return objects.grants().stream()
        .filter(
            tree ->
                where.isEmpty()
                    || where.get().equals(text(tree, "spec", "request", "rule", "namespace")))
        .sorted(
            Comparator.comparing(
                    (Map<String, Object> tree) -> text(tree, "metadata", "creationTimestamp"))
                .reversed()
                .thenComparing(tree -> text(tree, "metadata", "name")))
        .toList();
  }

  /// A text in a tree; empty where there is none.
  static String text(Map<String, Object> tree, String... path) {
    Object at = tree;
    for (String key : path) {
      at = at instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return at instanceof String text ? text : "";
  }

  private static void inWords(Screen screen, Cluster cluster, Optional<String> where) {
    List<AccessGrant> grants = newestFirst(cluster, where);
    if (grants.isEmpty()) {
      screen.aside("No grants.");
    } else {
      table(screen, grants).lines().forEach(screen::line);
    }
  }

  /// The grants of rules of this namespace, or all.
  static List<AccessGrant> newestFirst(Cluster cluster, Optional<String> where) {
    return cluster.grants().stream()
        .filter(grant -> where.isEmpty() || where.get().equals(grant.request().rule().namespace()))
        .sorted(
            Comparator.comparing((AccessGrant grant) -> grant.meta().createdAt())
                .reversed()
                .thenComparing(AccessGrant::name))
        .toList();
  }

  private static Table table(Screen screen, List<AccessGrant> grants) {
    Instant now = screen.time().instant();
    Table table = new Table("GRANT", "RULE", "INCIDENT", "BY", "PHASE", "UNTIL");
    for (AccessGrant grant : grants) {
      table.row(
          grant.name(),
          grant.request().rule().toString(),
          grant.request().incident().toString(),
          grant.request().requestedBy(),
          grant.status().phase().text(),
          GrantText.until(grant, now, screen.zone()));
    }
    return table;
  }

  static int one(Answer answer, Cluster cluster, String name) {
    AccessGrant grant = named(cluster, name);
    answer.grant(
        grant, () -> GrantText.full(answer.screen(), grant).forEach(answer.screen()::line));
    return Exit.DONE;
  }

  /// The grant of that name.
  ///
  /// @throws CommandFailed if there is none: whoever typed the name
  static AccessGrant named(Cluster cluster, String name) {
    return cluster
        .grant(name)
        .orElseThrow(() -> new CommandFailed(Exit.NO, "There is no grant " + name + "."));
  }
}
