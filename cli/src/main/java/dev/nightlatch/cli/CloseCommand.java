package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `nightlatch close`
@Command(
    name = "close",
    header = "Shut a grant's path before its time is over.",
    description = {
      "Sets the grant's revocation, once and for good; the grant itself stays, for the record.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} close db-shell-m9tb2",
      "  ${ROOT-COMMAND-NAME} close db-shell-m9tb2 --reason 'index rebuilt, orders flow'"
    })
final class CloseCommand implements Callable<Integer> {
  @Mixin WordOnGrant word = new WordOnGrant();

  @Mixin NamespaceOption namespace = new NamespaceOption();
  @Mixin WaitOptions waiting = new WaitOptions();
  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  CloseCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    word.check();
    Optional<String> given = namespace.given();
    try (KubeCluster cluster = options.connect()) {
      given.ifPresent(where -> GetCommand.requireIn(where, cluster, word.name));
      return close(
          Answer.about(cluster, screen, output.format),
          cluster,
          word.name,
          word.reason,
          waiting.patience(screen));
    }
  }

  /// Revokes, and waits until it is shut.
  ///
  /// @param patience how long to wait at most; empty: not at all
  static int close(
      Answer answer, Cluster cluster, String name, String reason, Optional<Duration> patience) {
    Screen screen = answer.screen();
    AccessGrant grant = GetCommand.named(cluster, name);
    if (grant.status().phase().isTerminal()) {
      return shut(answer, grant, "Already shut: ");
    }
    Optional<AccessGrant> revocation =
        cluster.revoke(grant, new Revocation.By(cluster.whoAmI(), reason));
    if (revocation.isEmpty()) {
      return gone(screen, name);
    }
    AccessGrant revoked = revocation.get();
    if (patience.isEmpty()) {
      answer.grant(revoked, () -> screen.line("Closing " + name + "."));
      return Exit.DONE;
    }
    return awaitEnd(answer, cluster, revoked, patience.get());
  }

  /// Waits until a grant that somebody has ended is shut.
  static int awaitEnd(Answer answer, Cluster cluster, AccessGrant grant, Duration timeout) {
    return switch (Watching.until(
        answer.screen(), cluster, grant, timeout, now -> now.status().phase().isTerminal())) {
      case Watching.Ended.There(var now) -> shut(answer, now, "Shut: ");
      case Watching.Ended.TimeOver(var now) -> notYet(answer, now);
      case Watching.Ended.Gone() -> gone(answer.screen(), grant.name());
    };
  }

  private static int gone(Screen screen, String name) {
    screen.aside("Grant " + name + " was deleted meanwhile, and all that it held with it.");
    return Exit.DONE;
  }

  private static int shut(Answer answer, AccessGrant grant, String word) {
    answer.grant(
        grant,
        () ->
            answer
                .screen()
                .line(word + grant.status().phase().text() + GrantText.reason(grant.status())));
    return Exit.DONE;
  }

  private static int notYet(Answer answer, AccessGrant grant) {
    Screen screen = answer.screen();
    answer.grant(
        grant,
        () -> {
          String until = GrantText.until(grant, screen.time().instant(), screen.zone());
          screen.line(
              grant.status().closedAt().isPresent()
                  ? "Its path is " + until + "; its end is not on record yet."
                  : "Not shut yet: "
                      + grant.status().phase().text()
                      + (until.equals("-") ? "." : "; the latch shuts it at " + until + "."));
        });
    screen.aside(answer.look(grant));
    return Exit.WAITING;
  }
}
