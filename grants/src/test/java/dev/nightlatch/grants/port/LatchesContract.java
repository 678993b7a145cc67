package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// The latch: armed, started, fired, gone; and what it takes along.
interface LatchesContract extends Stage {

  Duration LONG = Duration.ofMinutes(30);
  Duration SHORT = Duration.ofSeconds(2);

  private void until(Instant at) {
    soon(() -> !world().now().isBefore(at));
  }

  /// That `gone` comes to hold at this instant: no earlier, and not much later.
  private void goesAt(Instant at, BooleanSupplier gone) {
    assertThat(gone.getAsBoolean()).as("gone before the wait").isFalse();
    Duration left = Duration.between(world().now(), at);
    assertThat(world().eventually(left.plusSeconds(5), gone)).as("gone in time").isTrue();
    assertThat(world().now()).isAfterOrEqualTo(at);
  }

  /// Whether the same latch is there, with the same time to run. Its resource version does not
  /// count: the Job controller may write a status at any time.
  private boolean isStill(HeldLatch latch) {
    HeldLatch there = latch(latch.meta().key());
    return there.meta().uid().equals(latch.meta().uid())
        && !there.meta().terminating()
        && there.startedAt().equals(latch.startedAt())
        && there.deadline().equals(latch.deadline());
  }

  private Owner other() {
    HeldPolicy other = world().put(Samples.involved(world().namespace(), "other"), Map.of());
    return new Owner("networking.k8s.io/v1", "NetworkPolicy", "other", other.meta().uid());
  }

  @Test
  default void anArmedLatchIsTheGrantsOwnAndSound() {
    AccessGrant grant = asked();
    LatchOrder order = order(grant, LONG);
    assertThat(operator().latch(order.key())).isEmpty();
    operator().arm(order);
    HeldLatch latch = latch(order.key());
    assertThat(latch.meta().key()).isEqualTo(order.key());
    assertThat(latch.meta().owners())
        .containsExactly(
            new Owner("nightlatch.dev/v1alpha1", "AccessGrant", grant.name(), grant.uid()));
    assertThat(latch.meta().labels())
        .containsEntry(Names.GRANT_LABEL, grant.uid().text())
        .containsEntry(Names.LATCH_LABEL, "true")
        .containsEntry(Names.MANAGED_BY_LABEL, Names.MANAGED_BY_VALUE);
    assertThat(latch.meta().terminating()).isFalse();
    assertThat(latch.deadline()).contains(LONG);
    assertThat(latch.sound()).isTrue();
    assertThat(latch.fired()).isFalse();
  }

  @Test
  default void anArmedLatchStartsSoonInWholeSeconds() {
    Instant before = world().now();
    HeldLatch latch = armed(asked(), LONG);
    Instant start = latch.startedAt().orElseThrow();
    assertThat(start).isEqualTo(start.truncatedTo(ChronoUnit.SECONDS));
    assertThat(start)
        .isAfter(before.minusSeconds(1))
        .isBeforeOrEqualTo(world().now())
        .isBefore(before.plus(SOON));
    assertThat(latch.expiresAt()).contains(start.plus(LONG));
    assertThat(latch.sound()).isTrue();
    assertThat(latch.fired()).isFalse();
  }

  @Test
  default void theLatchesOfAllGrantsAreListed() {
    HeldLatch one = armed(asked(), LONG);
    HeldLatch another = armed(asked(), LONG);
    List<HeldLatch> all = operator().latches();
    assertThat(all)
        .extracting(held -> held.meta().uid())
        .contains(one.meta().uid(), another.meta().uid());
    assertThat(all).extracting(held -> held.meta().key()).isSorted();
    soon(() -> operator().latches().contains(latch(one.meta().key())));
    operator().disarm(one.meta().key(), one.meta().uid());
    soon(
        () ->
            operator().latches().stream()
                .noneMatch(held -> held.meta().uid().equals(one.meta().uid())));
  }

  @Test
  default void armingTwiceLeavesTheFirst() {
    AccessGrant grant = asked();
    HeldLatch first = armed(grant, LONG);
    operator().arm(order(grant, LONG.plusMinutes(1)));
    assertThat(isStill(first)).isTrue();
  }

  @Test
  default void aGrantMayHaveALatchInEachNamespace() {
    AccessGrant grant = asked();
    HeldLatch here = armed(grant, LONG);
    LatchOrder there = new LatchOrder(world().otherNamespace(), grant.uid(), grant.name(), LONG);
    operator().arm(there);
    soon(() -> latch(there.key()).startedAt().isPresent());
    world().deleteGrant(grant.name());
    soon(() -> isGone(here) && operator().latch(there.key()).isEmpty());
  }

  @Test
  default void armingInAnAbsentNamespaceIsNotFound() {
    AccessGrant grant = asked();
    Stage.fails(
        ClusterException.Kind.NOT_FOUND,
        () -> operator().arm(new LatchOrder("no-such-namespace", grant.uid(), grant.name(), LONG)));
  }

  @Test
  default void aLatchWhoseGrantIsGoneIsCollected() {
    AccessGrant grant = asked();
    world().deleteGrant(grant.name());
    soon(() -> operator().grant(grant.name()).isEmpty());
    operator().arm(order(grant, LONG));
    soon(() -> operator().latch(order(grant, LONG).key()).isEmpty());
  }

  @Test
  default void atItsDeadlineALatchTakesItsPolicyAlong() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, Duration.ofSeconds(3));
    HeldPolicy policy = opened(grant, latch);
    goesAt(latch.expiresAt().orElseThrow(), () -> isShut(policy));
    soon(() -> isGone(latch));
    assertThat(operator().grant(grant.name())).as("the grant itself stays").isPresent();
  }

  @Test
  default void aPolicyIsGoneBeforeItsLatchIs() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    HeldPolicy policy = opened(grant, latch);
    operator().disarm(latch.meta().key(), latch.meta().uid());
    soon(() -> isGone(latch));
    assertThat(isShut(policy)).isTrue();
  }

  @Test
  default void disarmingMayBeRepeated() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    operator().disarm(latch.meta().key(), latch.meta().uid());
    operator().disarm(latch.meta().key(), latch.meta().uid());
    soon(() -> isGone(latch));
    operator().disarm(latch.meta().key(), latch.meta().uid());
    operator().disarm(new ObjectKey("no-such-namespace", "nl-1"), latch.meta().uid());
  }

  @Test
  default void disarmingAnotherLatchOfTheSameNameLeavesIt() {
    HeldLatch latch = armed(asked(), LONG);
    operator().disarm(latch.meta().key(), GrantsContract.ANOTHER);
    stays(WHILE, () -> isStill(latch));
  }

  @Test
  default void aDeletedGrantTakesLatchAndPolicyAlong() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    HeldPolicy policy = opened(grant, latch);
    world().deleteGrant(grant.name());
    soon(() -> isShut(policy));
    soon(() -> isGone(latch));
  }

  @Test
  default void aLatchDeletedByAStrangerTakesItsPolicyAlong() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    HeldPolicy policy = opened(grant, latch);
    world().deleteLatch(latch.meta().key());
    soon(() -> isGone(latch));
    assertThat(isShut(policy)).isTrue();
  }

  @Test
  default void withoutControllersALatchDoesNotStart() {
    AccessGrant grant = asked();
    LatchOrder order = order(grant, SHORT);
    world().stopControllers();
    operator().arm(order);
    stays(SHORT.plusSeconds(1), () -> latch(order.key()).startedAt().isEmpty());
    Instant back = world().now();
    world().startControllers();
    soon(() -> operator().latch(order.key()).flatMap(HeldLatch::startedAt).isPresent());
    HeldLatch latch = latch(order.key());
    assertThat(latch.startedAt().orElseThrow())
        .as("it counts from their return, not from its creation")
        .isAfter(back.minusSeconds(1));
    goesAt(latch.expiresAt().orElseThrow(), () -> isGone(latch));
  }

  @Test
  default void withoutControllersNothingClosesAndWithThemWhatIsOverdueDoes() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, SHORT);
    HeldPolicy policy = opened(grant, latch);
    world().stopControllers();
    until(latch.expiresAt().orElseThrow());
    stays(WHILE, () -> !isShut(policy) && !latch(latch.meta().key()).fired());
    world().startControllers();
    soon(() -> isShut(policy) && isGone(latch));
  }

  @Test
  default void withoutControllersADisarmedLatchIsOnItsWayOut() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    HeldPolicy policy = opened(grant, latch);
    world().stopControllers();
    operator().disarm(latch.meta().key(), latch.meta().uid());
    assertThat(latch(latch.meta().key()).meta().terminating()).isTrue();
    operator().disarm(latch.meta().key(), latch.meta().uid());
    stays(WHILE, () -> !isShut(policy));
    operator().remove(policy.meta().key(), policy.meta().uid());
    assertThat(isShut(policy)).as("the operator needs no controller").isTrue();
    world().startControllers();
    soon(() -> isGone(latch));
  }

  @Test
  default void withoutControllersADeletedGrantLeavesItsPolicyOpen() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    HeldPolicy policy = opened(grant, latch);
    world().stopControllers();
    world().deleteGrant(grant.name());
    stays(WHILE, () -> !isShut(policy));
    world().startControllers();
    soon(() -> isShut(policy) && isGone(latch));
  }

  @Test
  default void aSuspendedLatchNeverStartsAndIsNotSound() {
    AccessGrant grant = asked();
    LatchOrder order = order(grant, SHORT);
    world().stopControllers();
    operator().arm(order);
    world().tamper(order.key(), new Tampering.OfLatch.Suspended());
    world().startControllers();
    // Another latch that starts shows that controllers are back.
    AccessGrant second = asked();
    armed(second, LONG);
    stays(WHILE, () -> latch(order.key()).startedAt().isEmpty());
    assertThat(latch(order.key()).sound()).isFalse();
    assertThat(latch(order.key()).expiresAt()).isEmpty();
  }

  @Test
  default void anExtendedLatchShowsItAndClosesLater() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, SHORT);
    HeldPolicy policy = opened(grant, latch);
    Duration longer = SHORT.plusSeconds(2);
    world().tamper(latch.meta().key(), new Tampering.OfLatch.Rescheduled(longer));
    HeldLatch extended = latch(latch.meta().key());
    assertThat(extended.deadline()).contains(longer);
    assertThat(extended.startedAt()).isEqualTo(latch.startedAt());
    assertThat(extended.meta().uid()).isEqualTo(latch.meta().uid());
    goesAt(latch.startedAt().orElseThrow().plus(longer), () -> isShut(policy));
  }

  @Test
  default void aLatchWithoutItsDeadlineNeverCloses() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, SHORT);
    HeldPolicy policy = opened(grant, latch);
    world().tamper(latch.meta().key(), new Tampering.OfLatch.Endless());
    assertThat(latch(latch.meta().key()).deadline()).isEmpty();
    assertThat(latch(latch.meta().key()).expiresAt()).isEmpty();
    until(latch.expiresAt().orElseThrow());
    stays(WHILE, () -> !isShut(policy));
  }

  @Test
  default void aLatchThatIsKeptFiresAndHoldsItsPolicyOpen() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, SHORT);
    HeldPolicy policy = opened(grant, latch);
    world().tamper(latch.meta().key(), new Tampering.OfLatch.Kept());
    assertThat(latch(latch.meta().key()).sound()).isFalse();
    goesAt(latch.expiresAt().orElseThrow(), () -> latch(latch.meta().key()).fired());
    stays(WHILE, () -> !isShut(policy));
    operator().disarm(latch.meta().key(), latch.meta().uid());
    soon(() -> isShut(policy) && isGone(latch));
  }

  @Test
  default void aLatchThatWouldRunAPodIsNotSound() {
    HeldLatch latch = armed(asked(), LONG);
    world().tamper(latch.meta().key(), new Tampering.OfLatch.Populated());
    assertThat(latch(latch.meta().key()).sound()).isFalse();
  }

  @Test
  default void aLatchWithASecondOwnerIsNotSoundAndOutlivesItsGrant() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    HeldPolicy policy = opened(grant, latch);
    world().tamper(latch.meta().key(), new Tampering.OfLatch.Coowned(other()));
    assertThat(latch(latch.meta().key()).sound()).isFalse();
    world().deleteGrant(grant.name());
    soon(() -> latch(latch.meta().key()).meta().owners().size() == 1);
    stays(WHILE, () -> !isGone(latch) && !isShut(policy));
  }

  @Test
  default void aLatchThatOrphansIsNotSoundAndLeavesItsPolicyBehind() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    HeldPolicy policy = opened(grant, latch);
    world().tamper(latch.meta().key(), new Tampering.OfLatch.Orphaning());
    assertThat(latch(latch.meta().key()).sound()).isFalse();
    world().deleteLatch(latch.meta().key());
    soon(() -> isGone(latch));
    stays(WHILE, () -> !isShut(policy));
    assertThat(policy(policy.meta().key()).meta().owners()).isEmpty();
    operator().remove(policy.meta().key(), policy.meta().uid());
    assertThat(isShut(policy)).isTrue();
  }

  @Test
  default void aLatchThatOrphansAndIsDisarmedTakesItsPolicyAlong() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    HeldPolicy policy = opened(grant, latch);
    world().tamper(latch.meta().key(), new Tampering.OfLatch.Orphaning());
    operator().disarm(latch.meta().key(), latch.meta().uid());
    soon(() -> isGone(latch));
    assertThat(isShut(policy)).isTrue();
  }

  @Test
  default void aPolicyWithASecondOwnerOutlivesItsLatch() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, SHORT);
    HeldPolicy policy = opened(grant, latch);
    Owner other = other();
    world().tamper(policy.meta().key(), new Tampering.OfPolicy.Coowned(other));
    goesAt(latch.expiresAt().orElseThrow(), () -> isGone(latch));
    stays(WHILE, () -> !isShut(policy));
    assertThat(policy(policy.meta().key()).meta().owners()).containsExactly(other);
  }

  @Test
  default void aPolicyWithAFinalizerOutlivesItsDeletionByTheLatch() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, SHORT);
    HeldPolicy policy = opened(grant, latch);
    ObjectKey key = policy.meta().key();
    world().tamper(key, new Tampering.OfPolicy.Held("example.com/held"));
    goesAt(latch.expiresAt().orElseThrow(), () -> policy(key).meta().terminating());
    stays(WHILE, () -> !isShut(policy) && !isGone(latch));
    world().tamper(key, new Tampering.OfPolicy.Released("example.com/held"));
    assertThat(isShut(policy)).isTrue();
    soon(() -> isGone(latch));
  }

  @Test
  default void aPolicyWhoseLatchNeverWasIsCollected() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LONG);
    HeldLatch imagined =
        new HeldLatch(
            Samples.meta(world().namespace(), "nl-never"),
            Optional.of(LONG),
            Optional.empty(),
            true,
            false);
    operator().apply(Samples.order(grant.uid(), imagined));
    ObjectKey key = Samples.order(grant.uid(), imagined).key();
    soon(() -> operator().policy(key).isEmpty());
    assertThat(isGone(latch)).isFalse();
  }

  @Test
  default void aLatchThatIsNotThereIsEmpty() {
    assertThat(operator().latch(new ObjectKey(world().namespace(), "nl-1"))).isEmpty();
    assertThat(operator().latch(new ObjectKey("no-such-namespace", "nl-1"))).isEmpty();
    Uid grant = asked().uid();
    assertThat(operator().latch(new ObjectKey(world().namespace(), Names.latch(grant)))).isEmpty();
  }
}
