package dev.nightlatch.operator;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.life.Step;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.port.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// How passes look at the cluster: at no more of it than they need, and no more often.
final class Looks {
  /// As many look at what is open each for itself; more share their readings.
  static final int FEW = 4;

  private final Cluster cluster;
  private final CniProfile profile;
  private final SharedLook shared;

  /// What was looked at in the last pass of a grant, where the next pass follows at once.
  private final Map<GrantKey, Look> justSeen = new ConcurrentHashMap<>();

  /// Of each grant that is open: no reading that was begun earlier is shown to it any more.
  private final Map<GrantKey, Instant> held = new ConcurrentHashMap<>();

  /// When the whole cluster was last looked at for what each grant would bring within reach.
  private final Map<GrantKey, Instant> whole = new ConcurrentHashMap<>();

  /// @param profile how the cluster's network plugin reads policies
  Looks(Cluster cluster, CniProfile profile, InstantSource time) {
    this.cluster = cluster;
    this.profile = profile;
    this.shared = new SharedLook(cluster::surroundings, time);
  }

  /// Something was heard to have changed.
  void changed() {
    shared.changed();
  }

  /// What the last pass of a grant saw, where nothing but a note or a record was made since. It is
  /// for the next pass alone, whatever becomes of that.
  Look justSeen(GrantKey key) {
    Look seen = justSeen.remove(key);
    return seen == null ? new Look.Away() : seen;
  }

  /// The cluster now, or as it was just seen.
  ///
  /// @param seen by the last pass
  /// @param needed how much of it is, as far as what was seen tells
  Look fresh(Look seen, Function<Look, Scope> needed) {
    Scope first = needed.apply(new Look.Away());
    Look near = seen.covers(first) ? seen : look(first);
    Scope scope = needed.apply(near);
    return near.covers(scope) ? near : look(scope);
  }

  private Look look(Scope scope) {
    return new Look.At(cluster.surroundings(scope), profile);
  }

  /// Whether so many are open that one reading of everything costs less than one of a part for each
  /// of them.
  boolean isOneOfMany(GrantKey key) {
    return held.containsKey(key) && held.size() > FEW;
  }

  /// What somebody else has just read, for one of many; never older than what it has seen before.
  ///
  /// @param needed how much of it is, as far as what was seen tells
  Look shared(GrantKey key, Function<Look, Scope> needed) {
    SharedLook.Reading reading = shared.get(held.getOrDefault(key, Instant.MAX));
    held.put(key, reading.begun());
    Look.At whole = new Look.At(reading.surroundings(), profile);
    Look near = whole.within(needed.apply(new Look.Away()));
    return near.covers(needed.apply(near)) ? near : whole;
  }

  /// Notes that a grant was seen open.
  ///
  /// @param now when, of one that looked for itself
  void isHeld(GrantKey key, Instant now) {
    held.put(key, now);
  }

  /// Notes that a grant is not open.
  void isNotHeld(GrantKey key) {
    held.remove(key);
  }

  /// What follows a step that did nothing to the cluster but to say something need not look again:
  /// the pass after it decides on the same.
  void remember(Pass pass, Step step) {
    if (pass.found().look().covers(Scope.everywhere())) {
      whole.put(pass.key(), pass.now());
    }
    boolean onlySays =
        step instanceof Step.NoteWaiting
            || step instanceof Step.NoteApproved
            || step instanceof Step.RecordOpened
            || step instanceof Step.RecordProof
            || step instanceof Step.RecordNotices;
    if (onlySays) {
      justSeen.put(pass.key(), pass.found().look());
    } else {
      justSeen.remove(pass.key());
    }
  }

  /// Whether it is time to look at the whole cluster for a grant that waits: at each wake would be
  /// often, and whoever approves it meanwhile would wait for it.
  boolean isWholeDue(GrantKey key, Instant now) {
    Instant last = whole.get(key);
    return last == null || Duration.between(last, now).abs().compareTo(GrantReconciler.RESYNC) >= 0;
  }

  /// Notes that nobody is to be told any more what a grant would bring within reach.
  void isNotForeseen(GrantKey key) {
    whole.remove(key);
  }

  void forget(GrantKey key) {
    justSeen.remove(key);
    whole.remove(key);
    held.remove(key);
  }
}
