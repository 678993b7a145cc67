package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// What was seen of a grant's latches, one in each namespace concerned.
public sealed interface Latches {

  /// None was ever armed, as far as anybody knows.
  record None() implements Latches {}

  /// Some are armed, and others were never.
  record Partly() implements Latches {}

  /// Armed, and of one at least the job controller has not started its time yet.
  record Arming() implements Latches {}

  /// All started.
  ///
  /// @param latches at least one, sorted by namespace
  /// @param noted whether the grant's status says so too
  record Armed(List<LatchRef> latches, boolean noted) implements Latches {
    public Armed {
      latches = List.copyOf(latches);
    }

    /// When the first of them closes: the lease's end.
    public Instant expiresAt() {
      return LatchRef.end(latches);
    }
  }

  /// There is one that is not as it was armed, or not the one that was armed.
  record Tampered() implements Latches {}

  /// One was started, and is there no more or is about to go.
  ///
  /// @param present whether it is there and nobody has begun to delete it
  record Gone(Instant expiresAt, boolean present) implements Latches {}

  /// One was armed and is going without ever having been seen started.
  ///
  /// @param present whether it is there and nobody has begun to delete it
  record Lost(boolean present) implements Latches {}

  /// Whether there is still something to disarm. A latch on its way out is not: it takes its policy
  /// along before it goes, and may be held up by controllers that are dead.
  default boolean isPresent() {
    return switch (this) {
      case None() -> false;
      case Gone(_, var present) -> present;
      case Lost(var present) -> present;
      case Partly(), Arming(), Armed _, Tampered() -> true;
    };
  }

  /// What was seen of them, each against what record or status know of it.
  ///
  /// @param keys where there should be one, or is one
  /// @param known those that were seen started once
  /// @param noted whether the grant's status says so too
  static Latches of(
      List<HeldLatch> there, SortedSet<ObjectKey> keys, List<LatchRef> known, boolean noted) {
    return all(
        keys.stream()
            .map(
                key ->
                    of(
                        there.stream().filter(held -> held.meta().key().equals(key)).findFirst(),
                        known.stream().filter(ref -> ref.key().equals(key)).findFirst(),
                        noted))
            .toList());
  }

  private static Latches of(Optional<HeldLatch> there, Optional<LatchRef> known, boolean noted) {
    if (there.isEmpty()) {
      return known.<Latches>map(ref -> new Gone(ref.expiresAt(), false)).orElseGet(None::new);
    }
    HeldLatch held = there.get();
    if (known.isPresent() && !known.get().uid().equals(held.meta().uid())) {
      return new Gone(known.get().expiresAt(), false);
    }
    Optional<Instant> end = known.map(LatchRef::expiresAt).or(held::expiresAt);
    if (held.fired() || held.meta().terminating()) {
      boolean present = !held.meta().terminating();
      return end.<Latches>map(at -> new Gone(at, present)).orElseGet(() -> new Lost(present));
    }
    if (!held.sound() || !end.equals(held.expiresAt())) {
      return new Tampered();
    }
    if (held.startedAt().isEmpty() || end.isEmpty()) {
      return new Arming();
    }
    LatchRef ref =
        new LatchRef(held.meta().key(), held.meta().uid(), held.startedAt().get(), end.get());
    return new Armed(List.of(ref), noted);
  }

  /// What was seen of several latches, as one: what is worst decides.
  static Latches all(List<Latches> each) {
    boolean isPresent = each.stream().anyMatch(Latches::isPresent);
    if (each.stream().anyMatch(Tampered.class::isInstance)) {
      return new Tampered();
    }
    for (Latches one : each) {
      if (one instanceof Gone(var expiresAt, _)) {
        return new Gone(expiresAt, isPresent);
      }
    }
    if (each.stream().anyMatch(Lost.class::isInstance)) {
      return new Lost(isPresent);
    }
    if (each.stream().allMatch(None.class::isInstance)) {
      return new None();
    }
    if (each.stream().anyMatch(None.class::isInstance)) {
      return new Partly();
    }
    List<LatchRef> armed = new ArrayList<>();
    boolean noted = true;
    for (Latches one : each) {
      if (one instanceof Armed(var latches, var isNoted)) {
        armed.addAll(latches);
        noted &= isNoted;
      } else {
        return new Arming();
      }
    }
    return new Armed(armed, noted);
  }
}
