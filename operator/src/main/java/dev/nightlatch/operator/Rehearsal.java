package dev.nightlatch.operator;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes through openings that nobody asked for, after the operator's start and while it has nothing
/// else to do: a program that has opened nothing yet takes three times as long as one that has
/// opened forty, and the night's first opening is the one that counts.
///
/// Each reads what a real one reads, of one rule after the other, and plans and decides what a real
/// one does; nothing of it reaches the cluster, the record, or anybody's eyes.
final class Rehearsal {
  /// How many are gone through.
  static final int ENOUGH = 40;

  /// How long all of them may take: where the cluster is large, fewer are enough.
  static final Duration AT_MOST = Duration.ofSeconds(30);

  /// Between two of them, in which others get their turn.
  static final Duration BETWEEN = Duration.ofMillis(100);

  /// When to ask again whether there is time for it.
  static final Duration LATER = Duration.ofSeconds(10);

  /// When to ask again whether there is a rule.
  static final Duration RARELY = Duration.ofMinutes(5);

  /// Passes that one opening may take.
  private static final int LONGEST = 20;

  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

  private final Cluster cluster;
  private final CniProfile profile;
  private final InstantSource time;
  private final Executor threads;
  private final BooleanSupplier isIdle;
  private final Loop loop = new Loop("nightlatch-rehearsal", this::round);
  private List<AccessRule> rules = List.of();
  private int played;
  private int opened;
  private Duration spent = Duration.ZERO;

  /// @param profile how the cluster's network plugin reads policies
  /// @param threads where calls are made that do not wait for each other
  /// @param isIdle whether there is no grant to be looked after
  Rehearsal(
      Cluster cluster,
      CniProfile profile,
      InstantSource time,
      Executor threads,
      BooleanSupplier isIdle) {
    this.cluster = cluster;
    this.profile = profile;
    this.time = time;
    this.threads = threads;
    this.isIdle = isIdle;
  }

  /// Its thread; it ends when enough was gone through.
  Loop loop() {
    return loop;
  }

  /// What is rehearsed is not worth a failure: whatever it is, there is no more of it.
  @SuppressWarnings("CatchingUnchecked") // the operator goes on without it
  private Duration round() {
    try {
      return step();
    } catch (Throwable bug) {
      if (loop.isToStop()) {
        log.debug("stopped in the middle of a rehearsal", bug);
      } else {
        log.warn("openings cannot be rehearsed; the first one will take longer", bug);
      }
      loop.stop();
      return LATER;
    } finally {
      LogFields.clear();
    }
  }

  /// Does the next one, if there is time for it, and says how long to pause after it. One that
  /// fails counts as well, so that none is tried for ever.
  Duration step() {
    if (!isIdle.getAsBoolean()) {
      return LATER;
    }
    long begun = System.nanoTime();
    Duration pause = BETWEEN;
    try {
      if (rules.isEmpty()) {
        rules = cluster.rules();
      }
      if (rules.isEmpty()) {
        return RARELY;
      }
      opened += play(rules.get(played % rules.size())) ? 1 : 0;
    } catch (ClusterException unreadable) {
      log.debug("this opening cannot be rehearsed now", unreadable);
      pause = LATER;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    spent = spent.plus(took);
    played++;
    if (played == ENOUGH || spent.compareTo(AT_MOST) > 0) {
      log.info(
          "{} openings rehearsed without touching anything, {} to the end; the last took {} ms",
          played,
          opened,
          took.toMillis());
      loop.stop();
    }
    return pause;
  }

  /// How many were gone through to their end.
  int opened() {
    return opened;
  }

  /// Returns whether it opened: a rule may be one that nobody could open now.
  private boolean play(AccessRule rule) {
    Request request = request(rule);
    Backdrop stage = new Backdrop(cluster, unconditional(rule), request, time);
    GrantReconciler player =
        GrantReconciler.rehearsing(
            new Operator.Setting(
                stage,
                (_, _) -> new IncidentView.NotAsked(),
                new Draft(),
                time,
                profile,
                Announcer.SILENT,
                () -> true,
                new Signs(Health.Role.ALONE)),
            () -> new Canary.Back(time.instant()),
            threads);
    GrantKey key = stage.key();
    try {
      for (int pass = 0; pass < LONGEST && !stage.isOpen() && goesOn(); pass++) {
        if (!(player.reconcile(key) instanceof Next.AtOnce)) {
          return false;
        }
      }
    } catch (Backdrop.Curtain curtain) {
      log.debug("the rehearsal goes no further: {}", curtain.getMessage());
    }
    return stage.isOpen();
  }

  /// Somebody's grant goes first, and so does the operator's end.
  private boolean goesOn() {
    return isIdle.getAsBoolean() && !loop.isToStop();
  }

  /// Opened by whoever asks, however often: as if it were an emergency.
  private static AccessRule unconditional(AccessRule rule) {
    return new AccessRule(
        rule.meta(),
        rule.description(),
        rule.target(),
        rule.sources(),
        rule.maxDuration(),
        FourEyes.of(0),
        new Conditions(
            IncidentKind.ANY, new BreakGlass.Allowed(BreakGlass.Allowed.REVIEW_WITHIN), Quota.NONE),
        rule.dns());
  }

  private static Request request(AccessRule rule) {
    return new Request(
        rule.meta().key(),
        IncidentRef.manual("rehearsal"),
        "nobody asked for it",
        rule.maxDuration(),
        Part.WHOLE,
        Optional.empty(),
        true,
        Optional.empty(),
        new Identity("nobody", List.of()));
  }

  /// A record of one opening that nobody will read.
  private static final class Draft implements Journal {
    private final List<JournalEntry> entries = new ArrayList<>();

    @Override
    public synchronized void record(JournalEntry entry) {
      entries.add(entry);
    }

    @Override
    public synchronized Story story(Uid grant) {
      return new Story(grant, entries);
    }

    @Override
    public List<Story> unfinished() {
      return List.of();
    }

    @Override
    public Optional<Story> ofPolicy(Uid policy) {
      return Optional.empty();
    }
  }
}
