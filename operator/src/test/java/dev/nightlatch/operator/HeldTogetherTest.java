package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.embedded.VirtualTime;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.RememberedJournal;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Many grants that are open at once look at the cluster together.
class HeldTogetherTest {
  private static final int MANY = Looks.FEW + 4;

  private final Village village = new Village();
  private final VirtualTime time = village.time;
  private boolean unreadable;
  private boolean unremovable;
  private final List<String> looks = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final Cluster cluster = FaultPlan.noted(Cluster.class, village.operator(), this::note);
  private final GrantReconciler reconciler = village.reconciler(cluster, new RememberedJournal());
  private final List<AccessGrant> grants = Stream.generate(village::asked).limit(MANY).toList();

  private void note(Method method, Object @Nullable [] arguments) {
    calls.add(method.getName());
    if (unremovable && method.getName().equals("remove")) {
      throw new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose");
    }
    if (unreadable && method.getName().equals("latches")) {
      throw new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose");
    }
    if (method.getName().equals("surroundings")) {
      boolean isAll = arguments == null || arguments[0] instanceof Scope.Everywhere;
      looks.add(isAll ? "all" : "a part");
      if (isAll && unreadable) {
        throw new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose");
      }
    }
  }

  private Next pass(AccessGrant grant) {
    return reconciler.reconcile(new GrantKey(grant.uid(), grant.name()));
  }

  /// Makes passes over a grant until there is nothing to do at once; returns for how long.
  private Duration settle(AccessGrant grant) {
    while (true) {
      switch (pass(grant)) {
        case Next.AtOnce _ -> {}
        case Next.In(var delay, _) -> {
          if (delay.compareTo(Duration.ofSeconds(1)) > 0) {
            return delay;
          }
          time.advance(delay);
        }
        case Next.Done() -> {
          return Duration.ZERO;
        }
      }
    }
  }

  @BeforeEach
  void allAreOpenAndHaveLookedForThemselves() {
    grants.forEach(this::settle);
    assertThat(grants).allMatch(village::isOpen);
    time.advance(Deeds.HELD);
    grants.forEach(this::settle);
    time.advance(Deeds.HELD);
    looks.clear();
  }

  @Test
  void oneReadingIsForAll() {
    grants.forEach(this::settle);
    assertThat(looks).containsExactly("all");
    time.advance(Deeds.HELD);
    grants.forEach(this::settle);
    assertThat(looks).hasSize(2);
  }

  @Test
  void whereNothingIsHeardAllAreReadAtOnceAndNoneByItself() {
    calls.clear();
    grants.forEach(this::settle);
    assertThat(calls)
        .containsExactlyInAnyOrder(
            "grants", "policies", "latches", "rules", "boundaries", "source", "surroundings");
  }

  @Test
  void aGrantThatWasHeardOfIsLookedAtByItself() {
    grants.forEach(this::settle);
    AccessGrant one = grants.getFirst();
    revoke(one);
    reconciler.heard(one.uid());
    Duration _ = settle(one);
    assertThat(village.isOpen(one)).isFalse();
    assertThat(grants.subList(1, MANY)).allMatch(village::isOpen);
  }

  @Test
  void whatNobodyHeardIsSeenWhenAllIsReadAgain() {
    grants.forEach(this::settle);
    AccessGrant revoked = grants.get(0);
    AccessGrant widened = grants.get(1);
    AccessGrant unlatched = grants.get(2);
    revoke(revoked);
    village.embedded.hands().editPolicy(Village.policyKey(widened), Strangers::selectAll);
    village.embedded.hands().deleteLatch(latchKey(unlatched));
    time.advance(Deeds.HELD);
    grants.forEach(this::settle);
    assertThat(village.isOpen(revoked)).isFalse();
    assertThat(village.isOpen(unlatched)).isFalse();
    assertThat(village.policies(widened).getFirst().policy().podSelector())
        .isNotEqualTo(LabelSelector.EVERYTHING);
    assertThat(grants.subList(3, MANY)).allMatch(village::isOpen);
  }

  @Test
  void whereWhatAllShareCannotBeReadEachIsLookedAtByItself() {
    unreadable = true;
    revoke(grants.getFirst());
    grants.forEach(this::settle);
    assertThat(village.isOpen(grants.getFirst())).isFalse();
    assertThat(grants.subList(1, MANY)).allMatch(village::isOpen);
  }

  @Test
  void atTheLeasesEndNobodyWaitsForWhatAllShare() {
    grants.forEach(this::settle);
    time.advance(Village.LEASE);
    unreadable = true;
    calls.clear();
    grants.forEach(this::settle);
    assertThat(grants).noneMatch(village::isOpen);
    assertThat(calls).doesNotContain("latches");
  }

  @Test
  void atTheLeasesEndAllIsShutBeforeAnythingIsRead() {
    grants.forEach(this::settle);
    village.embedded.stopControllers();
    time.advance(Village.LEASE);
    calls.clear();
    assertThat(grants).allMatch(village::isOpen);
    grants.forEach(grant -> assertThat(pass(grant)).isEqualTo(new Next.AtOnce().shut()));
    assertThat(calls).hasSize(MANY).containsOnly("remove");
    assertThat(grants).noneMatch(village::isOpen);
    grants.forEach(this::settle);
    assertThat(grants)
        .allMatch(grant -> village.now(grant).status().phase() == Phase.EXPIRED)
        .allMatch(grant -> village.now(grant).status().proof(Proof.Moment.CLOSED).isPresent());
  }

  @Test
  void aPolicyThatCannotBeTakenOutAtTheLeasesEndIsTriedAgain() {
    grants.forEach(this::settle);
    AccessGrant one = grants.getFirst();
    unremovable = true;
    village.embedded.stopControllers();
    time.advance(Village.LEASE);
    assertThatThrownBy(() -> pass(one)).isInstanceOf(ClusterException.class);
    assertThat(village.isOpen(one)).isTrue();
    unremovable = false;
    settle(one);
    assertThat(village.isOpen(one)).isFalse();
    assertThat(village.now(one).status().phase()).isEqualTo(Phase.EXPIRED);
  }

  @Test
  void manyThatCloseAreProvenClosedByOneReading() {
    grants.forEach(this::settle);
    time.advance(Village.LEASE);
    grants.forEach(this::pass);
    looks.clear();
    grants.subList(0, MANY - Looks.FEW).forEach(this::settle);
    assertThat(looks).containsExactly("all");
    // The last ones are few, and wait for nobody.
    grants.forEach(this::settle);
    assertThat(looks).hasSize(1 + Looks.FEW).containsOnlyOnce("all");
    assertThat(grants)
        .allMatch(grant -> village.now(grant).status().proof(Proof.Moment.CLOSED).isPresent());
  }

  @Test
  void whereEverythingCannotBeReadManyThatCloseAreProvenClosedAllTheSame() {
    grants.forEach(this::settle);
    time.advance(Village.LEASE);
    grants.forEach(this::pass);
    unreadable = true;
    looks.clear();
    grants.forEach(this::settle);
    assertThat(looks).contains("a part");
    assertThat(grants)
        .allMatch(grant -> village.now(grant).status().phase() == Phase.EXPIRED)
        .allMatch(grant -> village.now(grant).status().proof(Proof.Moment.CLOSED).isPresent());
  }

  private void revoke(AccessGrant grant) {
    Identity alice = village.alice().whoAmI();
    var _ = village.alice().revoke(village.now(grant), new Revocation.By(alice, ""));
  }

  private static ObjectKey latchKey(AccessGrant grant) {
    return new ObjectKey(Village.RULE.namespace(), Names.latch(grant.uid()));
  }

  @Test
  void whatIsHeardToHaveChangedIsSeenAtOnce() {
    grants.forEach(this::settle);
    village.embedded.hands().deletePolicy(new ObjectKey("shop", "default-deny"));
    reconciler.changed();
    grants.forEach(this::settle);
    assertThat(grants).noneMatch(village::isOpen);
  }

  @Test
  void aPolicyIsPutRightOnWhatIsThereThen() {
    grants.forEach(this::settle);
    AccessGrant one = grants.getFirst();
    village.embedded.hands().editPolicy(Village.policyKey(one), Strangers::selectAll);
    reconciler.heard(one.uid());
    looks.clear();
    Duration _ = settle(one);
    assertThat(village.isOpen(one)).isTrue();
    assertThat(village.policies(one).getFirst().policy().podSelector())
        .isNotEqualTo(LabelSelector.EVERYTHING);
    assertThat(looks).contains("a part");
  }

  @Test
  void whoeverComesNewLooksForHimself() {
    grants.forEach(this::settle);
    looks.clear();
    AccessGrant another = village.asked();
    Duration _ = settle(another);
    assertThat(village.now(another).status().phase()).isEqualTo(Phase.ACTIVE);
    // Nobody approves it: what comes within reach is found out once it is open.
    assertThat(looks).containsExactly("a part", "a part", "all");
    assertThat(village.now(another).status().prospect()).isPresent();
  }

  @Test
  void whereEverythingCannotBeReadWhatIsOpenIsWatchedAllTheSame() {
    unreadable = true;
    AccessGrant another = village.asked();
    Duration _ = settle(another);
    village.embedded.hands().editPolicy(Village.policyKey(another), Strangers::selectAll);
    reconciler.heard(another.uid());
    Duration _ = settle(another);
    assertThat(village.policies(another).getFirst().policy().podSelector())
        .isNotEqualTo(LabelSelector.EVERYTHING);
    assertThat(village.now(another).status().prospect()).isEmpty();
    unreadable = false;
    time.advance(GrantReconciler.RESYNC);
    Duration _ = settle(another);
    assertThat(village.now(another).status().prospect()).isPresent();
  }
}
