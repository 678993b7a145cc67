package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.incidents.ProvidedIncidents;
import dev.nightlatch.operator.FaultPlan.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole life of a grant on virtual time, with each call failing once, and the process dying
/// around each call once. After each call somebody looks who knows only the cluster and the record.
class GrantLifeTest extends Lives {
  @Test
  void aGrantOpensAndExpires() {
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(village.isOpen(grant)).isTrue();
    live(grant, none, in(Duration.ofMinutes(5)));
    assertClosedAndTold(grant);
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.EXPIRED);
    assertThat(record.story(grant.uid()).entries())
        .extracting(entry -> entry.getClass().getSimpleName())
        .containsExactly("Proven", "Opening", "Proven", "Opened", "Closed", "Proven");
    assertThat(village.now(grant).status().proofs())
        .extracting(Proof::moment, Proof::holds)
        .containsExactly(
            tuple(Proof.Moment.BEFORE, true),
            tuple(Proof.Moment.OPEN, true),
            tuple(Proof.Moment.CLOSED, true));
  }

  @Test
  void bothSidesAreOpenedEachUnderALatchOfItsOwnNamespaceAndClosedTogether() {
    AccessGrant grant = village.shutForEgress().asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(village.policies(grant))
        .extracting(held -> held.policy().namespace(), held -> held.policy().policyTypes())
        .containsExactly(
            tuple("shop", Set.of(Direction.INGRESS)),
            tuple("support-tools", Set.of(Direction.EGRESS)));
    assertThat(village.now(grant).status().latches())
        .extracting(latch -> latch.key().namespace())
        .containsExactly("shop", "support-tools");
    assertThat(village.now(grant).status().policies()).hasSize(2);
    live(grant, none, in(Duration.ofMinutes(5)));
    assertClosedAndTold(grant);
    assertThat(village.now(grant).status().code()).contains(Code.EXPIRED);
  }

  @Test
  void oneSideThatSomebodyTakesOutIsPutInAgain() {
    AccessGrant grant = village.shutForEgress().asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    village.embedded.hands().deletePolicy(village.policies(grant).getLast().meta().key());
    live(grant, none, in(Duration.ofMillis(1)));
    assertThat(village.policies(grant)).hasSize(2);
  }

  @Test
  void theLatchOfOneSideTakesTheOtherSideAlong() {
    AccessGrant grant = village.shutForEgress().asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    village
        .operator()
        .disarm(
            village.now(grant).status().latches().getLast().key(),
            village.now(grant).status().latches().getLast().uid());
    live(grant, none, in(Duration.ofMinutes(5)));
    assertClosedAndTold(grant);
    assertThat(village.now(grant).status().code()).contains(Code.LATCH_GONE);
  }

  private static GrantLifeTest with(boolean bothSides) {
    GrantLifeTest test = new GrantLifeTest();
    if (bothSides) {
      var _ = test.village.shutForEgress();
    }
    return test;
  }

  /// How many calls a life without faults makes.
  private static int callsOfOneLife(boolean bothSides) {
    GrantLifeTest test = with(bothSides);
    AccessGrant grant = test.village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> {});
    test.live(grant, none, test.in(Duration.ofMinutes(5)));
    return none.calls();
  }

  @ParameterizedTest
  @EnumSource
  void whateverCallGoesWrongItIsOpenOnlyOnRecordAndInTimeAndClosedAtTheEnd(Fault fault) {
    onePerCall(fault, false);
    onePerCall(fault, true);
  }

  private static void onePerCall(Fault fault, boolean bothSides) {
    int calls = callsOfOneLife(bothSides);
    assertThat(calls).isGreaterThan(40);
    int opened = 0;
    for (int when = 1; when <= calls; when++) {
      GrantLifeTest test = with(bothSides);
      AccessGrant grant = test.village.asked();
      FaultPlan plan = new FaultPlan(when, fault, () -> test.look(grant));
      test.live(grant, plan, test.in(Duration.ofMinutes(5)));
      test.assertClosedAndTold(grant);
      opened += test.record.story(grant.uid()).opened().isPresent() ? 1 : 0;
    }
    // A single fault is no reason to leave anybody locked out.
    assertThat(opened).isEqualTo(calls);
  }

  @Test
  void withADeadJournalNothingOpens() {
    AccessGrant grant = village.asked();
    Journal dead = new DeadJournal(record, _ -> true);
    GrantReconciler reconciler =
        new GrantReconciler(
            village.operator(),
            new ProvidedIncidents(village.operator()),
            dead,
            village.time,
            CniProfile.DEFAULT,
            village::canary);
    for (int i = 0; i < 20; i++) {
      tryPass(reconciler, grant);
      assertThat(village.isOpen(grant)).isFalse();
      assertThat(village.operator().latch(Village.latchKey(grant))).isEmpty();
    }
  }

  @Test
  void aJournalThatDiesWhileOpenKeepsNothingOpenAndTheGrantInClosingUntilItIsTold() {
    AccessGrant grant = village.asked();
    live(grant, new FaultPlan(0, Fault.NOT_DONE, () -> {}), in(Duration.ofSeconds(20)));
    DeadJournal dead = new DeadJournal(record, _ -> true);
    GrantReconciler reconciler =
        new GrantReconciler(
            village.operator(),
            new ProvidedIncidents(village.operator()),
            dead,
            village.time,
            CniProfile.DEFAULT,
            village::canary);
    for (int i = 0; i < 200; i++) {
      tryPass(reconciler, grant);
    }
    assertThat(village.isOpen(grant)).isFalse();
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.CLOSING);
    live(grant, new FaultPlan(0, Fault.NOT_DONE, () -> {}), in(Duration.ofMinutes(1)));
    assertClosedAndTold(grant);
  }

  @Test
  void aLeaseThatIsOverIsClosedThoughRuleAndSurroundingsCannotBeReadAndTheLatchIsDead() {
    AccessGrant grant = village.asked();
    live(grant, new FaultPlan(0, Fault.NOT_DONE, () -> {}), in(Duration.ofSeconds(20)));
    village.embedded.stopControllers();
    village.time.advance(Duration.ofMinutes(5));
    assertThat(village.isOpen(grant)).isTrue();

    Cluster blind =
        FaultPlan.failing(
            Cluster.class,
            village.operator(),
            Set.of("rule", "source", "boundaries", "surroundings"),
            () -> new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose"));
    GrantReconciler reconciler =
        new GrantReconciler(
            blind,
            new ProvidedIncidents(blind),
            record,
            village.time,
            CniProfile.DEFAULT,
            village::canary);
    assertThat(reconciler.reconcile(new GrantKey(grant.uid(), grant.name())))
        .isInstanceOf(Next.AtOnce.class);
    assertThat(village.isOpen(grant)).isFalse();
    assertThat(village.now(grant).status().code()).contains(Code.EXPIRED);
  }

  /// A machine that was suspended between the decision and the deed: by then the latch is gone.
  @Test
  void whoStoodStillSinceThatWasDecidedOpensNothing() {
    AccessGrant grant = village.asked();
    AtomicBoolean stoodStill = new AtomicBoolean();
    BooleanSupplier suspended =
        () -> {
          boolean isAboutToOpen = !village.now(grant).status().latches().isEmpty();
          if (isAboutToOpen && stoodStill.compareAndSet(false, true)) {
            village.time.advance(Village.LEASE.plusSeconds(5));
          }
          return true;
        };
    Cluster sealed =
        FaultPlan.failing(
            Cluster.class,
            village.operator(),
            Set.of("apply"),
            () -> new IllegalStateException("opened on what was long ago"));
    GrantReconciler reconciler =
        new GrantReconciler(
            new Operator.Setting(
                sealed,
                new ProvidedIncidents(sealed),
                record,
                village.time,
                CniProfile.DEFAULT,
                Announcer.SILENT,
                suspended,
                new Signs(Health.Role.ALONE)),
            village::canary,
            Runnable::run);
    for (int i = 0; i < 40 && !village.now(grant).status().phase().isTerminal(); i++) {
      try {
        tryPass(reconciler, grant);
      } catch (ClusterException tooOld) {
        assertThat(tooOld).hasMessageContaining("stood still for 65 s since this was decided");
      }
    }
    assertThat(stoodStill).isTrue();
    assertThat(village.now(grant).status().phase().isTerminal()).isTrue();
    assertThat(record.story(grant.uid()).opened()).isEmpty();
  }

  /// The record, the latch, the rule: whatever cannot be read, what is over is shut.
  @ParameterizedTest
  @ValueSource(strings = {"story", "latch", "rule"})
  void aRevokedGrantIsShutThoughSomethingCannotBeRead(String unreadable) {
    AccessGrant grant = village.asked();
    live(grant, new FaultPlan(0, Fault.NOT_DONE, () -> {}), in(Duration.ofSeconds(20)));
    assertThat(village.isOpen(grant)).isTrue();
    assertThat(village.alice().revoke(grant, new Revocation.By("alice", "done"))).isPresent();

    Cluster blind =
        FaultPlan.failing(
            Cluster.class,
            village.operator(),
            Set.of(unreadable),
            () -> new ClusterException(ClusterException.Kind.PERMANENT, "on purpose"));
    Journal torn =
        FaultPlan.failing(
            Journal.class, record, Set.of(unreadable), () -> new JournalException("on purpose"));
    GrantReconciler reconciler =
        new GrantReconciler(
            blind,
            new ProvidedIncidents(blind),
            torn,
            village.time,
            CniProfile.DEFAULT,
            village::canary);
    for (int i = 0; i < 3; i++) {
      try {
        assertThat(reconciler.reconcile(new GrantKey(grant.uid(), grant.name()))).isNotNull();
      } catch (ClusterException | JournalException expected) {
        village.time.advance(Village.RETRY);
      }
    }
    assertThat(village.isOpen(grant)).isFalse();
  }

  /// As a mutating webhook does: what it makes of the policy is not what was granted.
  @Test
  void aPolicyOfWhichTheClusterMakesAnotherIsTakenOutAtOnceAndForGood() {
    AccessGrant grant = village.asked();
    Cluster widening = FaultPlan.answering(Cluster.class, village.operator(), "apply", false);
    GrantReconciler reconciler =
        new GrantReconciler(
            widening,
            new ProvidedIncidents(widening),
            record,
            village.time,
            CniProfile.DEFAULT,
            village::canary);
    for (int i = 0; i < 40; i++) {
      switch (reconciler.reconcile(new GrantKey(grant.uid(), grant.name()))) {
        case Next.AtOnce _, Next.Done _ -> {}
        case Next.In(var delay, _) -> village.time.advance(delay);
      }
      assertThat(village.isOpen(grant)).isFalse();
    }
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.REVOKED);
    assertThat(village.now(grant).status().code()).contains(Code.POLICY_TAMPERED);
  }

  private void tryPass(GrantReconciler reconciler, AccessGrant grant) {
    try {
      switch (reconciler.reconcile(new GrantKey(grant.uid(), grant.name()))) {
        case Next.AtOnce _, Next.Done _ -> {}
        case Next.In(var delay, _) -> village.time.advance(delay);
      }
    } catch (JournalException expected) {
      village.time.advance(Village.RETRY);
    }
  }

  @Test
  void whoeverAskedClosesAndSomebodyElseRevokes() {
    for (String who : List.of("alice", "bob")) {
      GrantLifeTest test = new GrantLifeTest();
      AccessGrant grant = test.village.asked();
      FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> test.look(grant));
      test.live(grant, none, test.in(Duration.ofSeconds(20)));
      assertThat(test.village.alice().revoke(grant, new Revocation.By(who, "done"))).isPresent();
      test.live(grant, none, test.in(Duration.ofSeconds(2)));
      test.assertClosedAndTold(grant);
      assertThat(test.village.now(grant).status().phase())
          .isEqualTo(who.equals("alice") ? Phase.CLOSED : Phase.REVOKED);
    }
  }

  @Test
  void aLatchThatAStrangerDeletesEndsTheGrantForGood() {
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> {});
    live(grant, none, in(Duration.ofSeconds(20)));
    village.embedded.hands().deleteLatch(Village.latchKey(grant));
    village.time.advance(Duration.ofSeconds(1));
    live(grant, none, in(Duration.ofMinutes(5)));
    assertClosedAndTold(grant);
    assertThat(village.now(grant).status().code()).contains(Code.LATCH_GONE);
  }

  @Test
  void aPolicyThatAStrangerDeletesIsPutInAgainAndTheStatusNamesTheNewOne() {
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    village.embedded.hands().deletePolicy(Village.policyKey(grant));
    live(grant, none, in(Duration.ofSeconds(2)));
    var held = village.operator().policy(Village.policyKey(grant)).orElseThrow();
    assertThat(village.now(grant).status().policies())
        .containsExactly(new PolicyRef(held.meta().key(), held.meta().uid()));
    assertThat(record.story(grant.uid()).holds(held.meta().uid())).isTrue();
  }

  @Test
  void aPolicyThatAStrangerTakesTheMarksFromIsMarkedAgain() {
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    var before = village.operator().policy(Village.policyKey(grant));
    village.embedded.hands().editPolicy(Village.policyKey(grant), Strangers::unmark);
    live(grant, none, in(Duration.ofMillis(1)));
    var after = village.operator().policy(Village.policyKey(grant));
    assertThat(after.map(held -> held.meta().labels()))
        .isEqualTo(before.map(held -> held.meta().labels()));
    assertThat(after.map(held -> held.meta().annotations()))
        .isEqualTo(before.map(held -> held.meta().annotations()));
    live(grant, none, in(Duration.ofMinutes(5)));
    assertClosedAndTold(grant);
  }

  /// The status does not say yet which policies there are, and the record does not say any more.
  @Test
  void aLeaseThatIsOverRightAfterTheOpeningIsShutOnBothSidesThoughTheRecordCannotBeRead() {
    AccessGrant grant = village.shutForEgress().asked();
    Journal torn =
        FaultPlan.failing(
            Journal.class, record, Set.of("story"), () -> new JournalException("on purpose"));
    Cluster cluster = village.operator();
    GrantReconciler whole = reconciler(cluster, record);
    while (village.policies(grant).size() < 2) {
      tryPass(whole, grant);
    }
    assertThat(village.now(grant).status().policies()).isEmpty();
    village.embedded.stopControllers();
    village.time.advance(Village.LEASE);
    tryPass(reconciler(cluster, torn), grant);
    assertThat(village.policies(grant)).isEmpty();
  }

  private GrantReconciler reconciler(Cluster cluster, Journal journal) {
    return new GrantReconciler(
        cluster,
        new ProvidedIncidents(cluster),
        journal,
        village.time,
        CniProfile.DEFAULT,
        village::canary);
  }

  @Test
  void aLatchThatDoesNotStartIsRefused() {
    village.embedded.stopControllers();
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(30)));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.REFUSED);
    assertThat(village.now(grant).status().code()).contains(Code.LATCH_NOT_STARTED);
    assertThat(village.isOpen(grant)).isFalse();
  }

  @Test
  void aDeletedGrantIsClosedAndTold() {
    village.asked();
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> {});
    live(grant, none, in(Duration.ofSeconds(20)));
    village.embedded.stopControllers();
    village.embedded.hands().deleteGrant(grant.name());
    live(grant, none, in(Duration.ofSeconds(2)));
    assertThat(village.isOpen(grant)).isFalse();
    assertThat(record.story(grant.uid()).closed().map(JournalEntry.Closed::code))
        .contains(Code.GRANT_DELETED);
  }

  @Test
  void aGrantWhoseRuleIsDeletedOrChangedWhileOpenIsRevoked() {
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    village.embedded.hands().deleteRule(Village.RULE);
    live(grant, none, in(Duration.ofSeconds(2)));
    assertClosedAndTold(grant);
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.REVOKED);
    assertThat(village.now(grant).status().code()).contains(Code.RULE_MISSING);
  }
}
