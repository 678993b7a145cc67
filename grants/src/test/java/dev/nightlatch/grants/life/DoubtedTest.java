package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.BreakGlass;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Conditions;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentKind;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Surroundings;
import dev.nightlatch.grants.model.Voices;
import dev.nightlatch.grants.plan.Ask;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Planner;
import dev.nightlatch.grants.plan.Progress;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.record.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is not known passes only where an approver accepts it by name, or where the glass is
/// broken.
class DoubtedTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Look DOUBTFUL =
      new Look.At(
          new Surroundings(
              Surroundings.of(List.of(Samples.db("db-0")), List.of(Samples.defaultDeny()))
                  .snapshot(),
              new TreeSet<>(),
              new TreeSet<>(List.of("Policy (mesh.io)"))),
          CniProfile.DEFAULT);
  private static final String CODE = Code.OTHER_LAYERS.text();
  private static final Facts NOBODY = FoundWorld.facts(rule(0));
  private static final Facts ONE = FoundWorld.facts(rule(1));

  @Test
  void aRuleThatNeedsNobodyWaitsForSomebodyWhoAcceptsTheDoubt() {
    Plan.Opens opens = opens(Samples.request(), NOBODY);
    assertThat(decide(Samples.request(), NOBODY, Voices.NONE, GrantStatus.NEW))
        .isEqualTo(new Step.NoteWaiting(opens, List.of(), List.of(CODE)));
    GrantStatus waits = Notes.waiting(GrantStatus.NEW, opens, List.of(), List.of(CODE), NIGHT);
    assertThat(waits.message())
        .isEqualTo(
            "Waits for an approver who accepts what is not known. To be accepted by name:"
                + " NL-OTHER-LAYERS.");
    assertThat(decide(Samples.request(), NOBODY, Voices.NONE, waits))
        .isInstanceOf(Step.WaitUntil.class);
    Voices accepted = Voices.NONE.with(yes("bob", opens, CODE));
    assertThat(decide(Samples.request(), NOBODY, accepted, waits))
        .isEqualTo(new Step.NoteApproved(opens, List.of("bob")));
  }

  @Test
  void anApprovalThatAcceptsNothingIsHalfOfIt() {
    Plan.Opens opens = opens(Samples.request(), ONE);
    Voices half = Voices.NONE.with(yes("bob", opens));
    assertThat(decide(Samples.request(), ONE, half, GrantStatus.NEW))
        .isEqualTo(new Step.NoteWaiting(opens, List.of("bob"), List.of(CODE)));
    // The same person may say the rest, and so may anybody else who may approve.
    for (String who : List.of("bob", "carol")) {
      assertThat(decide(Samples.request(), ONE, half.with(yes(who, opens, CODE)), GrantStatus.NEW))
          .isInstanceOf(Step.NoteApproved.class);
    }
  }

  @Test
  void whoMayNotApproveAcceptsNothing() {
    Plan.Opens opens = opens(Samples.request(), NOBODY);
    for (String who : List.of("alice", "system:serviceaccount:shop:robot")) {
      assertThat(
              decide(
                  Samples.request(),
                  NOBODY,
                  Voices.NONE.with(yes(who, opens, CODE)),
                  GrantStatus.NEW))
          .as(who)
          .isInstanceOf(Step.NoteWaiting.class);
    }
  }

  @Test
  void breakGlassOpensOverDoubtsWithoutAnybodyAndSaysSoLoudly() {
    Request request = breaking();
    Plan.Opens opens = opens(request, ONE);
    assertThat(decide(request, ONE, Voices.NONE, GrantStatus.NEW))
        .isEqualTo(new Step.NoteApproved(opens, List.of()));
    GrantStatus approved = Notes.approved(GrantStatus.NEW, opens, List.of(), NIGHT);
    assertThat(approved.message())
        .isEqualTo("BREAK-GLASS: opens without approval; must be reviewed within 24h.");
    assertThat(decide(request, ONE, Voices.NONE, approved))
        .isEqualTo(new Step.RecordOpening(opens, List.of()));
    GrantStatus active =
        Notes.active(
            Notes.leased(approved, List.of(FoundWorld.REF)),
            opens,
            List.of(),
            NIGHT.plusSeconds(9));
    assertThat(active.reviewBy()).contains(NIGHT.plus(DAY));
    assertThat(active.message())
        .isEqualTo(
            "BREAK-GLASS: opened without approval; must be reviewed by 2026-03-02T02:14:00Z.");
  }

  @Test
  void aReviewIsOverdueFromItsInstantOnUntilSomebodyReviews() {
    GrantStatus due = GrantStatus.NEW.reviewedBy(NIGHT);
    AccessGrant owed = grant(breaking(), Voices.NONE, due);
    assertThat(owed.isReviewOverdue(NIGHT.minusNanos(1))).isFalse();
    assertThat(owed.isReviewOverdue(NIGHT)).isTrue();
    Review review = new Review.By(new Identity("carol", List.of()), "justified");
    assertThat(grant(breaking(), Voices.NONE.with(review), due).isReviewOverdue(NIGHT)).isFalse();
  }

  @Test
  void aReviewGoesOnRecordOnceWhileItIsOpenAndAfterItsEnd() {
    Review.By review = new Review.By(new Identity("carol", List.of()), "justified");
    AccessGrant ended =
        grant(
            breaking(),
            Voices.NONE.with(review),
            Notes.ended(FoundWorld.ACTIVE, Endings.EXPIRED, Optional.empty()));
    JournalEntry.Closed closed =
        new JournalEntry.Closed(GRANT, NIGHT, Code.EXPIRED, "The lease was over.");
    FoundWorld world =
        FoundWorld.open()
            .withoutPolicy()
            .withoutLatch()
            .grant(ended)
            .recorded(
                FoundWorld.BEFORE,
                FoundWorld.OPENING,
                FoundWorld.OPENED,
                closed,
                new JournalEntry.Proven(
                    GRANT,
                    Proofs.closed("shop", List.of(), List.of(), (Look.At) FoundWorld.LOOK, NIGHT)));
    assertThat(Lifecycle.decide(world.seen(), NIGHT)).isEqualTo(new Step.RecordReview(review));
    FoundWorld told =
        world.recorded(
            Stream.concat(
                    world.story().entries().stream(),
                    Stream.of(
                        new JournalEntry.Reviewed(GRANT, NIGHT, review.who(), review.finding())))
                .toArray(JournalEntry[]::new));
    assertThat(Lifecycle.decide(told.seen(), NIGHT)).isEqualTo(new Step.Rest());
  }

  /// The opening is on record and not done yet, and something is in doubt that nobody accepted.
  @Test
  void aDoubtThatComesUpBeforeThePoliciesAreInEndsTheOpening() {
    FoundWorld begun =
        FoundWorld.asked()
            .status(Notes.approved(GrantStatus.NEW, FoundWorld.OPENS, List.of(), NIGHT))
            .recorded(FoundWorld.BEFORE, FoundWorld.OPENING);
    assertThat(begun.seen().standing()).isInstanceOf(Standing.Granted.class);
    assertThat(begun.look(DOUBTFUL).seen().standing())
        .isEqualTo(new Standing.Over(Endings.TERMS_CHANGED));
  }

  @Test
  void anIncidentThatAProviderKeepsAndNobodyAskedForIsNotVerified() {
    Request kept =
        new Request(
            Samples.RULE_KEY,
            new IncidentRef("rota", "INC-1"),
            "why",
            Samples.HALF_AN_HOUR,
            Part.WHOLE,
            Optional.empty(),
            false,
            Optional.empty(),
            new Identity("alice", List.of()));
    FoundWorld world =
        FoundWorld.asked().grant(grant(kept, Voices.NONE, GrantStatus.NEW)).facts(NOBODY);
    assertThat(world.seen().standing())
        .isInstanceOfSatisfying(
            Standing.Over.class,
            over -> assertThat(over.ending().code()).isEqualTo(Code.INCIDENT_UNVERIFIED));
  }

  private static AccessRule rule(int approvals) {
    AccessRule bare = Samples.rule(approvals, Samples.free(Samples.TOOLS_KEY));
    return new AccessRule(
        bare.meta(),
        "",
        bare.target(),
        bare.sources(),
        bare.maxDuration(),
        FourEyes.of(approvals),
        new Conditions(IncidentKind.ANY, new BreakGlass.Allowed(DAY), Quota.NONE));
  }

  private static Request breaking() {
    return new Request(
        Samples.RULE_KEY,
        IncidentRef.manual("INC-1"),
        "nobody is awake",
        Samples.HALF_AN_HOUR,
        Part.WHOLE,
        Optional.empty(),
        true,
        Optional.empty(),
        new Identity("alice", List.of()));
  }

  private static Plan.Opens opens(Request request, Facts facts) {
    return switch (Planner.plan(
        new Ask(GRANT, request, NIGHT, NIGHT), facts, DOUBTFUL, new Progress.Asked())) {
      case Plan.Opens opens -> opens;
      case Plan.Refuses(var refusal) -> throw new AssertionError(refusal.ending().sentence());
    };
  }

  private static Approval yes(String who, Plan.Opens opens, String... accepted) {
    return new Approval(new Identity(who, List.of()), opens.terms().hash(), List.of(accepted), "");
  }

  private static AccessGrant grant(Request request, Voices voices, GrantStatus status) {
    AccessGrant bare = Samples.grant(new Revocation.None(), status);
    return new AccessGrant(bare.meta(), request, voices, status);
  }

  private static Step decide(Request request, Facts facts, Voices voices, GrantStatus status) {
    FoundWorld world =
        FoundWorld.asked().grant(grant(request, voices, status)).facts(facts).look(DOUBTFUL);
    Instant now = NIGHT.plusSeconds(1);
    return Lifecycle.decide(world.seen(now), now);
  }
}
