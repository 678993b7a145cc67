package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.BEFORE;
import static dev.nightlatch.grants.life.FoundWorld.OPENED;
import static dev.nightlatch.grants.life.FoundWorld.OPENING;
import static dev.nightlatch.grants.life.FoundWorld.OPENS;
import static dev.nightlatch.grants.life.FoundWorld.PROVEN;
import static dev.nightlatch.grants.life.FoundWorld.REF;
import static dev.nightlatch.grants.life.FoundWorld.RULE;
import static dev.nightlatch.grants.life.FoundWorld.open;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.record.JournalEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes of a grant whose policy somebody altered or deleted while it was open.
class DriftTest {
  private static final Facts STRICT =
      FoundWorld.facts(
          new AccessRule(
              RULE.meta(),
              RULE.description(),
              RULE.target(),
              RULE.sources(),
              RULE.maxDuration(),
              RULE.fourEyes(),
              new Conditions(
                  IncidentKind.ANY, new BreakGlass.Forbidden(), Quota.NONE, OnDrift.CLOSE)));
  private static final Drift DELETED = drift("", Drift.What.DELETED);

  private static Drift drift(String version, Drift.What what) {
    return new Drift(OPENING.policies().getFirst(), Samples.POLICY, version, what);
  }

  private static Drift altered(FoundWorld world) {
    return drift(world.policy().orElseThrow().meta().resourceVersion(), Drift.What.ALTERED);
  }

  private static FoundWorld altered() {
    return open().policy(meta -> Samples.labelled(meta, Map.of()));
  }

  private static FoundWorld deleted() {
    return open().withoutPolicy();
  }

  private static FoundWorld told(FoundWorld world, Drift drift, OnDrift answer) {
    return world.recorded(
        BEFORE, OPENING, PROVEN, OPENED, new JournalEntry.Drifted(GRANT, NIGHT, drift, answer));
  }

  private static Step decide(FoundWorld world) {
    return Lifecycle.decide(world.seen(), NIGHT.plusSeconds(1));
  }

  @Test
  void whatWasAlteredOrDeletedIsRecordedAndThenMended() {
    Step mending = new Step.ApplyPolicies(OPENS, List.of(REF));
    assertThat(decide(altered())).isEqualTo(new Step.RecordDrift(List.of(altered(altered()))));
    assertThat(decide(told(altered(), altered(altered()), OnDrift.MEND))).isEqualTo(mending);
    assertThat(decide(deleted())).isEqualTo(new Step.RecordDrift(List.of(DELETED)));
    assertThat(decide(told(deleted(), DELETED, OnDrift.MEND))).isEqualTo(mending);
  }

  @Test
  void whatIsAlteredAgainIsRecordedAgain() {
    FoundWorld again = told(altered(), drift("of-another-time", Drift.What.ALTERED), OnDrift.MEND);
    assertThat(decide(again)).isEqualTo(new Step.RecordDrift(List.of(altered(again))));
  }

  @Test
  void underARuleThatClosesItIsTakenOutAndNothingIsMended() {
    Ending ending = Endings.drifted(List.of(altered(altered())));
    assertThat(ending.code()).isEqualTo(Code.DRIFTED);
    assertThat(ending.sentence())
        .isEqualTo(
            "While it was open, somebody altered the policy "
                + OPENING.policies().getFirst()
                + ". The rule closes then.");
    assertThat(decide(altered().facts(STRICT)))
        .isEqualTo(new Step.RemovePolicies(ending, List.of(altered(altered()))));
    assertThat(decide(deleted().facts(STRICT)))
        .isEqualTo(new Step.NoteClosing(Endings.drifted(List.of(DELETED)), List.of(DELETED)));
  }

  /// Somebody may have changed the rule back, or put the policy back, since.
  @Test
  void whatIsOnRecordAsClosedIsClosedWhateverIsSeenLater() {
    for (Drift drift : List.of(DELETED, drift("2", Drift.What.ALTERED))) {
      assertThat(decide(told(open(), drift, OnDrift.CLOSE)))
          .isEqualTo(new Step.RemovePolicies(Endings.drifted(List.of(drift))));
      assertThat(decide(told(deleted(), drift, OnDrift.CLOSE)))
          .isEqualTo(new Step.NoteClosing(Endings.drifted(List.of(drift))));
    }
    assertThat(decide(told(deleted(), drift("2", Drift.What.TAMPERED), OnDrift.CLOSE)))
        .isEqualTo(new Step.NoteClosing(Endings.POLICY_TAMPERED));
  }

  @Test
  void whatWasNeverSeenInPlaceNobodyCanHaveDeleted() {
    for (Facts facts : List.of(FoundWorld.FACTS, STRICT)) {
      FoundWorld before = deleted().facts(facts).recorded(BEFORE, OPENING);
      assertThat(before.seen().drifts()).isEqualTo(Drifts.NONE);
      assertThat(decide(before)).isInstanceOf(Step.ApplyPolicies.class);
    }
  }

  @Test
  void aPolicyThatWentWithItsLatchIsNoDriftAndIsNeverMadeAgain() {
    for (Facts facts : List.of(FoundWorld.FACTS, STRICT)) {
      FoundWorld gone = deleted().withoutLatch().facts(facts);
      assertThat(gone.seen().drifts()).isEqualTo(Drifts.NONE);
      assertThat(decide(gone)).isEqualTo(new Step.NoteClosing(Endings.LATCH_GONE));
    }
  }

  // What others do beside it.

  private static final Bystander NEXT = new Bystander("Pod shop/db-1", "");

  private static List<Notice> notices(FoundWorld world) {
    return world.seen().drifts().beside();
  }

  private static FoundWorld told(FoundWorld world, Notice... notices) {
    return world.recorded(
        BEFORE, OPENING, PROVEN, OPENED, new JournalEntry.Noticed(GRANT, NIGHT, List.of(notices)));
  }

  @Test
  void aPodThatComesIsRecordedOnceAndChangesNothing() {
    for (Facts facts : List.of(FoundWorld.FACTS, STRICT)) {
      FoundWorld two =
          open()
              .facts(facts)
              .look(
                  FoundWorld.look(
                      List.of(Samples.db("db-0"), Samples.db("db-1")),
                      List.of(Samples.defaultDeny())));
      Notice came = new Notice(NEXT, Notice.Turn.CAME);
      assertThat(notices(two)).containsExactly(came);
      assertThat(decide(two)).isInstanceOf(Step.RecordProof.class);
      assertThat(notices(told(two, came))).isEmpty();
      assertThat(notices(told(open().facts(facts), came)))
          .containsExactly(new Notice(NEXT, Notice.Turn.WENT));
    }
  }

  @Test
  void aPolicyOfSomebodyElseIsRecordedWhenItComesChangesAndGoes() {
    FoundWorld one = beside(Samples.ingressPolicy("shop", "extra", Samples.APP_DB));
    List<Notice> came = notices(one);
    assertThat(came).extracting(Notice::clause).containsExactly("NetworkPolicy shop/extra came");
    assertThat(decide(one)).isEqualTo(new Step.RecordNotices(came));
    FoundWorld once = told(one, came.getFirst());
    assertThat(notices(once)).isEmpty();
    assertThat(decide(once)).isInstanceOf(Step.WaitUntil.class);
    FoundWorld other = beside(Samples.ingressPolicy("shop", "extra", LabelSelector.EVERYTHING));
    assertThat(notices(told(other, came.getFirst())))
        .extracting(Notice::clause)
        .containsExactly("NetworkPolicy shop/extra changed");
    assertThat(notices(told(open(), came.getFirst())))
        .extracting(Notice::clause)
        .containsExactly("NetworkPolicy shop/extra went");
  }

  private static FoundWorld beside(NetworkPolicy policy) {
    return open()
        .look(
            FoundWorld.look(
                List.of(Samples.db("db-0")), List.of(Samples.defaultDeny(), Samples.held(policy))));
  }

  /// Its own policy would isolate the pods alone then.
  @Test
  void whereTheComparisonFailsItCloses() {
    FoundWorld bare = open().look(FoundWorld.look(List.of(Samples.db("db-0")), List.of()));
    assertThat(decide(bare))
        .isInstanceOfSatisfying(
            Step.RemovePolicies.class,
            step -> assertThat(step.ending().code()).isEqualTo(Code.WOULD_CUT));
  }

  @Test
  void whereNobodyLookedNobodyIsMissed() {
    assertThat(notices(open().look(new Look.Away()))).isEmpty();
  }

  @Test
  void whatOpensUnderARuleThatClosesSaysSo() {
    assertThat(decide(deleted().facts(STRICT).recorded(BEFORE, OPENING)))
        .isInstanceOfSatisfying(
            Step.ApplyPolicies.class,
            step -> assertThat(step.opens().onDrift()).isEqualTo(OnDrift.CLOSE));
  }
}
