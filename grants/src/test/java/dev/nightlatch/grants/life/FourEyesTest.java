package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.LOOK;
import static dev.nightlatch.grants.life.FoundWorld.asked;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static dev.nightlatch.grants.model.Samples.TOOLS_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Sessions;
import dev.nightlatch.grants.model.Voices;
import dev.nightlatch.grants.plan.Ask;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Planner;
import dev.nightlatch.grants.plan.Progress;
import dev.nightlatch.grants.plan.Prospects;
import dev.nightlatch.grants.record.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who may say yes to a grant, to what, and until when.
class FourEyesTest {
  private static final Facts TWO = FoundWorld.facts(Samples.rule(2, Samples.free(TOOLS_KEY)));
  private static final Plan.Opens OPENS = opens(Samples.request());
  private static final String HASH = OPENS.terms().hash();
  private static final String OTHER = "0".repeat(64);
  private static final Prospect OTHER_PROSPECT =
      new Prospect(
          new Prospect.Step(9, 9, 9, 9, 9),
          new Prospect.Step(9, 9, 9, 9, 9),
          Answer.ALLOWED,
          List.of(),
          new Sessions.Unknown("nobody looked"));
  private static final Instant IN_TIME = NIGHT.plus(FourEyes.TIMEOUT).minusNanos(1);
  private static final Instant TOO_LATE = NIGHT.plus(FourEyes.TIMEOUT);

  @Test
  void aGrantWaitsAndShowsWhatWouldOpen() {
    assertThat(decide(Voices.NONE, GrantStatus.NEW, IN_TIME))
        .isEqualTo(new Step.NoteWaiting(OPENS, List.of(), List.of()));
    GrantStatus noted = Notes.waiting(GrantStatus.NEW, OPENS, List.of(), List.of(), NIGHT);
    assertThat(decide(Voices.NONE, noted, IN_TIME)).isEqualTo(new Step.WaitUntil(TOO_LATE));
  }

  @Test
  void whatTheOpeningBringsWithinReachIsWrittenOnceAndAgainWhenItChanges() {
    GrantStatus waiting = Notes.waiting(GrantStatus.NEW, OPENS, List.of(), List.of(), NIGHT);
    GrantStatus told = Notes.foreseen(waiting, OPENS, LOOK);
    assertThat(told.prospect()).isEqualTo(Prospects.of(OPENS, LOOK)).isPresent();
    assertThat(Notes.foreseen(told, OPENS, LOOK)).isEqualTo(told);
    assertThat(decide(Voices.NONE, told, IN_TIME)).isEqualTo(new Step.WaitUntil(TOO_LATE));
    GrantStatus other = waiting.foreseeing(Optional.of(OTHER_PROSPECT));
    assertThat(decide(Voices.NONE, other, IN_TIME))
        .isEqualTo(new Step.NoteWaiting(OPENS, List.of(), List.of()));
  }

  @Test
  void whatApproversWereToldStaysOnceItIsApproved() {
    GrantStatus approved =
        Notes.approved(GrantStatus.NEW, OPENS, List.of("bob", "carol"), NIGHT)
            .foreseeing(Optional.of(OTHER_PROSPECT));
    assertThat(Notes.foreseen(approved, OPENS, LOOK)).isEqualTo(approved);
    assertThat(decide(both(), approved, IN_TIME))
        .isEqualTo(new Step.RecordOpening(OPENS, List.of("bob", "carol")));
  }

  @Test
  void eachApprovalIsNotedAndTheLastOneApproves() {
    Voices one = Voices.NONE.with(yes("bob"));
    assertThat(
            decide(
                one, Notes.waiting(GrantStatus.NEW, OPENS, List.of(), List.of(), NIGHT), IN_TIME))
        .isEqualTo(new Step.NoteWaiting(OPENS, List.of("bob"), List.of()));
    assertThat(decide(one.with(yes("carol")), GrantStatus.NEW, IN_TIME))
        .isEqualTo(new Step.NoteApproved(OPENS, List.of("bob", "carol")));
  }

  @Test
  void whoHasApprovedGoesOnRecordWithTheOpening() {
    GrantStatus approved = Notes.approved(GrantStatus.NEW, OPENS, List.of("bob", "carol"), NIGHT);
    assertThat(decide(both(), approved, IN_TIME))
        .isEqualTo(new Step.RecordOpening(OPENS, List.of("bob", "carol")));
  }

  @Test
  void noApprovalCountsTwiceNorForOtherTermsNorOfTheRequesterNorOfAServiceAccount() {
    for (Approval other :
        List.of(
            yes("bob"),
            new Approval(new Identity("carol", List.of()), OTHER, ""),
            new Approval(new Identity("carol", List.of()), "", ""),
            yes("alice"),
            yes("system:serviceaccount:shop:robot"))) {
      assertThat(decide(Voices.NONE.with(yes("bob")).with(other), GrantStatus.NEW, IN_TIME))
          .as(other.toString())
          .isEqualTo(new Step.NoteWaiting(OPENS, List.of("bob"), List.of()));
    }
  }

  @Test
  void anApprovalThatIsSeenTooLateCountsForNothing() {
    assertThat(ending(decide(both(), GrantStatus.NEW, TOO_LATE))).isEqualTo(Code.TIMED_OUT);
    assertThat(ending(decide(Voices.NONE, GrantStatus.NEW, TOO_LATE))).isEqualTo(Code.TIMED_OUT);
  }

  /// Approved in time, and then the record could not be written for a while.
  @Test
  void whatWasApprovedInTimeMayBeginALittleLater() {
    GrantStatus approved = Notes.approved(GrantStatus.NEW, OPENS, List.of("bob", "carol"), NIGHT);
    assertThat(decide(both(), approved, TOO_LATE)).isInstanceOf(Step.RecordOpening.class);
    assertThat(ending(decide(both(), approved, TOO_LATE.plus(Standings.BEGINS_WITHIN))))
        .isEqualTo(Code.TIMED_OUT);
  }

  @Test
  void aRuleSetsItsOwnTimeToApprove() {
    Facts quick =
        FoundWorld.facts(
            new AccessRule(
                FoundWorld.RULE.meta(),
                "",
                FoundWorld.RULE.target(),
                FoundWorld.RULE.sources(),
                FoundWorld.RULE.maxDuration(),
                new FourEyes(1, Duration.ofSeconds(30))));
    AccessGrant grant = grant(Samples.request(), Voices.NONE, GrantStatus.NEW);
    assertThat(ending(decide(grant, quick, NIGHT.plusSeconds(30)))).isEqualTo(Code.TIMED_OUT);
    assertThat(decide(grant, quick, NIGHT.plusSeconds(29))).isInstanceOf(Step.NoteWaiting.class);
  }

  @Test
  void otherTermsThanWereApprovedRefuseTheOpening() {
    GrantStatus approved = Notes.approved(GrantStatus.NEW, OPENS, List.of("bob", "carol"), NIGHT);
    AccessGrant grant = grant(Samples.request(), both(), approved);
    assertThat(decide(grant, TWO, NIGHT)).isInstanceOf(Step.RecordOpening.class);
    FoundWorld more =
        asked()
            .facts(TWO)
            .grant(grant)
            .look(
                FoundWorld.look(
                    List.of(Samples.db("db-0"), Samples.db("db-1")),
                    List.of(Samples.defaultDeny())));
    assertThat(ending(Lifecycle.decide(more.seen(), NIGHT))).isEqualTo(Code.TERMS_CHANGED);
  }

  /// Whoever asks without needing anybody's approval has approved nothing that could change.
  @Test
  void whereNobodyMustApproveOtherTermsAreNotedAnew() {
    FoundWorld more =
        asked()
            .status(Notes.approved(GrantStatus.NEW, FoundWorld.OPENS, List.of(), NIGHT))
            .look(
                FoundWorld.look(
                    List.of(Samples.db("db-0"), Samples.db("db-1")),
                    List.of(Samples.defaultDeny())));
    assertThat(Lifecycle.decide(more.seen(), NIGHT)).isInstanceOf(Step.NoteApproved.class);
  }

  @Test
  void aRejectionEndsTheGrantBeforeItOpensAndWhileItIsOpen() {
    Rejection no = new Rejection.By(new Identity("bob", List.of()), "not tonight");
    AccessGrant asked = grant(Samples.request(), both().with(no), GrantStatus.NEW);
    assertThat(decide(asked, TWO, NIGHT))
        .isEqualTo(
            new Step.RecordRefusal(
                Endings.rejected(new Rejection.By(new Identity("bob", List.of()), "not tonight"))));
    assertThat(Sight.isOver(asked, NIGHT)).isTrue();
    assertThat(Notes.ended(GrantStatus.NEW, Endings.rejected(by("bob")), Optional.empty()).phase())
        .isEqualTo(Phase.REJECTED);
    assertThat(
            Notes.ended(FoundWorld.ACTIVE, Endings.rejected(by("bob")), Optional.empty()).phase())
        .isEqualTo(Phase.REVOKED);
    assertThat(Endings.rejected(by("bob")).sentence()).isEqualTo("Rejected by bob.");
  }

  @Test
  void whoeverTookItBackFirstIsBelievedBeforeTheRejection() {
    Voices voices = Voices.NONE.with(by("bob")).with(new Revocation.By("alice", ""));
    assertThat(ending(decide(grant(Samples.request(), voices, GrantStatus.NEW), TWO, NIGHT)))
        .isEqualTo(Code.CLOSED_BY_REQUESTER);
  }

  @Test
  void aGrantForLaterIsScheduledAndOpensThenWithoutAnotherNote() {
    Instant start = NIGHT.plus(Duration.ofHours(3));
    Request later = later(start);
    Plan.Opens opens = opens(later);
    Voices voices = Voices.NONE.with(yes("bob", opens)).with(yes("carol", opens));
    AccessGrant grant = grant(later, voices, GrantStatus.NEW);
    List<String> who = List.of("bob", "carol");
    assertThat(decide(grant, TWO, IN_TIME)).isEqualTo(new Step.NoteScheduled(opens, who, start));
    AccessGrant noted = grant.with(Notes.scheduled(GrantStatus.NEW, opens, who, start, NIGHT));
    assertThat(noted.status().phase()).isEqualTo(Phase.SCHEDULED);
    assertThat(noted.status().message())
        .isEqualTo("Approved by bob, carol. Opens at " + start + ".");
    assertThat(decide(noted, TWO, start.minusNanos(1))).isEqualTo(new Step.WaitUntil(start));
    assertThat(decide(noted, TWO, start)).isEqualTo(new Step.RecordOpening(opens, who));
    assertThat(ending(decide(noted, TWO, start.plus(Standings.BEGINS_WITHIN))))
        .isEqualTo(Code.TIMED_OUT);
  }

  /// The API server says when it was made, and we say what time it is.
  @Test
  void aGrantForNowWaitsForNothingThoughOurClockIsBehind() {
    Voices voices = Voices.NONE.with(yes("bob", OPENS)).with(yes("carol", OPENS));
    AccessGrant grant = grant(Samples.request(), voices, GrantStatus.NEW);
    Instant behind = NIGHT.minus(Duration.ofMinutes(10));
    assertThat(decide(grant, TWO, behind))
        .isEqualTo(new Step.NoteApproved(OPENS, List.of("bob", "carol")));
  }

  @Test
  void aGrantForLaterMustBeApprovedInTimeAllTheSame() {
    Request later = later(NIGHT.plus(Duration.ofHours(3)));
    assertThat(ending(decide(grant(later, Voices.NONE, GrantStatus.NEW), TWO, TOO_LATE)))
        .isEqualTo(Code.TIMED_OUT);
  }

  // While it is open.

  @Test
  void anOpenGrantKeepsWhatWasRecordedThoughItsTermsHaveAnotherHashByNow() {
    FoundWorld open = openAs(both());
    assertThat(open.seen().standing())
        .isEqualTo(
            new Standing.Granted(OPENS, List.of("bob", "carol"), Instant.EPOCH, Instant.MAX));
  }

  @Test
  void anOpenGrantWithoutItsApprovalsIsClosed() {
    FoundWorld open = openAs(Voices.NONE.with(yes("bob")));
    assertThat(open.seen().standing()).isEqualTo(new Standing.Over(Endings.TERMS_CHANGED));
  }

  private static FoundWorld openAs(Voices voices) {
    JournalEntry.Opening opening =
        new JournalEntry.Opening(
            GRANT,
            NIGHT,
            "db-access-x7f2q",
            Samples.request(),
            Samples.RULE,
            1,
            OPENS.terms().connections(),
            List.of(FoundWorld.REF.key()),
            Plan.keys(OPENS.policies()),
            HASH,
            List.of("bob", "carol"));
    return FoundWorld.open()
        .recorded(FoundWorld.BEFORE, opening, FoundWorld.PROVEN, FoundWorld.OPENED)
        .facts(TWO)
        .grant(grant(Samples.request(), voices, FoundWorld.ACTIVE));
  }

  private static Rejection.By by(String user) {
    return new Rejection.By(new Identity(user, List.of()), "");
  }

  private static Voices both() {
    return Voices.NONE.with(yes("bob")).with(yes("carol"));
  }

  private static Approval yes(String user) {
    return yes(user, OPENS);
  }

  private static Approval yes(String user, Plan.Opens opens) {
    return new Approval(new Identity(user, List.of("leads")), opens.terms().hash(), "");
  }

  private static Request later(Instant start) {
    return new Request(
        Samples.RULE_KEY,
        "INC-1",
        "orders are stuck",
        Samples.HALF_AN_HOUR,
        Part.WHOLE,
        Optional.of(start),
        new Identity("alice", List.of()));
  }

  private static Plan.Opens opens(Request request) {
    return switch (Planner.plan(
        new Ask(GRANT, request, NIGHT, NIGHT), TWO, LOOK, new Progress.Asked())) {
      case Plan.Opens opens -> opens;
      case Plan.Refuses(var refusal) -> throw new AssertionError(refusal.ending().sentence());
    };
  }

  private static AccessGrant grant(Request request, Voices voices, GrantStatus status) {
    return new AccessGrant(
        Samples.grant(new Revocation.None(), status).meta(), request, voices, status);
  }

  private static Step decide(Voices voices, GrantStatus status, Instant now) {
    return decide(grant(Samples.request(), voices, status), TWO, now);
  }

  private static Step decide(AccessGrant grant, Facts facts, Instant now) {
    return Lifecycle.decide(asked().facts(facts).grant(grant).seen(now), now);
  }

  private static Code ending(Step step) {
    return switch (step) {
      case Step.RecordRefusal(var ending) -> ending.code();
      case Step.RemovePolicies(var ending, _) -> ending.code();
      case Step.NoteClosing(var ending, _) -> ending.code();
      default -> throw new AssertionError("does not end: " + step);
    };
  }
}
