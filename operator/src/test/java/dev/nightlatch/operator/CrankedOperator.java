package dev.nightlatch.operator;

import dev.nightlatch.embedded.VirtualTime;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.record.Story;
import dev.nightlatch.incidents.ProvidedIncidents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// An operator on virtual time, cranked by hand: what [Operator] and [WorkQueue] do on threads of
/// their own happens here one after the other, whenever [#turn] is called and its time has come.
final class CrankedOperator {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration AFTER_A_FAILED_LOOK = Duration.ofSeconds(1);

  /// A key whose passes ask for another at once so often in a row makes no progress.
  private static final int LONGEST_STREAK = 100;

  private final Cluster cluster;
  private final Journal journal;
  private final Cluster asideCluster;
  private final Journal asideJournal;
  private final InstantSource clock;
  private final VirtualTime time;
  private final Map<GrantKey, Turn> turns = new LinkedHashMap<>();
  private GrantReconciler reconciler;
  private Instant nextLook;
  private Instant deadUntil = Instant.MIN;
  private boolean deaf;
  private final Set<String> bugs = new TreeSet<>();
  private int spins;

  /// When a key's turn is, and what has become of its last ones.
  private static final class Turn {
    Instant due;
    int failures;
    boolean woken;

    Turn(Instant due) {
      this.due = due;
    }

    void failed(Instant now) {
      failures++;
      due = now.plus(pause(failures));
    }
  }

  /// @param cluster what its passes see
  /// @param asideCluster what is seen beside them: of the watch, and of looking at all grants
  /// @param clock its wall clock; its waiting follows `time`
  CrankedOperator(
      Cluster cluster,
      Journal journal,
      Cluster asideCluster,
      Journal asideJournal,
      InstantSource clock,
      VirtualTime time) {
    this.cluster = cluster;
    this.journal = journal;
    this.asideCluster = asideCluster;
    this.asideJournal = asideJournal;
    this.clock = clock;
    this.time = time;
    this.nextLook = time.instant();
    this.reconciler = fresh();
  }

  private GrantReconciler fresh() {
    return new GrantReconciler(
        cluster,
        new ProvidedIncidents(cluster),
        journal,
        clock,
        CniProfile.DEFAULT,
        () -> new Canary.Back(clock.instant()));
  }

  /// What its watch brings.
  void hear(Change change) {
    if (deaf || isDead()) {
      return;
    }
    switch (change) {
      case Change.OfGrant(var uid, var name) -> wakeHeard(new GrantKey(uid, name));
      case Change.OfBelonging(var uid) ->
          keys().stream().filter(key -> key.uid().equals(uid)).forEach(this::wakeHeard);
      case Change.OfSurroundings _, Change.OfBoundary _ -> {
        reconciler.changed();
        keys().forEach(this::wake);
      }
      case Change.Unknown() -> {
        reconciler.changed();
        nextLook = time.instant();
      }
    }
  }

  private void wakeHeard(GrantKey key) {
    reconciler.heard(key.uid());
    wake(key);
  }

  /// It looks at all grants after this time, and not before.
  void looksIn(Duration delay) {
    nextLook = time.instant().plus(delay);
  }

  /// Cuts its watch.
  void deafen() {
    deaf = true;
  }

  /// Its watch stands again.
  void undeafen() {
    deaf = false;
    hear(new Change.Unknown());
  }

  private List<GrantKey> keys() {
    return new ArrayList<>(turns.keySet());
  }

  private void wake(GrantKey key) {
    Instant now = time.instant();
    Turn turn = turn(key);
    turn.woken = true;
    Instant soon = turn.failures > 0 ? now.plus(FIRST_PAUSE) : now;
    if (soon.isBefore(turn.due)) {
      turn.due = soon;
    }
  }

  /// Ends the process; a new one, which knows nothing of the old one, begins after this time.
  private void die(Duration absence) {
    turns.clear();
    reconciler = fresh();
    deadUntil = time.instant().plus(absence);
    nextLook = deadUntil;
  }

  private boolean isDead() {
    return time.instant().isBefore(deadUntil);
  }

  /// Whether nothing is to be done until something happens.
  boolean isIdle() {
    return turns.isEmpty() && !isDead();
  }

  /// What its passes threw and should not have.
  Set<String> bugs() {
    return bugs;
  }

  /// How often it went in circles.
  int spins() {
    return spins;
  }

  /// When it has something to do next, if nothing happens.
  Instant due() {
    Instant due = nextLook;
    for (Turn turn : turns.values()) {
      due = turn.due.isBefore(due) ? turn.due : due;
    }
    return due;
  }

  /// Does all that is due.
  void turn() {
    if (isDead()) {
      return;
    }
    try {
      if (!time.instant().isBefore(nextLook)) {
        look();
      }
      for (GrantKey key : keys()) {
        passes(key);
      }
    } catch (Killed killed) {
      die(killed.absence());
    }
  }

  /// One pass over each of these grants, whether or not it is due.
  void passOnce(List<GrantKey> grants) {
    for (GrantKey key : grants) {
      try {
        var _ = reconciler.reconcile(key);
      } catch (ClusterException | JournalException failed) {
        wake(key);
      }
    }
  }

  private void look() {
    try {
      for (Story story : asideJournal.unfinished()) {
        story.opening().ifPresent(opening -> wake(new GrantKey(opening.grant(), opening.name())));
      }
    } catch (JournalException unreadable) {
      // A record that cannot be read keeps nobody from closing.
    }
    try {
      asideCluster.grants().stream()
          .filter(this::isUnsettled)
          .forEach(grant -> wake(new GrantKey(grant.uid(), grant.name())));
      nextLook = time.instant().plus(GrantReconciler.RESYNC);
    } catch (ClusterException unreadable) {
      nextLook = time.instant().plus(AFTER_A_FAILED_LOOK);
    }
  }

  private boolean isUnsettled(AccessGrant grant) {
    try {
      return !grant.status().phase().isTerminal() || asideJournal.story(grant.uid()).isUnfinished();
    } catch (JournalException unreadable) {
      return true;
    }
  }

  private void passes(GrantKey key) {
    for (int streak = 0; isDue(key); streak++) {
      pass(key, turn(key));
      if (streak > LONGEST_STREAK) {
        spins++;
        turn(key).due = time.instant().plus(pause(spins));
      }
    }
  }

  private boolean isDue(GrantKey key) {
    return turns.containsKey(key) && !time.instant().isBefore(turn(key).due);
  }

  private Turn turn(GrantKey key) {
    return turns.computeIfAbsent(key, _ -> new Turn(time.instant()));
  }

  private void pass(GrantKey key, Turn turn) {
    turn.woken = false;
    try {
      Next next = reconciler.reconcile(key);
      turn.failures = 0;
      switch (next) {
        case Next.AtOnce _ -> turn.due = time.instant();
        case Next.In(var delay, _) ->
            turn.due = turn.woken ? time.instant() : time.instant().plus(delay);
        case Next.Done() -> {
          if (!turn.woken) {
            turns.remove(key);
          }
        }
      }
    } catch (ClusterException | JournalException failed) {
      turn.failed(time.instant());
    } catch (RuntimeException bug) {
      bugs.add(bug.toString());
      turn.failed(time.instant());
    }
  }

  private static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(WorkQueue.LONGEST_PAUSE) < 0 ? pause : WorkQueue.LONGEST_PAUSE;
  }

  /// The process is dead: nothing but a new one goes on, after a time.
  static final class Killed extends Error {
    private final transient Duration absence;

    Killed(Duration absence) {
      super("kill -9");
      this.absence = absence;
    }

    Duration absence() {
      return absence;
    }
  }
}
