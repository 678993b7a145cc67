package dev.nightlatch.operator;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.life.Step;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How passes look at the cluster: at no more of it than they need, and no more often.
final class Looks {
  /// As many look at what is open each for itself; more share their readings.
  static final int FEW = 4;

  private static final Logger log = LoggerFactory.getLogger(Looks.class);

  private final Cluster cluster;
  private final CniProfile profile;
  private final Shared<Whole> shared;
  private final InstantSource time;

  private final Hearing hearing;

  /// What was looked at in the last pass of a grant, where the next pass follows at once.
  private final Map<GrantKey, Seen> justSeen = new ConcurrentHashMap<>();

  /// Of each grant that is open: no reading that was begun earlier is shown to it any more.
  private final Map<GrantKey, Instant> held = new ConcurrentHashMap<>();

  /// When the whole cluster was last looked at for what each grant would bring within reach.
  private final Map<GrantKey, Instant> whole = new ConcurrentHashMap<>();

  /// How much of the cluster each grant that is not yet being opened was last planned from.
  private final Map<GrantKey, Scope> parts = new ConcurrentHashMap<>();

  /// Each grant that is shut and not yet proven closed.
  private final Map<GrantKey, Shut> shut = new ConcurrentHashMap<>();

  /// A grant that is shut.
  ///
  /// @param since no policy of it was there then, nor is to come
  /// @param isClosed whether nothing is left to do but to prove it
  private record Shut(Instant since, boolean isClosed) {}

  /// What is being looked at while other things are read: nobody waits for it who needs no look.
  ///
  /// @param before what was seen before
  record Ahead(Seen before, Optional<Meanwhile<Look>> look) {

    static Ahead of(Seen before) {
      return new Ahead(before, Optional.empty());
    }

    /// What was seen, or else what was seen before. Where the look failed, whoever needs it looks
    /// again, and sees why.
    Seen seen() {
      try {
        return look.map(there -> Seen.of(there.get(), before.mark())).orElse(before);
      } catch (RuntimeException failed) {
        log.debug("the look ahead failed", failed);
        return before;
      }
    }
  }

  /// What was looked at.
  ///
  /// @param mark made before it
  /// @param follows whether nothing was done since then but to say something
  record Seen(Look look, Hearing.Mark mark, boolean follows) {
    static Seen of(Look look, Hearing.Mark mark) {
      return new Seen(look, mark, false);
    }

    private boolean isNothing() {
      return look instanceof Look.Away;
    }

    /// No more of it than that: whoever keeps it keeps no whole cluster.
    private Seen within(Scope scope) {
      return look instanceof Look.At at ? new Seen(at.within(scope), mark, follows) : this;
    }
  }

  /// A look at everything, and its parts: many grants look at the same ones.
  private record Whole(Look.At look, Map<Scope, Look> parts) {
    Whole(Look.At look) {
      this(look, new ConcurrentHashMap<>());
    }

    Look within(Scope part) {
      return parts.computeIfAbsent(part, look::within);
    }
  }

  /// @param profile how the cluster's network plugin reads policies
  /// @param hearing what was heard to change in the cluster
  Looks(Cluster cluster, CniProfile profile, InstantSource time, Hearing hearing) {
    this.cluster = cluster;
    this.profile = profile;
    this.hearing = hearing;
    this.time = time;
    this.shared =
        new Shared<>(() -> new Whole(new Look.At(cluster.surroundings(), profile)), time, hearing);
  }

  /// What the last pass of a grant saw, where nothing but a note or a record was made since, or
  /// where it still stands. It is for the next pass alone, whatever becomes of that.
  Seen justSeen(GrantKey key, Hearing.Mark begun) {
    Seen seen = justSeen.remove(key);
    return seen != null && (seen.follows() || hearing.stands(seen.mark(), begun.at()))
        ? seen
        : Seen.of(new Look.Away(), begun);
  }

  /// Begins to look at as much as the plan was last made from, where nothing else was seen: most
  /// often it is what will be needed again.
  Ahead ahead(GrantKey key, Seen before, Hearing.Mark begun, Executor threads) {
    Optional<Meanwhile<Look>> look =
        before.isNothing() && !isWholeDue(key, begun.at())
            ? Optional.ofNullable(parts.get(key))
                .map(part -> Meanwhile.begin(threads, () -> look(part)))
            : Optional.empty();
    return new Ahead(before, look);
  }

  /// The cluster now, or as it was just seen.
  ///
  /// @param seen by the last pass
  /// @param needed how much of it is, as far as what was seen tells
  /// @param begun made before anything is read
  Seen fresh(Seen seen, Function<Look, Scope> needed, Hearing.Mark begun) {
    Scope first = needed.apply(new Look.Away());
    Seen near = seen.look().covers(first) ? seen : Seen.of(look(first), begun);
    Scope scope = needed.apply(near.look());
    return near.look().covers(scope) ? near.within(scope) : Seen.of(look(scope), begun);
  }

  /// The whole cluster, as somebody else may have read it just now; nothing is opened on it.
  ///
  /// @param begun made before anything is read
  Seen everything(GrantKey key, Hearing.Mark begun) {
    whole.put(key, begun.at());
    return Seen.of(shared.get(seenLast(key)).what().look(), begun);
  }

  /// A part is read at once. Everything takes long and fills the memory, so that is read once at a
  /// time, for all who wait for it.
  private Look look(Scope scope) {
    return scope.covers(Scope.everywhere())
        ? shared.anew().what().look()
        : new Look.At(cluster.surroundings(scope), profile);
  }

  /// Whether so many are open that one reading of everything costs less than one of a part for each
  /// of them.
  boolean isOneOfMany(GrantKey key) {
    return held.containsKey(key) && held.size() > FEW;
  }

  /// What it has just seen itself, or else what somebody else has just read, for one of many; never
  /// older than what it has seen before.
  ///
  /// @param seen by the last pass
  /// @param needed how much of it is, as far as what was seen tells
  /// @param begun made before anything is read
  Seen shared(GrantKey key, Seen seen, Function<Look, Scope> needed, Hearing.Mark begun) {
    Scope scope = needed.apply(seen.look());
    return seen.look().covers(scope) ? seen.within(scope) : Seen.of(shared(key, needed), begun);
  }

  /// Whether [#shared(GrantKey, Function)] need not wait for somebody else's reading.
  boolean isSharedThere(GrantKey key) {
    return shared.isThere(seenLast(key));
  }

  /// What somebody else has just read, for one of many; never older than what it has seen before.
  ///
  /// @param needed how much of it is, as far as what was seen tells
  Look shared(GrantKey key, Function<Look, Scope> needed) {
    Shared.Reading<Whole> reading = shared.get(seenLast(key));
    held.put(key, reading.begun());
    return part(reading.what(), needed);
  }

  private static Look part(Whole whole, Function<Look, Scope> needed) {
    Look near = whole.within(needed.apply(new Look.Away()));
    Scope scope = needed.apply(near);
    return near.covers(scope) ? near : whole.within(scope);
  }

  /// Notes that no policy of a grant is there any more.
  void isShut(GrantKey key, Instant now) {
    shut.put(key, new Shut(now, false));
  }

  /// Whether the proof that a grant is closed can be made at once. Where many are shut, they wait
  /// for a reading of everything that is made in its own time, instead of reading a part each;
  /// unless everything cannot be read.
  ///
  /// @param now when it was closed, or later
  boolean isProofThere(GrantKey key, Instant now) {
    Instant since =
        shut.compute(key, (_, there) -> new Shut(there == null ? now : there.since(), true))
            .since();
    try {
      return shut.size() <= FEW || shared.inTime(since).isPresent();
    } catch (ClusterException unreadable) {
      log.debug("everything cannot be read, so each that is shut reads its part", unreadable);
      return true;
    }
  }

  /// Whether nothing is left to do for a grant but a proof that cannot be made yet.
  boolean isProofOutstanding(GrantKey key, Instant now) {
    Shut there = shut.get(key);
    return there != null && there.isClosed() && !isProofThere(key, now);
  }

  /// What was read of everything since a grant was shut, where many are.
  ///
  /// @throws ClusterException if everything cannot be read
  /// @param needed how much of it is, as far as what was seen tells
  Optional<Seen> closed(GrantKey key, Function<Look, Scope> needed, Hearing.Mark begun) {
    Shut there = shut.get(key);
    return there == null || shut.size() <= FEW
        ? Optional.empty()
        : shared.inTime(there.since()).map(reading -> Seen.of(part(reading.what(), needed), begun));
  }

  /// No reading that was begun earlier is to be shown to it.
  Instant seenLast(GrantKey key) {
    return held.getOrDefault(key, Instant.MAX);
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
  /// the pass after it decides on the same. What follows a step of an opening need not as long as
  /// what was seen stands.
  ///
  /// @param before what was seen before the pass
  /// @param seen what was seen in it
  void remember(Pass pass, Step step, Seen before, Seen seen) {
    Look look = pass.found().look();
    if (look.covers(Scope.everywhere())) {
      whole.put(pass.key(), pass.now());
    }
    if (pass.found().story().opening().isPresent()) {
      parts.remove(pass.key());
    } else if (look instanceof Look.At at
        && at.surroundings().scope() instanceof Scope.Within part) {
      parts.put(pass.key(), part);
    }
    switch (step) {
      case Step.NoteWaiting _,
          Step.NoteApproved _,
          Step.RecordOpened _,
          Step.RecordProof _,
          Step.RecordNotices _ ->
          justSeen.put(pass.key(), new Seen(seen.look(), seen.mark(), true));
      case Step.RecordOpening _,
          Step.ArmLatches _,
          Step.AwaitLatches(),
          Step.NoteLease _,
          Step.NoteActive _ ->
          justSeen.put(pass.key(), seen.isNothing() ? before : Seen.of(seen.look(), seen.mark()));
      case Step.NoteScheduled _,
          Step.AwaitCanary(),
          Step.RecordDrift _,
          Step.ApplyPolicies _,
          Step.NoteClosing _,
          Step.Disarm _,
          Step.RecordClosing _,
          Step.RecordReview _,
          Step.RecordRefusal _,
          Step.WaitUntil _ -> {}
      case Step.RemovePolicies _ -> isShut(pass.key(), time.instant());
      case Step.ProveClosed(), Step.NoteEnd _, Step.Rest() -> shut.remove(pass.key());
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
    parts.remove(key);
  }

  void forget(GrantKey key) {
    justSeen.remove(key);
    whole.remove(key);
    parts.remove(key);
    held.remove(key);
    shut.remove(key);
  }
}
