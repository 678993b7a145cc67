package dev.nightlatch.embedded;

import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Uid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What kube-controller-manager does for latches: the Job controller starts their time and lets
/// them fire, the TTL-after-finished controller deletes what has fired, the garbage collector takes
/// along what is owned by what has gone.
///
/// One pass does for each object the one thing that is due, by the state in which it found all of
/// them; what follows from that is the next pass's. So a latch closes in four passes: it fires, it
/// is on its way out, its policy goes, it goes.
final class Controllers {
  private final Store store;
  private final Instant now;
  private final Map<Uid, Item> byUid = new HashMap<>();
  private final Set<Uid> owning = new HashSet<>();

  private Controllers(Store store, Instant now, List<Item> seen) {
    this.store = store;
    this.now = now;
    seen.forEach(item -> byUid.put(item.uid(), item));
    for (Item item : seen) {
      item.meta().owners().stream()
          .filter(owner -> bond(item, owner) != Bond.DANGLING)
          .map(Owner::uid)
          .forEach(owning::add);
    }
  }

  /// Makes one pass at this instant.
  ///
  /// @return the next instant at which a latch is due, whatever else happens. What is due at `now`
  ///     was done; what falls due while the pass is made is in it, and is not lost between two
  ///     readings of the clock.
  static Optional<Instant> pass(Store store, Instant now) {
    List<Item> seen = store.all();
    Controllers controllers = new Controllers(store, now, seen);
    for (Item item : seen) {
      if (controllers.isUntouched(item) && !controllers.ticks(item)) {
        controllers.collect(item);
      }
    }
    return nextDeadline(store, now);
  }

  private static Optional<Instant> nextDeadline(Store store, Instant now) {
    return store.all(Kind.JOB).stream()
        .flatMap(item -> deadline((Content.Job) item.content()).stream())
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }

  /// When it fires, or, once it has, when it is to be removed.
  ///
  /// Source: `pastActiveDeadline`, pkg/controller/job/job_controller.go: a suspended Job has none.
  private static Optional<Instant> deadline(Content.Job job) {
    if (job.firedAt().isPresent()) {
      return job.firedAt().flatMap(at -> job.spec().ttl().map(at::plus));
    }
    return job.spec().suspended()
        ? Optional.empty()
        : job.startedAt().flatMap(at -> job.spec().deadline().map(at::plus));
  }

  private boolean isUntouched(Item item) {
    return store
        .find(item.content().kind(), item.meta().key())
        .map(current -> current.meta().resourceVersion())
        .filter(item.meta().resourceVersion()::equals)
        .isPresent();
  }

  /// Does what a latch's time asks for, and says whether there was anything.
  private boolean ticks(Item item) {
    if (!(item.content() instanceof Content.Job job) || item.meta().terminating()) {
      return false;
    }
    boolean due = deadline(job).filter(at -> !now.isBefore(at)).isPresent();
    Optional<Instant> second = Optional.of(now.truncatedTo(ChronoUnit.SECONDS));
    if (due && job.firedAt().isPresent()) {
      store.delete(item, Store.Propagation.FOREGROUND);
    } else if (due) {
      become(item, new Content.Job(job.spec(), job.startedAt(), second));
    } else if (job.startedAt().isEmpty() && !job.spec().suspended()) {
      become(item, new Content.Job(job.spec(), second, Optional.empty()));
    } else {
      return false;
    }
    return true;
  }

  private void become(Item item, Content content) {
    store.update(item, Marks.of(item.meta()), content);
  }

  /// Source: `attemptToDeleteItem`, pkg/controller/garbagecollector/garbagecollector.go.
  private void collect(Item item) {
    if (item.meta().terminating()) {
      finish(item);
      return;
    }
    List<Owner> standing = new ArrayList<>();
    boolean going = false;
    for (Owner owner : item.meta().owners()) {
      Bond bond = bond(item, owner);
      if (bond == Bond.STANDING) {
        standing.add(owner);
      }
      going |= bond == Bond.GOING;
    }
    if (!standing.isEmpty()) {
      store.update(item, Marks.of(item.meta()).ownedBy(standing), item.content());
    } else if (!item.meta().owners().isEmpty()) {
      boolean first = item.holds(Item.FOREGROUND) || (going && owning.contains(item.uid()));
      store.delete(item, first ? Store.Propagation.FOREGROUND : Store.Propagation.BACKGROUND);
    }
  }

  /// Takes off what the garbage collector itself holds an object with.
  private void finish(Item item) {
    Marks marks = Marks.of(item.meta());
    if (item.holds(Item.ORPHAN)) {
      store.all().forEach(other -> letGo(other, item.uid()));
      store.update(item, marks.without(Item.ORPHAN), item.content());
    } else if (item.holds(Item.FOREGROUND) && !owning.contains(item.uid())) {
      store.update(item, marks.without(Item.FOREGROUND), item.content());
    }
  }

  private void letGo(Item owned, Uid owner) {
    List<Owner> others =
        owned.meta().owners().stream().filter(named -> !named.uid().equals(owner)).toList();
    store.update(owned, Marks.of(owned.meta()).ownedBy(others), owned.content());
  }

  /// How an object hangs on one of its owners.
  private enum Bond {
    STANDING,
    /// The owner is on its way out and takes what it owns along.
    GOING,
    DANGLING
  }

  private Bond bond(Item item, Owner owner) {
    if (Kind.of(owner).isEmpty()) {
      return Bond.STANDING;
    }
    Item found = byUid.get(owner.uid());
    if (found == null || !found.isMeantBy(owner, item.meta().namespace())) {
      return Bond.DANGLING;
    }
    return found.isTakingAlong() ? Bond.GOING : Bond.STANDING;
  }
}
