package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeCluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `nightlatch status`
@Command(
    name = "status",
    header = "Show on one screen how a grant stands, and what you can do next.",
    description = {
      "What is open and for how long, who has said what, what is in doubt, what was proven, and the"
          + " commands to copy. '${ROOT-COMMAND-NAME} get GRANT' shows the rest.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {"  ${ROOT-COMMAND-NAME} status db-shell-m9tb2"})
final class StatusCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "GRANT",
      description = "The grant, as '${ROOT-COMMAND-NAME} get' shows it.")
  String name = "";

  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  StatusCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Names.requireGrant(name);
    try (KubeCluster cluster = options.connect()) {
      return status(Answer.about(cluster, screen, output.format), cluster, name);
    }
  }

  /// Shows it.
  static int status(Answer answer, Cluster cluster, String name) {
    AccessGrant grant = GetCommand.named(cluster, name);
    answer.grant(
        grant,
        () -> {
          Viewer viewer = Viewer.of(cluster, grant);
          StatusText.of(answer.screen(), grant, viewer).forEach(answer.screen()::line);
        });
    return Exit.DONE;
  }
}
