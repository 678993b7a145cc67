package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Review;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nightlatch review`
@Command(
    name = "review",
    header = "Review what was opened without approval.",
    description = {
      "Without a grant it lists what is still to be reviewed, the most overdue first. With one it"
          + " shows all about it; with --finding it says what came of the review, once and for good.",
      "It takes the verb 'approve' on the rule, and nobody reviews what they asked for themselves.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} review",
      "  ${ROOT-COMMAND-NAME} review db-shell-m9tb2 --finding 'justified: nobody else was awake'"
    })
final class ReviewCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "GRANT",
      description = "One grant; without it, all that are still to be reviewed.")
  @Nullable String name;

  @Option(
      names = "--finding",
      paramLabel = "TEXT",
      description = "What you found, in a few words; it goes on record.")
  @Nullable String finding;

  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  ReviewCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Optional<String> wanted = Optional.ofNullable(name);
    Optional<String> found = Optional.ofNullable(finding);
    wanted.ifPresent(Names::requireGrant);
    found.ifPresent(text -> Texts.requireText("--finding", text));
    if (wanted.isEmpty() && found.isPresent()) {
      throw new CommandFailed(Exit.USAGE, "--finding wants a grant: which one was reviewed?");
    }
    try (KubeCluster cluster = options.connect()) {
      Answer answer = Answer.about(cluster, screen, output.format);
      return wanted
          .map(grant -> one(answer, cluster, grant, found))
          .orElseGet(() -> list(answer, cluster));
    }
  }

  /// Lists the grants that nobody has reviewed.
  static int list(Answer answer, Cluster cluster) {
    Screen screen = answer.screen();
    Instant now = screen.time().instant();
    List<AccessGrant> owed =
        cluster.grants().stream()
            .filter(grant -> grant.voices().review() instanceof Review.None)
            .filter(grant -> grant.status().reviewBy().isPresent())
            .sorted(Comparator.comparing(grant -> grant.status().reviewBy().orElse(now)))
            .toList();
    if (!answer.isInWords()) {
      answer.list(owed.stream().map(Encoder::grant).toList());
      return Exit.DONE;
    }
    if (owed.isEmpty()) {
      screen.aside("Nothing to review.");
      return Exit.DONE;
    }
    Table table = new Table("GRANT", "RULE", "INCIDENT", "BY", "PHASE", "REVIEW");
    for (AccessGrant grant : owed) {
      table.row(
          grant.name(),
          grant.request().rule().toString(),
          grant.request().incident().toString(),
          grant.request().requestedBy(),
          grant.status().phase().text(),
          GrantText.review(screen, grant, now).orElse(""));
    }
    table.lines().forEach(screen::line);
    long overdue = owed.stream().filter(grant -> grant.isReviewOverdue(now)).count();
    screen.line("%d to be reviewed, %d of them overdue.".formatted(owed.size(), overdue));
    return Exit.DONE;
  }

  /// Shows a grant, or says what came of its review.
  static int one(Answer answer, Cluster cluster, String name, Optional<String> finding) {
    AccessGrant grant = GetCommand.named(cluster, name);
    if (!grant.request().breakGlass()) {
      throw new CommandFailed(
          Exit.NO, "Grant " + name + " is no break-glass grant: there is nothing to review.");
    }
    if (finding.isEmpty()) {
      int shown = GetCommand.one(answer, cluster, name);
      answer
          .screen()
          .aside(
              "Say what you found: %s review %s --finding '…'"
                  .formatted(answer.screen().program(), name));
      return shown;
    }
    if (grant.status().reviewBy().isEmpty()) {
      throw new CommandFailed(
          Exit.NO, "Grant " + name + " has not been opened: there is nothing to review yet.");
    }
    if (grant.voices().review() instanceof Review.By(var who, _)) {
      throw new CommandFailed(
          Exit.NO, "Grant " + name + " was reviewed already, by " + who.user() + ".");
    }
    Identity me = cluster.whoAmI();
    if (me.user().equals(grant.request().requestedBy())) {
      throw new CommandFailed(
          Exit.NO, "You asked for " + name + " yourself: somebody else must review it.");
    }
    AccessGrant reviewed =
        cluster
            .review(grant, new Review.By(me, finding.get()))
            .orElseThrow(() -> new CommandFailed(Exit.NO, "Grant " + name + " is gone."));
    answer.grant(reviewed, () -> answer.screen().line("Reviewed " + name + "."));
    return Exit.DONE;
  }
}
