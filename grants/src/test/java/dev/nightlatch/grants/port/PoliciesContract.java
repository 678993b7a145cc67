package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.PolicyOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Policies: put in, put right, taken out.
interface PoliciesContract extends Stage {

  Duration LEASE = Duration.ofMinutes(30);

  private HeldPolicy opened(AccessGrant grant) {
    return opened(grant, armed(grant, LEASE));
  }

  @Test
  default void anAppliedPolicyIsAsOrderedAndTheLatchsAlone() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LEASE);
    PolicyOrder order = Samples.order(grant.uid(), latch);
    HeldPolicy held = opened(grant, latch);
    assertThat(held.policy()).isEqualTo(order.policy());
    assertThat(held.meta().key()).isEqualTo(order.key());
    assertThat(held.meta().labels()).isEqualTo(order.labels());
    assertThat(held.meta().annotations()).containsAllEntriesOf(order.annotations());
    assertThat(held.meta().owners())
        .containsExactly(
            new Owner("batch/v1", "Job", Names.latch(grant.uid()), latch.meta().uid()));
    assertThat(held.meta().finalizers()).isEmpty();
    assertThat(held.meta().generation()).isEqualTo(1);
    assertThat(held.meta().terminating()).isFalse();
    assertThat(held.isMarked()).isTrue();
    assertThat(held.expiresAt()).isPresent();
  }

  @Test
  default void everyFormOfPolicyReadsAsItWasWritten() {
    HeldPolicy involved =
        world().put(Samples.involved(world().namespace(), "involved"), Map.of("a", "b"));
    assertThat(involved.policy()).isEqualTo(Samples.involved(world().namespace(), "involved"));
    assertThat(involved.meta().labels()).isEqualTo(Map.of("a", "b"));
    assertThat(involved.isMarked()).isFalse();
    assertThat(operator().policy(involved.meta().key())).contains(involved);
  }

  @Test
  default void aPolicyIsSeenFromEverySide() {
    HeldPolicy held = opened(asked());
    HeldPolicy foreign = world().put(Samples.opening(world().otherNamespace(), "own"), Map.of());
    assertThat(operator().policy(held.meta().key())).contains(held);
    assertThat(operator().policies())
        .contains(held, foreign)
        .isSortedAccordingTo((a, b) -> a.meta().key().compareTo(b.meta().key()));
    assertThat(operator().surroundings().snapshot().networkPolicies())
        .contains(held.policy(), foreign.policy());
    assertThat(operator().surroundings().standing().networkPolicies())
        .contains(foreign.policy())
        .doesNotContain(held.policy());
  }

  @Test
  default void aPolicyThatIsNotThereIsEmpty() {
    assertThat(operator().policy(new ObjectKey(world().namespace(), "none"))).isEmpty();
    assertThat(operator().policy(new ObjectKey("no-such-namespace", "none"))).isEmpty();
  }

  @Test
  default void applyingTwiceIsApplyingOnce() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LEASE);
    HeldPolicy first = opened(grant, latch);
    HeldPolicy second = opened(grant, latch);
    assertThat(second.meta().uid()).isEqualTo(first.meta().uid());
    assertThat(second.meta().generation()).isEqualTo(1);
    assertThat(second.policy()).isEqualTo(first.policy());
    assertThat(second.meta().owners()).isEqualTo(first.meta().owners());
  }

  @Test
  default void applyingInAnAbsentNamespaceIsNotFound() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LEASE);
    PolicyOrder order = Samples.order(grant.uid(), latch);
    PolicyOrder nowhere =
        new PolicyOrder(
            Samples.opening("no-such-namespace", order.policy().name()),
            order.labels(),
            order.annotations(),
            order.latch());
    Stage.fails(ClusterException.Kind.NOT_FOUND, () -> operator().apply(nowhere));
  }

  @Test
  default void applyingMendsWhatAStrangerChanged() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LEASE);
    HeldPolicy first = opened(grant, latch);
    ObjectKey key = first.meta().key();
    world()
        .tamper(
            key,
            new Tampering.OfPolicy.Respecified(
                Samples.involved(world().namespace(), first.meta().name())));
    world().tamper(key, new Tampering.OfPolicy.Unlabelled(Names.GRANT_LABEL));
    world().tamper(key, new Tampering.OfPolicy.Annotated(Names.EXPIRES_AT, "2099-01-01T00:00:00Z"));
    HeldPolicy changed = policy(key);
    assertThat(changed.policy()).isNotEqualTo(first.policy());
    assertThat(changed.isMarked()).isFalse();
    assertThat(changed.expiresAt()).isNotEqualTo(first.expiresAt());
    assertThat(changed.meta().generation()).isGreaterThan(first.meta().generation());
    HeldPolicy mended = opened(grant, latch);
    assertThat(mended.policy()).isEqualTo(first.policy());
    assertThat(mended.meta().labels()).isEqualTo(first.meta().labels());
    assertThat(mended.expiresAt()).isEqualTo(first.expiresAt());
    assertThat(mended.meta().uid()).isEqualTo(first.meta().uid());
    assertThat(mended.meta().owners()).isEqualTo(first.meta().owners());
  }

  @Test
  default void applyingLeavesWhatOthersOwn() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LEASE);
    ObjectKey key = opened(grant, latch).meta().key();
    String plugin = Names.PLUGIN_FINALIZERS.getFirst();
    world().tamper(key, new Tampering.OfPolicy.Labelled("team", "shop"));
    world().tamper(key, new Tampering.OfPolicy.Annotated("example.com/seen", "yes"));
    world().tamper(key, new Tampering.OfPolicy.Held(plugin));
    HeldPolicy held = opened(grant, latch);
    assertThat(held.meta().labels()).containsEntry("team", "shop");
    assertThat(held.meta().annotations()).containsEntry("example.com/seen", "yes");
    assertThat(held.meta().finalizers()).containsExactly(plugin);
    world().tamper(key, new Tampering.OfPolicy.Released(plugin));
  }

  @Test
  default void aRemovedPolicyIsGoneAtOnceAndMayBeRemovedAgain() {
    HeldPolicy held = opened(asked());
    operator().remove(held.meta().key(), held.meta().uid());
    assertThat(operator().policy(held.meta().key())).isEmpty();
    assertThat(operator().policies()).doesNotContain(held);
    assertThat(operator().surroundings().snapshot().networkPolicies())
        .doesNotContain(held.policy());
    operator().remove(held.meta().key(), held.meta().uid());
    operator().remove(new ObjectKey("no-such-namespace", "none"), held.meta().uid());
  }

  @Test
  default void removingAnotherPolicyOfTheSameNameLeavesIt() {
    HeldPolicy held = opened(asked());
    operator().remove(held.meta().key(), GrantsContract.ANOTHER);
    assertThat(operator().policy(held.meta().key())).contains(held);
  }

  @Test
  default void aPolicyPutInAnewIsAnotherOne() {
    AccessGrant grant = asked();
    HeldLatch latch = armed(grant, LEASE);
    HeldPolicy first = opened(grant, latch);
    operator().remove(first.meta().key(), first.meta().uid());
    HeldPolicy second = opened(grant, latch);
    assertThat(second.meta().uid()).isNotEqualTo(first.meta().uid());
    operator().remove(first.meta().key(), first.meta().uid());
    assertThat(operator().policy(second.meta().key())).contains(second);
  }

  @Test
  default void aForeignFinalizerDoesNotHoldARemovedPolicy() {
    HeldPolicy held = opened(asked());
    ObjectKey key = held.meta().key();
    world().tamper(key, new Tampering.OfPolicy.Held("example.com/held"));
    world().tamper(key, new Tampering.OfPolicy.Held("example.com/held-too"));
    operator().remove(key, held.meta().uid());
    assertThat(operator().policy(key)).isEmpty();
  }

  @Test
  default void aForeignFinalizerDoesNotHoldAPolicyThatSomebodyDeleted() {
    HeldPolicy held = opened(asked());
    ObjectKey key = held.meta().key();
    world().tamper(key, new Tampering.OfPolicy.Held("example.com/held"));
    world().delete(held);
    assertThat(policy(key).meta().terminating()).isTrue();
    operator().remove(key, held.meta().uid());
    assertThat(operator().policy(key)).isEmpty();
  }

  @Test
  default void theNetworkPluginsFinalizerIsItsOwnToTakeOff() {
    HeldPolicy held = opened(asked());
    ObjectKey key = held.meta().key();
    String plugin = Names.PLUGIN_FINALIZERS.getFirst();
    world().tamper(key, new Tampering.OfPolicy.Held(plugin));
    world().tamper(key, new Tampering.OfPolicy.Held("example.com/held"));
    Stage.fails(ClusterException.Kind.TRANSIENT, () -> operator().remove(key, held.meta().uid()));
    assertThat(policy(key).meta().terminating()).isTrue();
    assertThat(policy(key).meta().finalizers()).isEqualTo(List.of(plugin));
    world().tamper(key, new Tampering.OfPolicy.Released(plugin));
    operator().remove(key, held.meta().uid());
    assertThat(operator().policy(key)).isEmpty();
  }

  @Test
  default void aPolicyThatIsNoGrantsCanBeRemovedToo() {
    HeldPolicy held = world().put(Samples.opening(world().namespace(), "stray"), Map.of());
    operator().remove(held.meta().key(), held.meta().uid());
    assertThat(operator().policy(held.meta().key())).isEmpty();
  }
}
