package dev.nightlatch.cli;

import dev.nightlatch.kube.KubeCluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `nightlatch revoke`
@Command(
    name = "revoke",
    header = "End somebody else's grant: shut at once what it opened.",
    description = {
      "Said once, and never taken back. It takes the verb 'approve' on the rule; what you have asked"
          + " for yourself you close.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {"  ${ROOT-COMMAND-NAME} revoke db-shell-m9tb2 --reason 'not during the migration'"})
final class RevokeCommand implements Callable<Integer> {
  @Mixin WordOnGrant word = new WordOnGrant();

  @Mixin WaitOptions waiting = new WaitOptions();
  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  RevokeCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    word.check();
    try (KubeCluster cluster = options.connect()) {
      return CloseCommand.close(
          Answer.about(cluster, screen, output.format),
          cluster,
          word.name,
          word.reason,
          waiting.patience(screen));
    }
  }
}
