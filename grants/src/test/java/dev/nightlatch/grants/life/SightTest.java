package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.ACTIVE;
import static dev.nightlatch.grants.life.FoundWorld.OPENED;
import static dev.nightlatch.grants.life.FoundWorld.OPENING;
import static dev.nightlatch.grants.life.FoundWorld.OPENS;
import static dev.nightlatch.grants.life.FoundWorld.REF;
import static dev.nightlatch.grants.life.FoundWorld.asked;
import static dev.nightlatch.grants.life.FoundWorld.grantIn;
import static dev.nightlatch.grants.life.FoundWorld.open;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SightTest {
  private static final Instant UNTIL = NIGHT.plus(FourEyes.TIMEOUT);
  private static final JournalEntry.Closed CLOSED =
      new JournalEntry.Closed(GRANT, NIGHT, Code.EXPIRED, "The lease was over.");

  // What is in order.

  @Test
  void anOpenGrantIsSeenAsGrantedArmedInPlaceAndOnRecord() {
    assertThat(open().seen())
        .isEqualTo(
            new Seen(
                new Standing.Granted(OPENS, List.of(), Instant.EPOCH, Instant.MAX),
                Phase.ACTIVE,
                true,
                new Latches.Armed(List.of(REF), true),
                Policies.AS_GRANTED,
                new Recorded(new Recorded.Opening.At(NIGHT), true, true, false, false)));
  }

  @Test
  void aFreshRequestIsSeenAsGrantedWithNothingDone() {
    assertThat(asked().seen())
        .isEqualTo(
            new Seen(
                new Standing.Granted(
                    OPENS, List.of(), Instant.EPOCH, UNTIL.plus(Standings.BEGINS_WITHIN)),
                Phase.PENDING,
                false,
                new Latches.None(),
                Policies.ABSENT,
                new Recorded(new Recorded.Opening.No(), false, false, false, false)));
  }

  @Test
  void aLatchThatHasNotStartedIsArmingAndOneThatHasIsArmedButNotNoted() {
    FoundWorld begun = asked().recorded(OPENING);
    assertThat(begun.latch(startedAt(Samples.latch(), Optional.empty())).seen().latches())
        .isEqualTo(new Latches.Arming());
    assertThat(begun.latch(Samples.latch()).seen().latches())
        .isEqualTo(new Latches.Armed(List.of(REF), false));
  }

  @Test
  void aLatchIsKnownFromTheRecordWhereTheStatusWasLost() {
    FoundWorld lost = open().status(GrantStatus.NEW);
    assertThat(lost.seen().latches()).isEqualTo(new Latches.Armed(List.of(REF), false));
    assertThat(lost.withoutLatch().seen().latches())
        .isEqualTo(new Latches.Gone(REF.expiresAt(), false));
    assertThat(decide(lost)).isEqualTo(new Step.RemovePolicies(Endings.LATCH_MISSING));
  }

  @Test
  void aStatusThatNamesAnotherPolicyThanTheOneThereIsNotNoted() {
    GrantStatus before =
        ACTIVE.holding(
            List.of(new PolicyRef(OPENING.policies().getFirst(), new Uid("the one before"))));
    assertThat(open().status(before).seen().noted()).isFalse();
    assertThat(open().seen().noted()).isTrue();
  }

  /// Nobody was asked before it opened, so nobody was told; whoever reviews it is told afterwards.
  @Test
  void whatIsOpenAndWasNotForeseenIsToldOnceEverythingIsLookedAt() {
    GrantStatus untold =
        Notes.active(
            Notes.leased(Notes.approved(GrantStatus.NEW, OPENS, List.of(), NIGHT), List.of(REF)),
            OPENS,
            OPENED.policies(),
            NIGHT);
    FoundWorld open = open().status(untold);
    assertThat(Sight.isUnforeseen(open.grant().orElseThrow(), open.story())).isTrue();
    assertThat(decide(open)).isEqualTo(new Step.NoteActive(OPENS));
    Look part = ((Look.At) FoundWorld.LOOK).within(Scope.within(List.of("shop", "support-tools")));
    assertThat(decide(open.look(part))).isInstanceOf(Step.WaitUntil.class);
    assertThat(Sight.isUnforeseen(open().grant().orElseThrow(), open().story())).isFalse();
  }

  @Test
  void aStatusThatShowsOtherConnectionsThanWouldOpenIsNotNoted() {
    FoundWorld approved = asked().status(Notes.approved(GrantStatus.NEW, OPENS, List.of(), NIGHT));
    assertThat(approved.seen().noted()).isTrue();
    assertThat(
            approved.status(
                approved
                    .grant()
                    .orElseThrow()
                    .status()
                    .opening(GrantTerms.ofConnections(List.of("other")))))
        .extracting(world -> world.seen().noted())
        .isEqualTo(false);
  }

  /// A finalizer, whoever put it there, holds the object and not the path.
  @Test
  void aGrantThatIsBeingDeletedIsOverWhateverHoldsIt() {
    AccessGrant active = open().grant().orElseThrow();
    AccessGrant going =
        new AccessGrant(
            Samples.terminating(active.meta()), active.request(), active.voices(), active.status());
    assertThat(open().grant(going).seen().standing())
        .isEqualTo(new Standing.Over(Endings.GRANT_DELETED));
    assertThat(Sight.isOver(going, NIGHT)).isTrue();
    assertThat(Sight.isOver(active, NIGHT)).isFalse();
    assertThat(Sight.isOver(active, REF.expiresAt())).isTrue();
  }

  // Rule and sources that change under an open grant.

  @Test
  void otherTermsThanWereGrantedEndTheGrant() {
    Target otherPort = new Target(Samples.APP_DB, List.of(Samples.tcp(5433)));
    Target wider = new Target(Samples.APP_DB, List.of(Samples.tcp(5432), Samples.tcp(5433)));
    assertThat(FoundWorld.RULE.target().ports()).containsExactly(Samples.tcp(5432));
    List<Facts> changed =
        List.of(
            FoundWorld.facts(Samples.rule(Samples.RULE, wider, 0, Samples.free(Samples.TOOLS_KEY))),
            FoundWorld.facts(
                Samples.rule(Samples.RULE, otherPort, 0, Samples.free(Samples.TOOLS_KEY))),
            FoundWorld.facts(
                Samples.rule(
                    new Uid("recreated"),
                    FoundWorld.RULE.target(),
                    0,
                    Samples.free(Samples.TOOLS_KEY))),
            FoundWorld.facts(Samples.rule(1, Samples.free(Samples.TOOLS_KEY))));
    for (Facts facts : changed) {
      FoundWorld world = open().facts(facts);
      assertThat(world.seen().standing()).isEqualTo(new Standing.Over(Endings.TERMS_CHANGED));
      assertThat(decide(world)).isEqualTo(new Step.RemovePolicies(Endings.TERMS_CHANGED));
    }
  }

  @Test
  void aChangeOfTheRuleThatOpensTheSameIsNone() {
    assertThat(
            open()
                .facts(
                    new Facts.Known(
                        new AccessRule(
                            FoundWorld.RULE.meta(),
                            "another description",
                            FoundWorld.RULE.target(),
                            FoundWorld.RULE.sources(),
                            Samples.HALF_AN_HOUR,
                            FourEyes.of(0)),
                        List.of(Samples.tools("bank", "shop")),
                        List.of()))
                .seen()
                .policies())
        .isEqualTo(Policies.AS_GRANTED);
  }

  @Test
  void aRuleThatWouldNowRefuseEndsAnOpenGrantWithThatRefusal() {
    FoundWorld gone = open().facts(new Facts.NoRule());
    assertThat(decide(gone))
        .isInstanceOfSatisfying(
            Step.RemovePolicies.class,
            step -> assertThat(step.ending().code()).isEqualTo(Code.RULE_MISSING));
    FoundWorld withdrawn =
        open().facts(new Facts.Known(FoundWorld.RULE, List.of(Samples.tools()), List.of()));
    assertThat(decide(withdrawn))
        .isInstanceOfSatisfying(
            Step.RemovePolicies.class,
            step -> assertThat(step.ending().code()).isEqualTo(Code.SOURCE_NOT_USABLE));
  }

  // Ends that are never taken back.

  @Test
  void aGrantThatIsClosingKeepsItsReasonWhateverTheRuleSaysNow() {
    Ending ending = new Ending(Code.LATCH_TAMPERED, "The latch is not as it was armed.");
    FoundWorld closing =
        open()
            .withoutPolicy()
            .status(Notes.closing(ACTIVE, ending, NIGHT))
            .facts(new Facts.NoRule())
            .grant(
                Samples.grant(new Revocation.By("bob", ""), Notes.closing(ACTIVE, ending, NIGHT)));
    assertThat(closing.seen().standing()).isEqualTo(new Standing.Over(ending));
    assertThat(Sight.needsFacts(closing.grant().orElseThrow(), closing.story(), NIGHT)).isFalse();
  }

  @Test
  void aClosingStatusWithoutACodeIsStillClosing() {
    FoundWorld closing = open().status(ACTIVE.in(Phase.CLOSING, "", Optional.empty()));
    assertThat(closing.seen().standing())
        .isEqualTo(new Standing.Over(new Ending(Code.REVOKED, "")));
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void aStoryThatIsClosedNeverOpensAgainWhateverTheStatusSays(Phase phase) {
    FoundWorld reset =
        open().recorded(OPENING, OPENED, CLOSED).status(ACTIVE.in(phase, "", Optional.empty()));
    assertThat(reset.seen().standing()).isNotInstanceOf(Standing.Granted.class);
    assertThat(decide(reset)).isInstanceOf(Step.RemovePolicies.class);
    Step next = decide(reset.withoutPolicy().withoutLatch());
    assertThat(next)
        .isInstanceOfAny(
            Step.ProveClosed.class, Step.NoteEnd.class, Step.NoteClosing.class, Step.Rest.class);
  }

  @Test
  void aRefusalOnRecordIsAnEndTooAndKeepsItsReason() {
    JournalEntry.Refused refused =
        new JournalEntry.Refused(
            GRANT, NIGHT, "x", Samples.request(), Code.WOULD_CUT, "No policy isolates it.");
    FoundWorld world = asked().recorded(refused);
    assertThat(world.seen().standing())
        .isEqualTo(new Standing.Over(new Ending(Code.WOULD_CUT, "No policy isolates it.")));
    assertThat(decide(world)).isInstanceOf(Step.NoteEnd.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"REJECTED", "WITHDRAWN", "TIMED_OUT", "REFUSED", "EXPIRED", "CLOSED", "REVOKED"})
  void aTerminalPhaseStaysAndWhatIsOpenUnderItIsTakenOut(Phase phase) {
    FoundWorld ended = open().status(ACTIVE.in(phase, "told", Optional.of(Code.EXPIRED)));
    assertThat(ended.seen().standing())
        .isEqualTo(new Standing.Ended(new Ending(Code.EXPIRED, "told")));
    assertThat(decide(ended)).isInstanceOf(Step.RemovePolicies.class);
    assertThat(Sight.needsFacts(ended.grant().orElseThrow(), ended.story(), NIGHT)).isFalse();
  }

  @Test
  void aRevocationEndsAGrantByWhoeverSaidIt() {
    AccessGrant byRequester = Samples.grant(new Revocation.By("alice", "done"), ACTIVE);
    AccessGrant byOther = Samples.grant(new Revocation.By("bob", ""), ACTIVE);
    AccessGrant byNamesake = Samples.grant(new Revocation.By("Alice", ""), ACTIVE);
    assertThat(code(open().grant(byRequester))).isEqualTo(Code.CLOSED_BY_REQUESTER);
    assertThat(code(open().grant(byOther))).isEqualTo(Code.REVOKED);
    assertThat(code(open().grant(byNamesake))).isEqualTo(Code.REVOKED);
    assertThat(Sight.needsFacts(byOther, Story.untold(GRANT), NIGHT)).isFalse();
    assertThat(Sight.needsFacts(grantIn(ACTIVE), Story.untold(GRANT), NIGHT)).isTrue();
  }

  /// What takes time to read, or cannot be read, must not keep a path open.
  @Test
  void aLeaseThatIsOverEndsTheGrantWithoutALookAtTheRule() {
    AccessGrant active = open().grant().orElseThrow();
    Instant end = REF.expiresAt();
    assertThat(Sight.needsFacts(active, open().story(), end.minusNanos(1))).isTrue();
    assertThat(Sight.needsFacts(active, open().story(), end)).isFalse();
    assertThat(Sight.needsFacts(active, Story.untold(GRANT), end)).isFalse();

    Found unread =
        new Found(
            open().grant(),
            open().story(),
            Optional.empty(),
            new Look.Away(),
            new Guards.NotAsked(),
            new Canary.NotAsked(),
            open().policy().stream().toList(),
            open().latch().stream().toList());
    assertThat(Lifecycle.decide(Sight.of(unread, end), end))
        .isEqualTo(new Step.RemovePolicies(Endings.EXPIRED));
  }

  // Losses.

  @Test
  void aVanishedGrantIsSeenByItsRecordAndItsObjects() {
    Seen seen = open().vanished().seen();
    assertThat(seen)
        .isEqualTo(
            new Seen(
                new Standing.Vanished(),
                Phase.PENDING,
                false,
                new Latches.Armed(List.of(REF), false),
                Policies.TAMPERED,
                new Recorded(new Recorded.Opening.At(NIGHT), true, true, false, false)));
    assertThat(Lifecycle.decide(seen, NIGHT))
        .isEqualTo(new Step.RemovePolicies(Endings.GRANT_DELETED));
  }

  @Test
  void aVanishedGrantThatNobodyRecordedStillLosesWhatItHolds() {
    FoundWorld world = open().recorded().vanished();
    assertThat(decide(world)).isEqualTo(new Step.RemovePolicies(Endings.GRANT_DELETED));
    assertThat(decide(world.withoutPolicy())).isEqualTo(new Step.Disarm(Endings.GRANT_DELETED));
    assertThat(decide(world.withoutPolicy().withoutLatch())).isEqualTo(new Step.Rest());
  }

  @Test
  void aLostJournalClosesAnOpenGrant() {
    assertThat(decide(open().recorded())).isEqualTo(new Step.RemovePolicies(Endings.OFF_RECORD));
  }

  private static Step decide(FoundWorld world) {
    return Lifecycle.decide(world.seen(), NIGHT.plusSeconds(1));
  }

  private static Code code(FoundWorld world) {
    return world.seen().standing() instanceof Standing.Over(var ending)
        ? ending.code()
        : Code.RULE_MISSING;
  }

  private static HeldLatch startedAt(HeldLatch latch, Optional<Instant> at) {
    return new HeldLatch(latch.meta(), latch.deadline(), at, latch.sound(), latch.fired());
  }
}
