package dev.nightlatch.cli;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.plan.Terms;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.manifests.Encoder;
import dev.nightlatch.manifests.Yaml;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// The story of 02:14, played on a stage. Whatever it claims, it has just read from the cluster.
final class DemoStory {
  private static final ObjectKey RULE = new ObjectKey("shop", "db-shell");
  private static final ObjectKey REPORTS = new ObjectKey("reports", "reports-shell");
  private static final Duration LEASE = Duration.ofSeconds(12);

  /// On a machine with much else to do, the start of an operator takes long.
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String INCIDENT = "INC-4711";
  private static final String REASON = "orders fail, the database is slow";

  private final Screen screen;
  private final DemoStage stage;
  private final boolean auto;

  DemoStory(Screen screen, DemoStage stage, boolean auto) {
    this.screen = screen;
    this.stage = stage;
    this.auto = auto;
  }

  /// Plays it to its end.
  ///
  /// @return the exit code
  int play() throws IOException {
    int opened = playUntilOpen();
    return opened == Exit.DONE ? whileOpen() : opened;
  }

  /// Plays its first part: what is shut, the rule, the opening.
  int playUntilOpen() throws IOException {
    heading("02:14. Orders fail, and the shop's database answers slowly.");
    say("alice@example.com is on call. The stage: %s.".formatted(stage.what()));
    next();

    heading("What is shut");
    policies();
    say("");
    say("The database takes connections from orders, and from nobody else. The tools in");
    say("support-tools have no way to it: the policies do their job.");
    next();

    heading("The rule that was written in daylight");
    command("rules -n shop");
    RulesCommand.list(answer(), stage.engineer(), Optional.of("shop"), false);
    say("");
    say("A rule opens nothing by itself.");
    next();

    heading("alice opens it, for this incident and for 12 seconds");
    stage.startOperator();
    command(
        "open db-shell -n shop --incident %s --reason '%s' --for 12s".formatted(INCIDENT, REASON));
    return OpenCommand.open(
        answer(),
        stage.engineer(),
        new Request(
            RULE, INCIDENT, REASON, LEASE, Part.WHOLE, Optional.empty(), stage.engineer().whoAmI()),
        PATIENCE);
  }

  private int whileOpen() throws IOException {
    AccessGrant grant = newest();
    ObjectKey key = new ObjectKey(RULE.namespace(), Names.ingressPolicy(grant.uid()));
    Instant end =
        grant.status().expiresAt().orElseThrow(() -> new IllegalStateException("no lease"));
    heading("The one policy that was made");
    stage
        .onlooker()
        .policy(key)
        .ifPresent(held -> screen.print(indented(Yaml.write(Encoder.policy(held)))));
    say("");
    say("Its only owner is the latch, a Job that runs no pod and ends on its own.");

    heading("The operator is killed");
    say(screen.faint(stage.howItIsKilled()));
    stage.killOperator();
    say("Nothing of Nightlatch runs any more. The lease ends at " + local(end) + ".");
    boolean shut = countDown(key, end);
    if (!shut) {
      say(screen.bad("The policy is still there. That must not be: please report it."));
      return Exit.BUG;
    }
    say("");
    policies();
    say("");
    say("Shut again, as before. Nobody had to do anything.");
    next();
    return afterwards(grant);
  }

  private int afterwards(AccessGrant grant) throws IOException {
    heading("An operator starts again, and finishes the record");
    stage.startOperator();
    Watching.Ended ended =
        Watching.until(
            screen, stage.engineer(), grant, PATIENCE, now -> now.status().phase().isTerminal());
    command("get " + grant.name());
    GetCommand.one(answer(), stage.engineer(), grant.name());
    next();
    refusal();
    stage.killOperator();
    say("");
    say("The record, on disk before the path was open (journal.jsonl):");
    say("");
    RecordText.lines(stage.stories(), screen).forEach(this::say);
    say("");
    say("Next: ./nightlatch --help, and docs/getting-started.md for a cluster of your own.");
    return ended instanceof Watching.Ended.There ? Exit.DONE : Exit.WAITING;
  }

  /// Nobody is let out into the dark by an opening that was to help.
  private void refusal() {
    heading("What Nightlatch does not do");
    say(
        "No policy isolates the pods of namespace reports: everybody may reach them. A policy that");
    say("opened them for one would shut them for all others, so it is not put in.");
    say("");
    command(
        "open reports-shell -n reports --incident %s --reason '%s' --for 12s"
            .formatted(INCIDENT, REASON));
    int _ =
        OpenCommand.open(
            answer(),
            stage.engineer(),
            new Request(
                REPORTS,
                INCIDENT,
                REASON,
                LEASE,
                Part.WHOLE,
                Optional.empty(),
                stage.engineer().whoAmI()),
            PATIENCE);
  }

  private AccessGrant newest() {
    return stage.engineer().grants().stream()
        .filter(grant -> grant.request().rule().equals(RULE))
        .reduce((_, last) -> last)
        .orElseThrow(() -> new IllegalStateException("the grant is gone"));
  }

  private void policies() {
    Table table = new Table("NAMESPACE", "POLICY", "PODS", "ISOLATES", "ALLOWS IN FROM");
    Cluster cluster = stage.onlooker();
    for (HeldPolicy held : cluster.policies()) {
      if (!held.policy().namespace().equals(RULE.namespace())) {
        continue;
      }
      table.row(
          held.policy().namespace(),
          held.policy().name(),
          Terms.text(held.policy().podSelector()),
          held.policy().policyTypes().stream()
              .map(type -> type.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", ")),
          held.policy().policyTypes().contains(Direction.INGRESS)
              ? PolicyText.from(held.policy())
              : "-");
    }
    table.lines().forEach(this::say);
  }

  /// Waits until the policy is gone, and says how time goes by.
  ///
  /// @return whether it went
  private boolean countDown(ObjectKey key, Instant end) {
    Instant last = end.plus(PATIENCE);
    String said = "";
    while (stage.onlooker().policy(key).isPresent()) {
      Instant now = screen.time().instant();
      if (now.isAfter(last)) {
        return false;
      }
      long left = Math.max(0, Duration.between(now, end).toSeconds() + 1);
      String text = now.isBefore(end) ? "  open, " + left + " s left" : "  the lease is over";
      if (!text.equals(said) && (screen.colours() || left % 3 == 0)) {
        tick(text);
        said = text;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    if (screen.colours()) {
      screen.print("\r\u001b[K");
    }
    Instant now = screen.time().instant();
    say(screen.good("The latch has closed it") + " at " + local(now) + ", " + lateness(end, now));
    return true;
  }

  private void tick(String text) {
    if (screen.colours()) {
      screen.print("\r\u001b[K" + text);
    } else {
      say(text);
    }
  }

  private static String lateness(Instant end, Instant now) {
    double seconds = Duration.between(end, now).toMillis() / 1000.0;
    return seconds < 0
        ? String.format(Locale.ROOT, "%.1f s before the lease's end.", -seconds)
        : String.format(Locale.ROOT, "%.1f s after the lease's end.", seconds);
  }

  private String local(Instant at) {
    return Times.local(at, screen.time().instant(), screen.zone());
  }

  private static String indented(String text) {
    return text.indent(2);
  }

  private Answer answer() {
    return Answer.inWords(stage.engineer(), screen);
  }

  private void heading(String text) {
    screen.line();
    screen.line(screen.bold(text));
    screen.line(screen.bold("─".repeat(text.length())));
  }

  private void command(String text) {
    screen.line(screen.faint("$ " + screen.program() + " " + text));
  }

  private void say(String text) {
    screen.line(text);
  }

  /// Enter goes on; where nobody can press it, or nobody should, it goes on by itself.
  private void next() throws IOException {
    if (auto || !screen.inIsTerminal()) {
      return;
    }
    screen.print(screen.faint("(Enter)"));
    int read = System.in.read();
    while (read != '\n' && read >= 0) {
      read = System.in.read();
    }
  }
}
