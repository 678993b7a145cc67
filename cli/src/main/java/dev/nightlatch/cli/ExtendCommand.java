package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.plan.Chain;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.kube.KubeCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nightlatch extend`
@Command(
    name = "extend",
    header = "Ask for more time: a new grant that goes on where an open one ends.",
    description = {
      "Nothing that is open is ever edited. The new grant opens the same for the same incident, needs"
          + " approvals of its own, and both together last no longer than the rule gives.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} extend db-shell-m9tb2 --for 20m --reason 'the index is not rebuilt yet'"
    })
final class ExtendCommand implements Callable<Integer> {
  /// Between asking and opening some time goes by, for approvals more; what is left then counts.
  private static final Duration MARGIN = Duration.ofSeconds(5);

  @Parameters(
      paramLabel = "GRANT",
      description = "The open grant, as '${ROOT-COMMAND-NAME} get' shows it.")
  String name = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, in a few words; it goes on record.")
  String reason = "";

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = WaitOptions.DurationConverter.class,
      description = "For how long from now, as 30m or 2h; default: 30m, or what the rule has left.")
  @Nullable Duration duration;

  @Option(
      names = "--break-glass",
      description = "Open without approval, where the rule lets you; see 'open'.")
  boolean breakGlass;

  @Mixin WaitOptions waiting = new WaitOptions();
  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  ExtendCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Names.requireGrant(name);
    Texts.requireReason(reason);
    Optional<Duration> asked = Optional.ofNullable(duration);
    asked.ifPresent(OpenCommand::requireLease);
    try (KubeCluster cluster = options.connect()) {
      AccessGrant grant = GetCommand.named(cluster, name);
      AccessRule rule = open(cluster, grant);
      Request request =
          extension(
              grant,
              reason,
              asked.orElseGet(() -> usual(cluster, grant, rule)),
              breakGlass,
              cluster);
      Answer answer = Answer.about(cluster, screen, output.format);
      return OpenCommand.asked(answer, cluster, rule, request, waiting);
    }
  }

  /// The rule of a grant that is open.
  private static AccessRule open(Cluster cluster, AccessGrant grant) {
    if (grant.status().phase() != Phase.ACTIVE) {
      throw new CommandFailed(
          Exit.NO,
          "Grant %s is not open but %s%s: ask for a new one with 'open'."
              .formatted(
                  grant.name(), grant.status().phase().text(), GrantText.reason(grant.status())));
    }
    return cluster
        .rule(grant.request().rule())
        .orElseThrow(
            () ->
                new CommandFailed(
                    Exit.NO, "AccessRule " + grant.request().rule() + " is not there any more."));
  }

  /// What is asked for: the same as before.
  static Request extension(
      AccessGrant grant, String reason, Duration duration, boolean breakGlass, Cluster cluster) {
    return new Request(
        grant.request().rule(),
        grant.request().incident(),
        reason,
        duration,
        grant.request().part(),
        Optional.empty(),
        breakGlass,
        Optional.of(new GrantRef(grant.name(), grant.uid())),
        cluster.whoAmI());
  }

  /// Thirty minutes, or what is left of the rule's longest time since the first grant of the chain
  /// was opened: time that goes by until it is approved is gone, so that is taken off.
  private Duration usual(Cluster cluster, AccessGrant grant, AccessRule rule) {
    return switch (Chain.of(grant.request(), ref -> there(cluster, ref))) {
      case Chain.None() -> left(grant, rule);
      case Chain.Of chain -> left(chain.first(), rule);
      case Chain.Broken _ -> OpenCommand.USUAL;
    };
  }

  private static Optional<AccessGrant> there(Cluster cluster, GrantRef ref) {
    return cluster.grant(ref.name()).filter(found -> found.uid().equals(ref.uid()));
  }

  private Duration left(AccessGrant first, AccessRule rule) {
    Instant now = screen.time().instant();
    Instant last = first.status().startsAt().orElse(now).plus(rule.maxDuration());
    Duration all = Duration.between(now, last).truncatedTo(ChronoUnit.SECONDS);
    Duration approved = all.minus(rule.fourEyes().timeout());
    boolean waits = rule.fourEyes().required() > 0 && !breakGlass;
    Duration left =
        waits && approved.compareTo(Request.SHORTEST) >= 0 ? approved : all.minus(MARGIN);
    Duration usual = left.compareTo(OpenCommand.USUAL) < 0 ? left : OpenCommand.USUAL;
    return usual.compareTo(Request.SHORTEST) < 0 ? Request.SHORTEST : usual;
  }
}
