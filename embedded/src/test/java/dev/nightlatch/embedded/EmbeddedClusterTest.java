package dev.nightlatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the embedded cluster promises beyond the port's contract.
final class EmbeddedClusterTest {
  private static final Instant START = Instant.parse("2026-03-01T02:14:05.678Z");
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMillis(100);

  private final VirtualTime time = new VirtualTime(START);
  private final EmbeddedCluster cluster = EmbeddedCluster.on(time, 7);
  private final Cluster seat = cluster.as(new Identity("alice", List.of("oncall")));
  private final Hands hands = cluster.hands();

  EmbeddedClusterTest() {
    hands.putNamespace("shop");
  }

  private static Request request() {
    return new Request(
        new ObjectKey("shop", "orders-db"),
        "INC-4711",
        "orders cannot be read",
        LEASE,
        new Origin.AnySource(),
        "alice");
  }

  private static ObjectKey latchOf(AccessGrant grant) {
    return new ObjectKey("shop", Names.latch(grant.uid()));
  }

  private static ObjectKey policyOf(AccessGrant grant) {
    return new ObjectKey("shop", Names.ingressPolicy(grant.uid()));
  }

  private static NetworkPolicy policy(String name) {
    return new NetworkPolicy(
        "shop", name, LabelSelector.EVERYTHING, Set.of(Direction.INGRESS), List.of(), List.of());
  }

  /// A grant whose latch runs and whose policy is in place.
  private AccessGrant open(Cluster by, VirtualTime clock) {
    AccessGrant grant = by.ask(request());
    by.arm(new LatchOrder("shop", grant.uid(), grant.name(), LEASE));
    clock.advance(SOON);
    apply(by, grant);
    return grant;
  }

  private static void apply(Cluster by, AccessGrant grant) {
    HeldLatch latch = by.latch(latchOf(grant)).orElseThrow();
    by.apply(
        new PolicyOrder(
            policy(policyOf(grant).name()),
            Map.of(Names.GRANT_LABEL, grant.uid().text()),
            Map.of(),
            new Owner("batch/v1", "Job", latch.meta().name(), latch.meta().uid())));
  }

  private String course(long seed) {
    VirtualTime clock = new VirtualTime(START);
    EmbeddedCluster other = EmbeddedCluster.on(clock, seed);
    other.hands().putNamespace("shop");
    Cluster by = other.as(new Identity("alice", List.of()));
    List<Object> seen = new ArrayList<>();
    try (Cluster.Watch _ = by.watch(change -> seen.add(clock.instant() + " " + change))) {
      seen.add(other.hands().put("shop", "db", Map.of("app", "db"), 3));
      AccessGrant grant = open(by, clock);
      clock.advance(LEASE.dividedBy(2));
      seen.addAll(List.of(by.grants(), by.latch(latchOf(grant)), by.policies()));
      clock.advance(LEASE);
      seen.addAll(List.of(by.latch(latchOf(grant)), by.policies()));
    }
    return seen.toString();
  }

  @Test
  void theSameSeedAndTheSameCallsGiveTheSameCourse() {
    assertThat(course(1)).isEqualTo(course(1)).isNotEqualTo(course(2));
  }

  @Test
  void clustersWithoutASeedDoNotShareUids() {
    List<String> uids =
        IntStream.range(0, 20)
            .mapToObj(_ -> EmbeddedCluster.on(time).as(seat.whoAmI()).ask(request()))
            .map(grant -> grant.uid().text())
            .toList();
    assertThat(uids).doesNotHaveDuplicates();
  }

  @Test
  void uidsAreUuidsOfVersionFour() {
    for (int i = 0; i < 50; i++) {
      UUID uuid = UUID.fromString(seat.ask(request()).uid().text());
      assertThat(uuid.version()).isEqualTo(4);
      assertThat(uuid.variant()).isEqualTo(2);
    }
  }

  @Test
  void eachThingOfAClosingHappensAtItsOwnInstantAndInOrder() {
    AccessGrant grant = open(seat, time);
    List<String> seen = new ArrayList<>();
    Change belonging = new Change.OfBelonging(grant.uid());
    try (Cluster.Watch _ =
        seat.watch(
            change -> {
              if (change.equals(belonging)) {
                seen.add(Duration.between(START, time.instant()).toMillis() + " " + state(grant));
              }
            })) {
      time.advance(Duration.ofHours(1));
    }
    // The latch started at 02:14:05, so its 30 seconds are over at 02:14:35.000.
    assertThat(seen)
        .containsExactly(
            "29322 fired, open",
            "29342 terminating, open",
            "29362 terminating, shut",
            "29382 shut");
    assertThat(time.instant()).isEqualTo(START.plus(SOON).plus(Duration.ofHours(1)));
  }

  private String state(AccessGrant grant) {
    String policy = seat.policy(policyOf(grant)).isPresent() ? "open" : "shut";
    return seat.latch(latchOf(grant))
        .map(latch -> (latch.meta().terminating() ? "terminating, " : "fired, ") + policy)
        .orElse(policy);
  }

  @Test
  void nothingHappensUntilTimePasses() {
    AccessGrant grant = seat.ask(request());
    seat.arm(new LatchOrder("shop", grant.uid(), grant.name(), LEASE));
    assertThat(seat.latch(latchOf(grant)).orElseThrow().startedAt()).isEmpty();
    time.advance(Duration.ofMillis(19));
    assertThat(seat.latch(latchOf(grant)).orElseThrow().startedAt()).isEmpty();
    time.advance(Duration.ofMillis(1));
    assertThat(seat.latch(latchOf(grant)).orElseThrow().startedAt())
        .contains(Instant.parse("2026-03-01T02:14:05Z"));
  }

  @Test
  void manyLatchesOfTheSameSecondAllCloseInIt() {
    List<AccessGrant> grants = IntStream.range(0, 500).mapToObj(_ -> seat.ask(request())).toList();
    grants.forEach(grant -> seat.arm(new LatchOrder("shop", grant.uid(), grant.name(), LEASE)));
    time.advance(SOON);
    grants.forEach(grant -> apply(seat, grant));
    Instant end =
        seat.latch(latchOf(grants.getFirst())).flatMap(HeldLatch::expiresAt).orElseThrow();
    time.advance(Duration.between(time.instant(), end).minusMillis(1));
    assertThat(seat.policies()).hasSize(500);
    time.advance(Duration.ofMillis(200));
    assertThat(seat.policies()).isEmpty();
    assertThat(grants).allMatch(grant -> seat.latch(latchOf(grant)).isEmpty());
  }

  @Test
  void latchesOfDifferentSecondsCloseOneAfterTheOther() {
    for (int i = 0; i < 3; i++) {
      AccessGrant _ = open(seat, time);
      time.advance(Duration.ofSeconds(2));
    }
    List<Integer> left = new ArrayList<>();
    try (Cluster.Watch _ =
        seat.watch(
            _ -> {
              int open = seat.policies().size();
              if (left.isEmpty() || left.getLast() != open) {
                left.add(open);
              }
            })) {
      time.advance(Duration.ofMinutes(1));
    }
    assertThat(left).containsExactly(3, 2, 1, 0);
  }

  @Test
  void ownersThatAreNotKeptHereCountAsThere() {
    HeldPolicy held = hands.put(policy("of-a-chart"), Map.of());
    Owner owner = new Owner("apps/v1", "Deployment", "db", held.meta().uid());
    hands.editPolicy(held.meta().key(), before -> owned(before, List.of(owner)));
    time.advance(Duration.ofMinutes(1));
    assertThat(seat.policy(held.meta().key()).orElseThrow().meta().owners()).containsExactly(owner);
  }

  @Test
  void anOwnerInAnotherNamespaceIsNone() {
    hands.putNamespace("elsewhere");
    NetworkPolicy other = policy("other");
    HeldPolicy owner =
        hands.put(
            new NetworkPolicy(
                "elsewhere",
                "other",
                other.podSelector(),
                other.policyTypes(),
                other.ingress(),
                other.egress()),
            Map.of());
    HeldPolicy held = hands.put(policy("owned"), Map.of());
    Owner named = new Owner("networking.k8s.io/v1", "NetworkPolicy", "other", owner.meta().uid());
    hands.editPolicy(held.meta().key(), before -> owned(before, List.of(named)));
    time.advance(Duration.ofMinutes(1));
    assertThat(seat.policies()).containsExactly(owner);
  }

  private static HeldPolicy owned(HeldPolicy held, List<Owner> owners) {
    Meta meta = held.meta();
    return new HeldPolicy(
        new Meta(
            meta.namespace(),
            meta.name(),
            meta.uid(),
            meta.resourceVersion(),
            meta.generation(),
            meta.createdAt(),
            meta.terminating(),
            meta.labels(),
            meta.annotations(),
            owners,
            meta.finalizers()),
        held.policy());
  }

  @Test
  void aResumedLatchStartsAnew() {
    AccessGrant grant = seat.ask(request());
    cluster.stopControllers();
    seat.arm(new LatchOrder("shop", grant.uid(), grant.name(), LEASE));
    hands.editLatch(latchOf(grant), latch -> suspended(latch, true));
    cluster.startControllers();
    time.advance(Duration.ofMinutes(10));
    hands.editLatch(latchOf(grant), latch -> suspended(latch, false));
    Instant resumed = time.instant();
    time.advance(SOON);
    assertThat(seat.latch(latchOf(grant)).flatMap(HeldLatch::startedAt).orElseThrow())
        .isBetween(resumed.minusSeconds(1), resumed.plusSeconds(1));
  }

  private static Latch suspended(Latch latch, boolean suspended) {
    return new Latch(
        latch.deadline(),
        latch.ttl(),
        latch.parallelism(),
        suspended,
        latch.owners(),
        latch.finalizers());
  }

  @Test
  void aWorkloadIsBroughtToItsNumberOfPods() {
    Map<String, String> labels = Map.of("app", "db");
    List<Pod> three = hands.put("shop", "db", labels, 3);
    assertThat(three).hasSize(3).allMatch(pod -> pod.name().matches("db-[0-9a-f]{8}-[a-z0-9]{5}"));
    assertThat(three).allMatch(pod -> "db".equals(pod.labels().get("app")));
    assertThat(seat.surroundings().snapshot().pods()).isEqualTo(three);
    assertThat(hands.put("shop", "db", labels, 2)).isEqualTo(three.subList(0, 2));
    assertThat(hands.put("shop", "db", labels, 4)).hasSize(4).containsAll(three.subList(0, 2));
    List<Pod> web = hands.put("shop", "db-web", labels, 1);
    assertThat(hands.put("shop", "db", Map.of("app", "database"), 0)).isEmpty();
    assertThat(seat.surroundings().snapshot().pods()).isEqualTo(web);
  }

  @Test
  void aWorkloadMayHaveALongName() {
    String name = "w".repeat(100);
    assertThat(hands.put("shop", name, Map.of(), 3)).allMatch(pod -> pod.name().length() == 63);
    assertThat(hands.put("shop", name, Map.of(), 1)).hasSize(1);
    assertThat(seat.surroundings().snapshot().pods()).hasSize(1);
  }

  @Test
  void whatIsNotThereCannotBeChangedOrDeleted() {
    ObjectKey none = new ObjectKey("shop", "none");
    List<Runnable> deeds =
        List.of(
            () -> hands.deleteRule(none),
            () -> hands.deleteSource(none),
            () -> hands.deletePod(none),
            () -> hands.deletePolicy(none),
            () -> hands.deleteLatch(none),
            () -> hands.deleteGrant("none"),
            () -> hands.editPolicy(none, held -> held),
            () -> hands.editLatch(none, latch -> latch),
            () -> hands.put(new Pod("no-such-namespace", "p", Map.of(), false, false)));
    for (Runnable deed : deeds) {
      assertThatThrownBy(deed::run)
          .isInstanceOfSatisfying(
              ClusterException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ClusterException.Kind.NOT_FOUND));
    }
  }

  @Test
  void aStatusThatTheServerWouldRefuseIsRefused() {
    AccessGrant grant = seat.ask(request());
    GrantStatus line = opening(List.of("x".repeat(513)));
    GrantStatus message = GrantStatus.NEW.in(Phase.PENDING, "x".repeat(4097), Optional.empty());
    for (GrantStatus status : List.of(line, message)) {
      assertThatThrownBy(() -> seat.report(grant, status))
          .isInstanceOfSatisfying(
              ClusterException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ClusterException.Kind.INVALID));
    }
    assertThat(seat.grant(grant.name())).contains(grant);
  }

  @Test
  void aWriteThatChangesNothingMakesNoNewState() {
    AccessGrant grant = open(seat, time);
    HeldPolicy before = seat.policy(policyOf(grant)).orElseThrow();
    List<Change> heard = new ArrayList<>();
    try (Cluster.Watch _ = seat.watch(heard::add)) {
      apply(seat, grant);
      assertThat(seat.report(grant, grant.status())).isEqualTo(grant);
    }
    assertThat(seat.policy(policyOf(grant))).contains(before);
    assertThat(heard).containsExactly(new Change.Unknown());
  }

  @Test
  void aListenerMayReadAndChangeTheCluster() {
    List<Change> heard = new ArrayList<>();
    try (Cluster.Watch _ =
        seat.watch(
            change -> {
              heard.add(change);
              if (change instanceof Change.OfGrant(_, var name)) {
                AccessGrant grant = seat.grant(name).orElseThrow();
                if (grant.status().equals(GrantStatus.NEW)) {
                  seat.report(grant, GrantStatus.NEW.in(Phase.APPROVED, "", Optional.empty()));
                }
              }
            })) {
      AccessGrant grant = seat.ask(request());
      assertThat(seat.grant(grant.name()).orElseThrow().status().phase()).isEqualTo(Phase.APPROVED);
    }
    assertThat(heard).hasSize(3);
  }

  @Test
  void aListenerMayCloseItsWatch() {
    List<Change> heard = new ArrayList<>();
    List<Cluster.Watch> watches = new ArrayList<>();
    watches.add(
        seat.watch(
            change -> {
              heard.add(change);
              watches.forEach(Cluster.Watch::close);
            }));
    AccessGrant first = seat.ask(request());
    seat.ask(request());
    assertThat(heard)
        .containsExactly(new Change.Unknown(), new Change.OfGrant(first.uid(), first.name()));
  }

  @Test
  void ofManyWritersAtOnceNoneIsLost() throws Exception {
    AccessGrant grant = seat.ask(request());
    int threads = 4;
    int each = 50;
    Callable<Integer> writer =
        () -> {
          int written = 0;
          while (written < each) {
            AccessGrant there = seat.grant(grant.name()).orElseThrow();
            int count = there.status().connections().size();
            List<String> more = new ArrayList<>(there.status().connections());
            more.add("line " + count);
            try {
              seat.report(there, opening(more.size() > 50 ? List.of() : more));
              written++;
            } catch (ClusterException conflict) {
              assertThat(conflict.kind()).isEqualTo(ClusterException.Kind.CONFLICT);
            }
          }
          return written;
        };
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (var done : pool.invokeAll(List.of(writer, writer, writer, writer))) {
        assertThat(done.get()).isEqualTo(each);
      }
    }
    // 0 to 50 lines and over again: 200 writes end at 200 mod 51.
    assertThat(seat.grant(grant.name()).orElseThrow().status().connections())
        .hasSize(threads * each % 51);
  }

  private static GrantStatus opening(List<String> connections) {
    return GrantStatus.NEW.opening(GrantTerms.ofConnections(connections));
  }
}
