package dev.nightlatch.operator;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Review;
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
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens what may be open and closes what may not, until closed itself.
///
/// Three things run beside each other: the watch that wakes grants, a look at all grants every
/// thirty seconds (for the watch may have missed something, and for what the journal knows and the
/// cluster does not), and the sweeper. It begins by taking over whatever it finds.
public final class Operator implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(Operator.class);

  private final Cluster cluster;
  private final Journal journal;
  private final WorkQueue<GrantKey> queue;
  private final Sweeper sweeper;
  private final Aviary aviary;
  private final Semaphore lookNow = new Semaphore(0);
  private final Thread looker;
  private volatile boolean closed;

  private Operator(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      InstantSource time,
      CniProfile profile) {
    this.cluster = cluster;
    this.journal = journal;
    this.aviary = new Aviary(cluster, time);
    this.queue =
        WorkQueue.start(
            new GrantReconciler(cluster, incidents, journal, time, profile, aviary::last)
                ::reconcile);
    this.sweeper = new Sweeper(cluster, journal, time);
    this.looker = Thread.ofPlatform().daemon().name("nightlatch-looker").unstarted(this::run);
  }

  /// An operator at work.
  ///
  /// @param cluster seen with the operator's own identity
  /// @param incidents the tools in which incidents live
  /// @param time the wall clock; a wrong one closes too early, or leaves the closing to the latch
  /// @param profile how the cluster's network plugin reads policies
  public static Operator start(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      InstantSource time,
      CniProfile profile) {
    Operator operator = new Operator(cluster, incidents, journal, time, profile);
    operator.sweeper.start();
    operator.aviary.start();
    operator.looker.start();
    return operator;
  }

  @SuppressWarnings("CatchingUnchecked") // must outlive every failure
  private void run() {
    Cluster.@Nullable Watch watch = null;
    Complaint looking = new Complaint(log, "looking at the grants");
    Complaint remembering = new Complaint(log, "reading the record");
    Complaint guarding = new Complaint(log, "looking at the guards");
    GuardCheck guards = new GuardCheck(cluster, log);
    try {
      while (!closed) {
        boolean well = false;
        try {
          if (watch == null) {
            watch = cluster.watch(this::onChange);
          }
          wakeRecorded(remembering);
          wakeLiving();
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
      case Change.OfGrant(var uid, var name) -> queue.wake(new GrantKey(uid, name));
      case Change.OfBelonging(var uid) ->
          queue.keys().stream().filter(key -> key.uid().equals(uid)).forEach(queue::wake);
      case Change.OfSurroundings _, Change.OfBoundary _ -> queue.keys().forEach(queue::wake);
      case Change.Unknown() -> lookNow.release();
    }
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
      remembering.worked();
    } catch (JournalException unreadable) {
      remembering.failed(unreadable);
    }
  }

  /// Guards that cannot be looked at keep nobody from closing.
  private static void look(GuardCheck guards, Complaint guarding) {
    try {
      guards.look();
      guarding.worked();
    } catch (ClusterException unreadable) {
      guarding.failed(unreadable);
    }
  }

  /// Wakes every grant whose life is not over.
  private void wakeLiving() {
    cluster.grants().stream()
        .filter(this::isUnsettled)
        .map(grant -> new GrantKey(grant.uid(), grant.name()))
        .forEach(queue::wake);
  }

  private boolean isUnsettled(AccessGrant grant) {
    try {
      Story story = journal.story(grant.uid());
      return !grant.status().phase().isTerminal()
          || story.isUnfinished()
          || (grant.voices().review() instanceof Review.By && story.reviewed().isEmpty());
    } catch (JournalException unreadable) {
      return true;
    }
  }

  /// Stops at once. Whatever is open stays open to its lease's end, and the latch closes it.
  @Override
  public void close() {
    closed = true;
    queue.close();
    sweeper.close();
    aviary.close();
    looker.interrupt();
  }
}
