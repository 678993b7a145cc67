package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.PolicyOrder;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the contract's tests share: the world, and the first steps of a grant in it.
interface Stage {

  /// Longer than a controller at work needs for anything that is due.
  Duration SOON = Duration.ofSeconds(15);

  /// Long enough for a controller at work to do what it must not do.
  Duration WHILE = Duration.ofMillis(1500);

  World world();

  default Cluster operator() {
    return world().operator();
  }

  /// The rule that grants of this test ask for. It need not be there.
  default ObjectKey rule() {
    return new ObjectKey(world().namespace(), "orders-db");
  }

  /// A grant that `alice` asked for.
  default AccessGrant asked() {
    return world().user("alice").ask(Samples.request(rule(), "alice"));
  }

  default LatchOrder order(AccessGrant grant, Duration deadline) {
    return new LatchOrder(world().namespace(), grant.uid(), grant.name(), deadline);
  }

  /// The latch of `grant`, started.
  default HeldLatch armed(AccessGrant grant, Duration deadline) {
    LatchOrder order = order(grant, deadline);
    operator().arm(order);
    soon(() -> latch(order.key()).startedAt().isPresent());
    return latch(order.key());
  }

  /// The policy of `grant`, owned by `latch`.
  default HeldPolicy opened(AccessGrant grant, HeldLatch latch) {
    PolicyOrder order = Samples.order(grant.uid(), latch);
    assertThat(operator().apply(order)).as("as ordered").isTrue();
    return policy(order.key());
  }

  default HeldLatch latch(ObjectKey key) {
    return operator().latch(key).orElseThrow();
  }

  default HeldPolicy policy(ObjectKey key) {
    return operator().policy(key).orElseThrow();
  }

  default boolean isShut(HeldPolicy policy) {
    return operator().policy(policy.meta().key()).isEmpty();
  }

  default boolean isGone(HeldLatch latch) {
    return operator().latch(latch.meta().key()).isEmpty();
  }

  default void soon(BooleanSupplier condition) {
    assertThat(world().eventually(SOON, condition)).as("it comes to be, soon").isTrue();
  }

  /// That `condition` holds now, and goes on to hold for this time.
  default void stays(Duration during, BooleanSupplier condition) {
    assertThat(world().eventually(during, () -> !condition.getAsBoolean()))
        .as("it comes to be otherwise")
        .isFalse();
  }

  /// That `call` fails in this way.
  static void fails(ClusterException.Kind kind, ThrowingCallable call) {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(call))
        .isInstanceOfSatisfying(
            ClusterException.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }
}
