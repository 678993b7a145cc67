package dev.nightlatch.operator;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Incidents;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens what may be open and closes what may not, until closed itself.
///
/// Three things run beside each other: the watch that wakes grants, a look at all grants every
/// thirty seconds (for the watch may have missed something, and for what the journal knows and the
/// cluster does not), and the sweeper. It begins by taking over whatever it finds.
public final class Operator implements AutoCloseable {
  /// How long a stop waits for what is being done.
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Operator.class);

  private final Cluster cluster;
  private final Journal journal;
  private final Signs signs;
  private final InstantSource time;
  private final AnnouncementQueue announcements;
  private final ExecutorService reads = Threads.named("nightlatch-read");
  private final GrantReconciler reconciler;
  private final WorkQueue<GrantKey> queue;
  private final Sweeper sweeper;
  private final Aviary aviary;
  private final Reviews reviews;
  private final Rehearsal rehearsal;
  private final Semaphore lookNow = new Semaphore(0);
  private final Thread looker;
  private volatile boolean closed;

  /// Whether all grants that were there at the start are looked after.
  private volatile boolean hasLooked;

  private Operator(Setting setting) {
    this.cluster = setting.cluster();
    this.journal = setting.journal();
    this.signs = setting.signs();
    this.time = setting.time();
    this.announcements = AnnouncementQueue.start(setting.announcer());
    this.aviary = new Aviary(cluster, time, signs, announcements);
    this.reviews = new Reviews(announcements, signs);
    this.reconciler = new GrantReconciler(setting.telling(announcements), aviary::last, reads);
    this.queue = WorkQueue.start(reconciler::reconcile, LogFields::begin, signs.queue()::well);
    this.sweeper = new Sweeper(cluster, journal::ofPolicy, time, announcements, signs.sweeper());
    this.rehearsal = new Rehearsal(cluster, setting.profile(), time, reads, this::isIdle);
    this.looker = Thread.ofPlatform().daemon().name("nightlatch-looker").unstarted(this::run);
  }

  /// What an operator works with.
  ///
  /// @param cluster seen with the operator's own identity
  /// @param incidents the tools in which incidents live
  /// @param time the wall clock; a wrong one closes too early, or leaves the closing to the latch
  /// @param profile how the cluster's network plugin reads policies
  /// @param announcer told in the cluster what is done
  /// @param mayAct whether nobody else may act: where it is false, no step is done
  /// @param signs what its parts say of themselves
  public record Setting(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      InstantSource time,
      CniProfile profile,
      Announcer announcer,
      BooleanSupplier mayAct,
      Signs signs) {

    private Setting telling(Announcer other) {
      return new Setting(cluster, incidents, journal, time, profile, other, mayAct, signs);
    }

    /// Of an operator that is alone, and tells nobody.
    public static Setting of(
        Cluster cluster,
        Incidents incidents,
        Journal journal,
        InstantSource time,
        CniProfile profile) {
      return new Setting(
          cluster,
          incidents,
          journal,
          time,
          profile,
          Announcer.SILENT,
          () -> true,
          new Signs(Health.Role.ALONE));
    }
  }

  /// An operator at work, alone, that tells nobody.
  public static Operator start(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      InstantSource time,
      CniProfile profile) {
    return start(Setting.of(cluster, incidents, journal, time, profile));
  }

  /// An operator at work.
  public static Operator start(Setting setting) {
    Operator operator = new Operator(setting);
    operator.sweeper.loop().start();
    operator.aviary.loop().start();
    operator.looker.start();
    return operator;
  }

  /// Begins to go through openings that nobody asked for, changing nothing, so that the first in
  /// earnest takes no longer than any other. Call it once.
  public void rehearse() {
    rehearsal.loop().start();
  }

  /// Whether it is known what there is to be looked after, and there is nothing; before the first
  /// canary is back, nothing could be opened anyway.
  private boolean isIdle() {
    return hasLooked && aviary.last() instanceof Canary.Back && queue.keys().isEmpty();
  }

  @SuppressWarnings("CatchingUnchecked") // must outlive every failure
  private void run() {
    Cluster.@Nullable Watch watch = null;
    Complaint looking = new Complaint(log, "looking at the grants");
    Complaint remembering = new Complaint(log, "reading and writing the record");
    Complaint guarding = new Complaint(log, "looking at the guards");
    GuardCheck guards = new GuardCheck(cluster, log);
    try {
      while (!closed) {
        boolean well = false;
        signs.looker().well();
        try {
          if (watch == null) {
            watch = cluster.watch(this::onChange);
          }
          wakeRecorded(remembering);
          wakeLiving();
          hasLooked = true;
          look(guards, guarding);
          looking.worked();
          well = true;
        } catch (Throwable failed) {
          if (closed) {
            return;
          }
          looking.failed(failed);
        }
        Duration pause = well ? GrantReconciler.RESYNC : PAUSE;
        boolean asked = lookNow.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        if (asked) {
          lookNow.drainPermits();
        }
      }
    } catch (InterruptedException stopped) {
      log.debug("stopped");
    } finally {
      if (watch != null) {
        watch.close();
      }
    }
  }

  private void onChange(Change change) {
    switch (change) {
      case Change.OfGrant(var uid, var name) -> wakeHeard(new GrantKey(uid, name));
      case Change.OfBelonging(var uid) ->
          queue.keys().stream().filter(key -> key.uid().equals(uid)).forEach(this::wakeHeard);
      case Change.OfSurroundings _, Change.OfBoundary _ -> {
        reconciler.changed();
        queue.keys().forEach(queue::wake);
      }
      case Change.Unknown() -> {
        reconciler.changed();
        lookNow.release();
      }
    }
  }

  private void wakeHeard(GrantKey key) {
    reconciler.heard(key.uid());
    queue.wake(key);
  }

  /// Wakes every grant that the record says is not closed, whether or not it still exists: where
  /// the kinds were taken away, there are no grants to list. A record that cannot be read keeps
  /// nobody from closing.
  private void wakeRecorded(Complaint remembering) {
    try {
      for (Story story : journal.unfinished()) {
        Optional<JournalEntry.Opening> opening = story.opening();
        opening.ifPresent(entry -> queue.wake(new GrantKey(entry.grant(), entry.name())));
      }
      journal.probe();
      remembering.worked();
      signs.record().well();
    } catch (JournalException unusable) {
      remembering.failed(unusable);
      signs.record().ill("the record cannot be read and written");
    }
  }

  /// Guards that cannot be looked at keep nobody from closing.
  private void look(GuardCheck guards, Complaint guarding) {
    try {
      guards.look();
      guarding.worked();
    } catch (ClusterException unreadable) {
      guarding.failed(unreadable);
      signs.guards().ill("the guards cannot be looked at");
      return;
    }
    switch (guards.last()) {
      case Guards.Broken(var faults) -> {
        signs.guards().ill("the guards do not stand");
        announcements.announce(Announcements.guards(faults, time.instant()));
      }
      case Guards.InForce _, Guards.NotAsked() -> signs.guards().well();
    }
  }

  /// Wakes every grant whose life is not over.
  private void wakeLiving() {
    List<AccessGrant> grants;
    try {
      grants = cluster.grants();
      signs.grants().well();
    } catch (ClusterException unreadable) {
      signs.grants().ill("the grants cannot be listed");
      throw unreadable;
    }
    reviews.look(grants, time.instant());
    grants.stream()
        .filter(this::isUnsettled)
        .map(grant -> new GrantKey(grant.uid(), grant.name()))
        .forEach(queue::wake);
  }

  private boolean isUnsettled(AccessGrant grant) {
    if (!grant.status().phase().isTerminal()) {
      return true;
    }
    try {
      Story story = journal.story(grant.uid());
      return story.isUnfinished()
          || (grant.voices().review() instanceof Review.By && story.reviewed().isEmpty());
    } catch (JournalException unreadable) {
      return true;
    }
  }

  /// Stops: begins no pass any more, waits up to [#PATIENCE] for those that run, tells what is
  /// still to be told, and ends the watch. Whatever is open stays open to its lease's end, and the
  /// latch closes it.
  ///
  /// @return whether nothing of it runs any more
  public boolean stop() {
    closed = true;
    queue.close();
    sweeper.loop().stop();
    aviary.loop().stop();
    rehearsal.loop().close();
    lookNow.release();
    boolean quiet = isQuiet();
    announcements.close();
    if (!quiet) {
      kill();
    }
    return quiet;
  }

  private boolean isQuiet() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      boolean quiet = queue.isQuietWithin(left(deadline));
      quiet = sweeper.loop().hasStoppedWithin(left(deadline)) && quiet;
      quiet = aviary.loop().hasStoppedWithin(left(deadline)) && quiet;
      return looker.join(left(deadline)) && quiet;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }

  /// Stops at once, in the middle of whatever it does.
  public void kill() {
    closed = true;
    queue.close();
    sweeper.loop().close();
    aviary.loop().close();
    rehearsal.loop().close();
    looker.interrupt();
  }

  @Override
  public void close() {
    if (!stop()) {
      log.warn("stopped while something was still being done; the next start takes it over");
    }
  }
}
