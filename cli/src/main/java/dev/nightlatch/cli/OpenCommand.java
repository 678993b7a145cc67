package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nightlatch open`
@Command(
    name = "open",
    header = "Ask for a rule to be opened, for one incident and some time.",
    description = {"The path shuts by itself when the time is over, whatever dies.", ""},
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} open db-shell -n shop --incident INC-4711 --reason 'orders fail'",
      "  ${ROOT-COMMAND-NAME} open shop/db-shell --incident INC-4711 --reason 'orders fail' --for 1h",
      "  ${ROOT-COMMAND-NAME} open shop/db-from-laptop --incident INC-4711 --reason why --from 10.20.0.17"
    })
final class OpenCommand implements Callable<Integer> {
  /// What is asked for where nobody says, unless the rule gives less.
  static final Duration USUAL = Duration.ofMinutes(30);

  @Parameters(paramLabel = "RULE", description = "The rule: its name, or NAMESPACE/NAME.")
  String rule = "";

  @Option(
      names = "--incident",
      paramLabel = "ID",
      required = true,
      description = "The incident that this is for.")
  String incident = "";

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description =
          "The IncidentProvider that keeps the incident; default: the one that the rule names, or"
              + " manual, where nobody but you vouches for it.")
  @Nullable String provider;

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
      description = "For how long, as 30m, 2h or 20s; default: 30m, or the rule's longest.")
  @Nullable Duration duration;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "Not before this time, as 02:30, 2026-03-01T02:30 or 2026-03-01T01:30:00Z; default: as"
              + " soon as it is approved.")
  @Nullable String at;

  @Option(
      names = "--break-glass",
      description =
          "Open without approval, where the rule lets you: everybody is told, and it must be"
              + " reviewed afterwards.")
  boolean breakGlass;

  @Mixin WantedPart part = new WantedPart();

  @Option(
      names = "--dry-run",
      description = "Only say what would open, or why nothing would; ask for nothing.")
  boolean dryRun;

  @Mixin ProfileOption profile = new ProfileOption();
  @Mixin WaitOptions waiting = new WaitOptions();
  @Mixin NamespaceOption namespace = new NamespaceOption();
  @Mixin FormatOption output = new FormatOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  OpenCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    checkWords();
    Optional<Instant> start = start();
    Optional<String> given = namespace.given();
    KubeAccess access = options.access();
    try (KubeCluster cluster = KubeCluster.of(access)) {
      ObjectKey key = key(rule, given.orElseGet(access::namespace));
      if (!given.orElse(key.namespace()).equals(key.namespace())) {
        throw new CommandFailed(
            Exit.USAGE,
            "rule %s is not in namespace %s, which -n names".formatted(key, given.get()));
      }
      AccessRule found =
          cluster.rule(key).orElseThrow(() -> new CommandFailed(Exit.NO, missing(cluster, key)));
      Request request =
          new Request(
              key,
              new IncidentRef(provider == null ? usualProvider(found) : provider, incident),
              reason,
              duration == null ? usual(found) : duration,
              part.of(found),
              start,
              breakGlass,
              Optional.empty(),
              cluster.whoAmI());
      Answer answer = Answer.about(cluster, screen, output.format);
      return dryRun
          ? DryRun.of(
              answer,
              cluster,
              found,
              request,
              cluster.surroundings(screen::aside),
              profile.profile())
          : asked(answer, cluster, found, request, waiting);
    }
  }

  private void checkWords() {
    Names.requireRule(rule);
    Texts.requireIncident(incident);
    Optional.ofNullable(provider).ifPresent(Names::requireProvider);
    Texts.requireReason(reason);
    part.check();
    Optional.ofNullable(duration).ifPresent(OpenCommand::requireLease);
  }

  /// @throws CommandFailed if no lease is so short or so long: whoever typed it
  static void requireLease(Duration duration) {
    if (duration.compareTo(Request.SHORTEST) < 0) {
      throw new CommandFailed(
          Exit.USAGE,
          "--for "
              + Durations.format(duration)
              + " is too short; the shortest is "
              + Durations.format(Request.SHORTEST));
    }
    if (duration.compareTo(Request.LONGEST) > 0) {
      throw new CommandFailed(
          Exit.USAGE,
          "--for %s is too long; the longest is %dh"
              .formatted(Durations.format(duration), Request.LONGEST.toHours()));
    }
  }

  private Optional<Instant> start() {
    return Optional.ofNullable(at)
        .map(text -> At.parse(text, screen.time().instant(), screen.zone()));
  }

  /// Whoever must be approved first waits for people.
  private static Duration usualPatience(AccessRule rule) {
    return rule.fourEyes().required() == 0
        ? WaitOptions.USUAL
        : rule.fourEyes().timeout().plus(WaitOptions.USUAL);
  }

  /// The only one that counts for the rule, if there is such a one.
  private static String usualProvider(AccessRule rule) {
    List<String> providers = rule.conditions().incidents().providers();
    return providers.size() == 1 ? providers.getFirst() : IncidentRef.MANUAL;
  }

  /// How long one asks where nobody says.
  static Duration usual(AccessRule rule) {
    return rule.maxDuration().compareTo(USUAL) < 0 ? rule.maxDuration() : USUAL;
  }

  /// `shop/db-shell` names its namespace itself.
  private static ObjectKey key(String rule, String namespace) {
    int slash = rule.indexOf('/');
    return slash < 0
        ? new ObjectKey(namespace, rule)
        : new ObjectKey(rule.substring(0, slash), rule.substring(slash + 1));
  }

  private String missing(Cluster cluster, ObjectKey key) {
    String elsewhere =
        cluster.rules().stream()
            .map(rule -> rule.meta().key())
            .filter(other -> other.name().equals(key.name()))
            .findFirst()
            .map(
                other ->
                    " There is one in namespace " + other.namespace() + ": open " + other + ".")
            .orElse(" See '" + screen.program() + " rules -A'.");
    return "There is no AccessRule " + key + " (" + Code.RULE_MISSING.text() + ")." + elsewhere;
  }

  /// Whoever is interrupted while waiting must know that it may open nevertheless.
  static int asked(
      Answer answer, Cluster cluster, AccessRule rule, Request request, WaitOptions waiting) {
    Screen screen = answer.screen();
    Optional<Duration> patience = waiting.patience(screen, usualPatience(rule));
    if (patience.isEmpty()) {
      return ask(answer, cluster, request);
    }
    AccessGrant asked = cluster.ask(request);
    try (LastWords _ = LastWords.of(screen, mayOpen(screen, asked))) {
      return await(answer, cluster, asked, patience.get());
    }
  }

  /// Asks, and does not wait.
  static int ask(Answer answer, Cluster cluster, Request request) {
    return accepted(answer, cluster.ask(request));
  }

  /// Asks, and waits at most `timeout` until it is open or will not be; zero looks once.
  static int open(Answer answer, Cluster cluster, Request request, Duration timeout) {
    return await(answer, cluster, cluster.ask(request), timeout);
  }

  private static int await(Answer answer, Cluster cluster, AccessGrant asked, Duration timeout) {
    Screen screen = answer.screen();
    Request request = asked.request();
    if (answer.isInWords()) {
      screen.line(
          "Asked for %s, for incident %s, for %s: grant %s"
              .formatted(
                  request.rule(),
                  request.incident(),
                  Durations.format(request.duration()),
                  asked.name()));
    }
    return switch (watched(answer, cluster, asked, timeout)) {
      case Watching.Ended.There(var grant) -> decided(answer, cluster, grant);
      case Watching.Ended.TimeOver(var grant) -> stillWaiting(answer, grant);
      case Watching.Ended.Gone() ->
          throw new CommandFailed(Exit.NO, "Grant " + asked.name() + " was deleted meanwhile.");
    };
  }

  /// Whoever cannot see what became of it must know at least what to look for.
  private static Watching.Ended watched(
      Answer answer, Cluster cluster, AccessGrant asked, Duration timeout) {
    Screen screen = answer.screen();
    Awaiting awaiting = new Awaiting(answer, cluster);
    try {
      return answer.isInWords()
          ? Watching.until(screen, cluster, asked, timeout, OpenCommand::isDecided, awaiting::show)
          : Watching.until(
              screen,
              cluster,
              asked,
              timeout,
              grant -> isDecided(grant) || TermsText.isAwaited(grant));
    } catch (ClusterException failed) {
      mayOpen(screen, asked).forEach(screen::aside);
      throw failed;
    }
  }

  static List<String> mayOpen(Screen screen, AccessGrant asked) {
    return List.of(
        "Grant " + asked.name() + " was asked for and may open.",
        "Take it back: " + screen.program() + " close " + asked.name());
  }

  private static boolean isDecided(AccessGrant grant) {
    return switch (grant.status().phase()) {
      case PENDING, APPROVED, OPENING -> false;
      case SCHEDULED,
          ACTIVE,
          CLOSING,
          REJECTED,
          WITHDRAWN,
          TIMED_OUT,
          REFUSED,
          EXPIRED,
          CLOSED,
          REVOKED ->
          true;
    };
  }

  private static int accepted(Answer answer, AccessGrant grant) {
    Screen screen = answer.screen();
    answer.grant(
        grant,
        () -> {
          screen.line("Asked: grant " + grant.name());
          screen.line(answer.look(grant));
        });
    if (!answer.isInWords()) {
      screen.aside(answer.look(grant));
    }
    return Exit.DONE;
  }

  private static int decided(Answer answer, Cluster cluster, AccessGrant grant) {
    Screen screen = answer.screen();
    if (TermsText.isAwaited(grant)) {
      answer.grant(grant, () -> {});
      Awaiting.hints(answer, grant, ApproversText.of(cluster, grant)).forEach(screen::aside);
      return Exit.WAITING;
    }
    if (grant.status().phase() == Phase.SCHEDULED) {
      return scheduled(answer, grant);
    }
    boolean open = grant.status().phase() == Phase.ACTIVE;
    answer.grant(
        grant,
        () -> {
          if (open) {
            opened(screen, grant);
          } else {
            screen.line(
                screen.bad(grant.status().phase().text()) + GrantText.reason(grant.status()));
          }
        });
    return open ? Exit.DONE : Exit.NO;
  }

  private static int scheduled(Answer answer, AccessGrant grant) {
    Screen screen = answer.screen();
    answer.grant(
        grant,
        () -> {
          screen.line(
              screen.good("Scheduled")
                  + grant
                      .request()
                      .startsAt()
                      .map(start -> Times.local(start, screen.time().instant(), screen.zone()))
                      .map(start -> ": opens at " + start)
                      .orElse("")
                  + ".");
          grant.status().connections().forEach(line -> screen.line("  " + line));
        });
    screen.aside("Take it back: " + screen.program() + " close " + grant.name());
    return Exit.DONE;
  }

  private static void opened(Screen screen, AccessGrant grant) {
    Instant now = screen.time().instant();
    Optional<Instant> end = grant.status().expiresAt();
    screen.line(
        screen.good("Open")
            + end.map(at -> " until " + Times.until(at, now, screen.zone())).orElse("")
            + ":");
    grant.status().connections().forEach(line -> screen.line("  " + line));
    if (!grant.status().message().isBlank()) {
      screen.line(screen.bad(grant.status().message()));
    }
    grant
        .status()
        .proof(Proof.Moment.OPEN)
        .ifPresent(
            proof -> {
              screen.line("Proof " + ProofText.line(proof));
              proof.connections().forEach(line -> screen.line("  " + line));
            });
    screen.line("Done before? " + screen.program() + " close " + grant.name());
  }

  private static int stillWaiting(Answer answer, AccessGrant grant) {
    Screen screen = answer.screen();
    answer.grant(
        grant,
        () ->
            screen.line(
                "Not open yet: "
                    + grant.status().phase().text()
                    + GrantText.reason(grant.status())));
    boolean untouched =
        grant.status().phase() == Phase.PENDING && grant.status().message().isBlank();
    if (untouched) {
      screen.aside("No operator has looked at it. Is '" + screen.program() + " operator' running?");
    }
    screen.aside(answer.look(grant));
    screen.aside("Take it back:    " + screen.program() + " close " + grant.name());
    return Exit.WAITING;
  }
}
