package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.operator.FaultPlan.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lives in which somebody lays hands on what is open, with each call failing once around it.
class DriftLifeTest extends Lives {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final Duration WHOLE = Duration.ofMinutes(10);

  private final FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> {});

  /// What somebody does to the policy of a grant.
  private enum Hand {
    ALTERS(Drift.What.ALTERED),
    DELETES(Drift.What.DELETED),
    OWNS(Drift.What.TAMPERED);

    private final Drift.What what;

    Hand(Drift.What what) {
      this.what = what;
    }
  }

  private void does(Hand hand, AccessGrant grant) {
    var hands = village.embedded.hands();
    var key = Village.policyKey(grant);
    switch (hand) {
      case ALTERS -> hands.editPolicy(key, Strangers::selectAll);
      case DELETES -> hands.deletePolicy(key);
      case OWNS -> hands.editPolicy(key, DriftLifeTest::owned);
    }
  }

  private static HeldPolicy owned(HeldPolicy held) {
    Meta meta = held.meta();
    List<Owner> owners = new ArrayList<>(meta.owners());
    owners.add(new Owner("v1", "ConfigMap", "keep-me", new Uid("a-stranger")));
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

  private DriftLifeTest under(OnDrift answer) {
    AccessRule _ =
        village
            .embedded
            .hands()
            .put(
                village.rule(
                    FourEyes.of(0),
                    new Conditions(
                        IncidentKind.ANY, new BreakGlass.Forbidden(), Quota.NONE, answer)));
    return this;
  }

  private AccessGrant opened() {
    AccessGrant grant =
        village
            .alice()
            .ask(
                new Request(
                    Village.RULE,
                    "INC-4711",
                    "orders fail",
                    Duration.ofMinutes(5),
                    new Origin.AnySource(),
                    "alice"));
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(village.isOpen(grant)).isTrue();
    return grant;
  }

  private List<JournalEntry.Drifted> told(AccessGrant grant) {
    return record.story(grant.uid()).entries().stream()
        .filter(JournalEntry.Drifted.class::isInstance)
        .map(JournalEntry.Drifted.class::cast)
        .toList();
  }

  private void assertTold(AccessGrant grant, Drift.What what, OnDrift answer) {
    assertThat(told(grant))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.drift().policy()).isEqualTo(Village.policyKey(grant));
              assertThat(entry.drift().what()).isEqualTo(what);
              assertThat(entry.answer()).isEqualTo(answer);
            });
  }

  @Test
  void whatIsAlteredOrDeletedIsRecordedOnceAndMended() {
    for (Hand hand : List.of(Hand.ALTERS, Hand.DELETES)) {
      DriftLifeTest test = new DriftLifeTest().under(OnDrift.MEND);
      AccessGrant grant = test.opened();
      test.does(hand, grant);
      test.live(grant, test.none, test.in(MOMENT));
      assertThat(test.village.isOpen(grant)).isTrue();
      test.assertTold(grant, hand.what, OnDrift.MEND);
      test.live(grant, test.none, test.in(WHOLE));
      test.assertClosedAndTold(grant);
      assertThat(test.village.now(grant).status().code()).contains(Code.EXPIRED);
    }
  }

  @Test
  void eachTimeIsRecorded() {
    AccessGrant grant = under(OnDrift.MEND).opened();
    for (int i = 0; i < 3; i++) {
      does(Hand.ALTERS, grant);
      live(grant, none, in(MOMENT));
      does(Hand.DELETES, grant);
      live(grant, none, in(MOMENT));
    }
    assertThat(told(grant))
        .extracting(entry -> entry.drift().what())
        .containsExactly(
            Drift.What.ALTERED,
            Drift.What.DELETED,
            Drift.What.ALTERED,
            Drift.What.DELETED,
            Drift.What.ALTERED,
            Drift.What.DELETED);
  }

  @Test
  void underARuleThatClosesItClosesAndNeverOpensAgain() {
    for (Hand hand : List.of(Hand.ALTERS, Hand.DELETES)) {
      DriftLifeTest test = new DriftLifeTest().under(OnDrift.CLOSE);
      AccessGrant grant = test.opened();
      test.does(hand, grant);
      FaultPlan watched =
          new FaultPlan(
              0,
              Fault.NOT_DONE,
              () -> {
                if (!test.told(grant).isEmpty()) {
                  assertThat(test.village.isOpen(grant)).isFalse();
                }
              });
      test.live(grant, watched, test.in(WHOLE));
      test.assertClosedAndTold(grant);
      assertThat(test.village.now(grant).status().phase()).isEqualTo(Phase.REVOKED);
      assertThat(test.village.now(grant).status().code()).contains(Code.DRIFTED);
      test.assertTold(grant, hand.what, OnDrift.CLOSE);
    }
  }

  /// A rule that became laxer since opens nothing again either.
  @Test
  void aRuleThatMendsByNowDoesNotOpenWhatWasClosed() {
    AccessGrant grant = under(OnDrift.CLOSE).opened();
    Uid policy = village.operator().policy(Village.policyKey(grant)).orElseThrow().meta().uid();
    does(Hand.DELETES, grant);
    // The process dies before the status says so.
    record.record(
        new JournalEntry.Drifted(
            grant.uid(),
            village.time.instant(),
            new Drift(Village.policyKey(grant), policy, "", Drift.What.DELETED),
            OnDrift.CLOSE));
    DriftLifeTest _ = under(OnDrift.MEND);
    live(grant, new FaultPlan(0, Fault.NOT_DONE, () -> assertShut(grant)), in(MOMENT));
    assertClosedAndTold(grant);
    assertThat(village.now(grant).status().code()).contains(Code.DRIFTED);
  }

  private void assertShut(AccessGrant grant) {
    assertThat(village.isOpen(grant)).isFalse();
  }

  @Test
  void anotherOwnerClosesUnderEveryRuleAndIsRecorded() {
    for (OnDrift answer : OnDrift.values()) {
      DriftLifeTest test = new DriftLifeTest().under(answer);
      AccessGrant grant = test.opened();
      test.does(Hand.OWNS, grant);
      test.live(grant, test.none, test.in(WHOLE));
      test.assertClosedAndTold(grant);
      assertThat(test.village.now(grant).status().code()).contains(Code.POLICY_TAMPERED);
      test.assertTold(grant, Drift.What.TAMPERED, OnDrift.CLOSE);
    }
  }

  /// Its closing, which goes on record in the end, says what was done all the same.
  @Test
  void aDeadJournalKeepsNoPathOpenThatIsToClose() {
    AccessGrant grant = under(OnDrift.CLOSE).opened();
    does(Hand.ALTERS, grant);
    DeadJournal dead = new DeadJournal(record, _ -> true);
    village.live(grant, village.operator(), dead, in(MOMENT));
    assertThat(village.isOpen(grant)).isFalse();
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.CLOSING);
    live(grant, none, in(WHOLE));
    assertClosedAndTold(grant);
    assertThat(record.story(grant.uid()).ending())
        .map(Ending::sentence)
        .get()
        .asString()
        .contains("somebody altered the policy " + Village.policyKey(grant));
  }

  /// While what was done cannot be put on record, nothing is opened again.
  @Test
  void aDeadJournalMendsNothing() {
    AccessGrant grant = under(OnDrift.MEND).opened();
    does(Hand.DELETES, grant);
    village.live(grant, village.operator(), new DeadJournal(record, _ -> true), in(MOMENT));
    assertThat(village.isOpen(grant)).isFalse();
    live(grant, none, in(MOMENT));
    assertThat(village.isOpen(grant)).isTrue();
    assertTold(grant, Drift.What.DELETED, OnDrift.MEND);
  }

  @ParameterizedTest
  @EnumSource
  void whateverCallGoesWrongItIsMendedOrClosedAndRecordedOnce(Fault fault) {
    for (OnDrift answer : OnDrift.values()) {
      for (Hand hand : List.of(Hand.ALTERS, Hand.DELETES)) {
        int calls = callsAfter(answer, hand);
        assertThat(calls).isGreaterThan(10);
        for (int when = 1; when <= calls; when++) {
          onePerCall(answer, hand, when, fault);
        }
      }
    }
  }

  private static int callsAfter(OnDrift answer, Hand hand) {
    DriftLifeTest test = new DriftLifeTest().under(answer);
    AccessGrant grant = test.opened();
    test.does(hand, grant);
    FaultPlan counted = new FaultPlan(0, Fault.NOT_DONE, () -> {});
    test.live(grant, counted, test.in(MOMENT));
    return counted.calls();
  }

  private static void onePerCall(OnDrift answer, Hand hand, int when, Fault fault) {
    DriftLifeTest test = new DriftLifeTest().under(answer);
    AccessGrant grant = test.opened();
    test.does(hand, grant);
    boolean[] wasShut = new boolean[1];
    FaultPlan plan =
        new FaultPlan(
            when,
            fault,
            () -> {
              test.look(grant);
              wasShut[0] |= !test.village.isOpen(grant);
              assertThat(answer == OnDrift.CLOSE && wasShut[0] && test.village.isOpen(grant))
                  .as("opened again")
                  .isFalse();
            });
    test.live(grant, plan, test.in(MOMENT));
    test.live(grant, test.none, test.in(MOMENT));
    switch (answer) {
      case MEND -> {
        assertThat(test.village.isOpen(grant)).as("call " + when).isTrue();
        test.assertTold(grant, hand.what, answer);
      }
      case CLOSE -> {
        assertThat(test.village.now(grant).status().code())
            .as("call " + when)
            .contains(Code.DRIFTED);
        assertThat(test.told(grant)).as("call " + when).hasSizeLessThanOrEqualTo(1);
      }
    }
    test.live(grant, test.none, test.in(WHOLE));
    test.assertClosedAndTold(grant);
  }
}
