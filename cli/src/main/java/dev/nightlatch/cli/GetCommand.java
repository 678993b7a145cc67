package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeCluster;
import dev.nightlatch.manifests.Encoder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `nightlatch get`
@Command(
    name = "get",
    header = "Show grants: what is open and until when, how it ended.",
    description = {"Without a name all of them, the newest first; with one, all about it.", ""},
    footerHeading = "%nFor instance:%n",
    footer = {
      "  nightlatch get",
      "  nightlatch get db-shell-m9tb2",
      "  nightlatch get -n shop -o json"
    })
final class GetCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "GRANT",
      description = "One grant in full; without it, all of them, the newest first.")
  @Nullable String name;

  @Mixin NamespaceOption namespace = new NamespaceOption();
  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  GetCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    try (KubeCluster cluster = options.connect()) {
      String wanted = name;
      return wanted == null
          ? list(screen, cluster, namespace.given(), output.format)
          : one(screen, cluster, wanted, output.format);
    }
  }

  /// @param where grants of rules of this namespace; empty for all
  static int list(Screen screen, Cluster cluster, Optional<String> where, Format format) {
    List<AccessGrant> grants =
        cluster.grants().stream()
            .filter(
                grant ->
                    where
                        .filter(wanted -> !wanted.equals(grant.request().rule().namespace()))
                        .isEmpty())
            .sorted(
                Comparator.comparing((AccessGrant grant) -> grant.meta().createdAt())
                    .reversed()
                    .thenComparing(AccessGrant::name))
            .toList();
    switch (format) {
      case json, yaml ->
          screen
              .out()
              .print(format.text(Format.list(grants.stream().map(Encoder::grant).toList())));
      case table -> {
        if (grants.isEmpty()) {
          screen.aside("No grants.");
        } else {
          table(screen, grants).lines().forEach(screen::line);
        }
      }
    }
    return Exit.DONE;
  }

  private static Table table(Screen screen, List<AccessGrant> grants) {
    Instant now = screen.time().instant();
    Table table = new Table("GRANT", "RULE", "INCIDENT", "BY", "PHASE", "UNTIL");
    for (AccessGrant grant : grants) {
      table.row(
          grant.name(),
          grant.request().rule().toString(),
          grant.request().incident(),
          grant.request().requestedBy(),
          grant.status().phase().text(),
          GrantText.until(grant, now, screen.zone()));
    }
    return table;
  }

  static int one(Screen screen, Cluster cluster, String name, Format format) {
    AccessGrant grant =
        cluster
            .grant(name)
            .orElseThrow(() -> new CommandFailed(Exit.NO, "There is no grant " + name + "."));
    switch (format) {
      case json, yaml -> screen.out().print(format.text(Encoder.grant(grant)));
      case table -> GrantText.full(screen, grant).forEach(screen::line);
    }
    return Exit.DONE;
  }
}
