package dev.nightlatch.embedded;

import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.Cluster.Watch;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// A cluster in memory. See the package for what it does not do.
///
/// Its controllers act only as time passes: on a [VirtualTime] nothing starts, fires or is
/// collected until somebody lets time pass. Listeners of watches are called on the thread that made
/// the change, before its call comes back, where time is virtual; on the one thread of [RealTime]
/// else. They are called without any lock held, so they may read and change the cluster.
///
/// Safe for use by several threads.
public final class EmbeddedCluster {
  /// How long a controller takes to notice a change; a real one at work needs as much.
  private static final Duration REACTION = Duration.ofMillis(20);

  private static final String AUTHENTICATED = "system:authenticated";

  private final ReentrantLock lock = new ReentrantLock();
  private final Watches watches = new Watches();
  private final Time time;
  private final Store store;
  private final Uid id;
  private long settled;
  private boolean atWork = true;
  private volatile Guards guards = new Guards.InForce(Instant.EPOCH);
  private volatile SortedSet<String> layers = new TreeSet<>();
  private final Map<Holder, RuleRights> rights = new ConcurrentHashMap<>();
  private final Map<ObjectKey, Approvers> approvers = new ConcurrentHashMap<>();
  private Optional<Instant> nextPass = Optional.empty();

  private final Set<Impersonation> impersonations = ConcurrentHashMap.newKeySet();

  /// Somebody who may act in another's name.
  private record Impersonation(String user, String other) {}

  /// Somebody who may do this or that with a rule.
  private record Holder(String user, ObjectKey rule) {}

  private EmbeddedCluster(Time time, Mint mint) {
    this.time = time;
    id = mint.uid();
    store = new Store(time, mint);
  }

  /// An empty cluster, controllers at work, with UIDs and names that no other has.
  public static EmbeddedCluster on(Time time) {
    return on(time, new SecureRandom().nextLong());
  }

  /// An empty cluster, controllers at work. On a [VirtualTime] the same seed and the same calls
  /// give the same UIDs, names and resource versions.
  public static EmbeddedCluster on(Time time, long seed) {
    return new EmbeddedCluster(time, new Mint(seed));
  }

  Uid id() {
    return id;
  }

  Guards guards() {
    return guards;
  }

  /// What is to be seen of the guards from now on. They guard nothing here: nobody asks in
  /// another's name in a cluster that is played.
  public void guards(Guards seen) {
    guards = seen;
  }

  SortedSet<String> layers() {
    return layers;
  }

  /// What other layers of policies are to be seen from now on: `CiliumNetworkPolicy (cilium.io)`.
  public void layers(String... seen) {
    layers = new TreeSet<>(List.of(seen));
  }

  RuleRights rights(String user, ObjectKey rule) {
    return rights.getOrDefault(new Holder(user, rule), RuleRights.ALL);
  }

  /// What this user is told from now on of what they may do with the rule; until then it is
  /// everything. Nobody is kept from anything by it.
  public void rights(String user, ObjectKey rule, RuleRights told) {
    rights.put(new Holder(user, rule), told);
  }

  Permission impersonation(String user, String other) {
    return impersonations.contains(new Impersonation(user, other))
        ? Permission.HELD
        : Permission.NOT_HELD;
  }

  /// From now on this user may act in the other's name.
  public void letImpersonate(String user, String other) {
    impersonations.add(new Impersonation(user, other));
  }

  Approvers approvers(ObjectKey rule) {
    return approvers.getOrDefault(rule, new Approvers.Unknown());
  }

  /// Who is said from now on to be who may approve grants of the rule; until then it is not known.
  public void approvers(ObjectKey rule, Approvers told) {
    approvers.put(rule, told);
  }

  /// The cluster as this user sees it, authenticated.
  public Cluster as(Identity identity) {
    List<String> groups =
        Stream.concat(identity.groups().stream(), Stream.of(AUTHENTICATED)).distinct().toList();
    return new Seat(this, new Identity(identity.user(), groups));
  }

  /// What people do with the cluster beside the port.
  public Hands hands() {
    return new Hands(this);
  }

  /// Ends kube-controller-manager: no latch starts or fires, nothing is collected.
  public void stopControllers() {
    act(
        _ -> {
          atWork = false;
          nextPass = Optional.empty();
        });
  }

  /// Starts it again. It finds what fell due meanwhile.
  public void startControllers() {
    act(
        _ -> {
          atWork = true;
          passBy(time.instant().plus(REACTION));
        });
  }

  /// Does something with the objects, alone.
  <T> T with(Function<Store, T> deed) {
    boolean news = false;
    lock.lock();
    try {
      try {
        return deed.apply(store);
      } finally {
        news = settle();
      }
    } finally {
      lock.unlock();
      if (news) {
        time.soon(watches::tell);
      }
    }
  }

  /// Does something with the objects, alone.
  void act(Consumer<Store> deed) {
    Optional<Store> _ =
        with(
            objects -> {
              deed.accept(objects);
              return Optional.empty();
            });
  }

  Watch watch(Consumer<Change> listener) {
    Watch watch = with(_ -> watches.open(listener));
    time.soon(watches::tell);
    return watch;
  }

  /// Sees to it that controllers and watches learn what has changed.
  ///
  /// @return whether there is something to tell
  private boolean settle() {
    if (store.version() == settled) {
      return false;
    }
    settled = store.version();
    if (atWork) {
      passBy(time.instant().plus(REACTION));
    }
    List<Change> changes = store.takeChanges();
    watches.note(changes);
    return !changes.isEmpty();
  }

  /// Sees to it that there is a pass at this instant at the latest.
  private void passBy(Instant at) {
    if (nextPass.isEmpty() || at.isBefore(nextPass.get())) {
      nextPass = Optional.of(at);
      time.at(at, () -> act(_ -> passIfStillDue(at)));
    }
  }

  private void passIfStillDue(Instant at) {
    if (nextPass.equals(Optional.of(at))) {
      nextPass = Optional.empty();
      Controllers.pass(store, time.instant()).ifPresent(this::passBy);
    }
  }
}
