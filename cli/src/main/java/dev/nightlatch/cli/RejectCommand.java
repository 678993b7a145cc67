package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `nightlatch reject`
@Command(
    name = "reject",
    header = "Reject a grant: it will not open, and if it is open it is shut.",
    description = {"Said once, and never taken back. It takes the verb 'approve' on the rule.", ""},
    footerHeading = "%nFor instance:%n",
    footer = {"  ${ROOT-COMMAND-NAME} reject db-shell-m9tb2 --reason 'use the replica instead'"})
final class RejectCommand implements Callable<Integer> {
  @Mixin WordOnGrant word = new WordOnGrant();

  @Mixin WaitOptions waiting = new WaitOptions();
  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  RejectCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    word.check();
    try (KubeCluster cluster = options.connect()) {
      return reject(
          Answer.about(cluster, screen, output.format),
          cluster,
          word.name,
          word.reason,
          waiting.patience(screen));
    }
  }

  /// Rejects, and waits until it is over.
  ///
  /// @param patience how long to wait at most; empty: not at all
  static int reject(
      Answer answer, Cluster cluster, String name, String reason, Optional<Duration> patience) {
    AccessGrant grant = GetCommand.named(cluster, name);
    if (grant.status().phase().isTerminal()) {
      throw new CommandFailed(
          Exit.NO,
          "Grant %s is over: %s%s"
              .formatted(name, grant.status().phase().text(), GrantText.reason(grant.status())));
    }
    AccessGrant rejected =
        cluster
            .reject(grant, new Rejection.By(cluster.whoAmI(), reason))
            .orElseThrow(() -> new CommandFailed(Exit.NO, "Grant " + name + " is gone."));
    if (patience.isEmpty()) {
      answer.grant(rejected, () -> answer.screen().line("Rejected " + name + "."));
      return Exit.DONE;
    }
    return CloseCommand.awaitEnd(answer, cluster, rejected, patience.get());
  }
}
