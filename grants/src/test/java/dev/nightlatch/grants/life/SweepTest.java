package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.OPENED;
import static dev.nightlatch.grants.life.FoundWorld.OPENING;
import static dev.nightlatch.grants.life.FoundWorld.REF;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.life.Sweep.Judgement;
import dev.nightlatch.grants.life.Sweep.Living;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.record.Story;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Deleting a policy can open as well as close: each test is a way to make the sweeper delete what
/// is not ours, or to keep it from what is.
class SweepTest {
  private static final Optional<Story> UNRECORDED = Optional.empty();
  private static final Optional<Story> RECORDED =
      Optional.of(new Story(GRANT, List.of(OPENING, OPENED)));
  private static final Living ALIVE = new Living.Known(new TreeSet<>(List.of(GRANT)));
  private static final Living NOBODY = new Living.Known(new TreeSet<>());
  private static final Living UNKNOWN = new Living.Unknown();
  private static final Instant DURING = REF.expiresAt().minusNanos(1);
  private static final Instant OVER = REF.expiresAt();
  private static final String PAST = "2020-01-01T00:00:00Z";
  private static final String FAR = "2036-01-01T00:00:00Z";

  @Test
  void oursIsLeftAloneUntilItsEndAndTakenOutFromThenOn() {
    HeldPolicy ours = FoundWorld.policyAsGranted();
    for (Optional<Story> story : List.of(UNRECORDED, RECORDED)) {
      for (Living living : List.of(ALIVE, UNKNOWN)) {
        assertThat(Sweep.judge(ours, story, living, DURING)).isEqualTo(new Judgement.InTime());
        assertThat(Sweep.judge(ours, story, living, OVER))
            .isEqualTo(new Judgement.Overdue(GRANT, Endings.EXPIRED));
      }
    }
  }

  @Test
  void aPolicyOfSomebodyElseIsNoneOfOurBusiness() {
    assertThat(Sweep.judge(Samples.defaultDeny(), UNRECORDED, NOBODY, OVER))
        .isEqualTo(new Judgement.Foreign());
    HeldPolicy withAnEnd = hand(Samples.defaultDeny(), meta -> Samples.annotated(meta, ends(PAST)));
    assertThat(Sweep.judge(withAnEnd, UNRECORDED, NOBODY, OVER)).isEqualTo(new Judgement.Foreign());
  }

  @Test
  void aDefaultDenyThatSomebodyGaveOurLabelAndAPastEndIsNotDeleted() {
    HeldPolicy dressed =
        hand(
            Samples.defaultDeny(),
            meta ->
                Samples.owned(
                    Samples.annotated(Samples.labelled(meta, ours()), ends(PAST)),
                    Orders.owner(GRANT, REF.uid())));
    for (Living living : List.of(ALIVE, NOBODY, UNKNOWN)) {
      assertThat(Sweep.judge(dressed, UNRECORDED, living, OVER))
          .isInstanceOf(Judgement.Suspect.class);
    }
  }

  @Test
  void ourLabelWithoutOurNameOrOurLatchIsSuspectEvenWhenOverdue() {
    Owner latch = Orders.owner(GRANT, REF.uid());
    Owner stranger = new Owner("v1", "ConfigMap", "x", FoundWorld.another());
    List<List<Owner>> owners =
        List.of(
            List.of(),
            List.of(stranger),
            List.of(latch, stranger),
            List.of(latch, latch),
            List.of(new Owner("batch/v1", "CronJob", latch.name(), latch.uid())),
            List.of(new Owner("batch/v1beta1", "Job", latch.name(), latch.uid())),
            List.of(new Owner("batch/v1", "Job", "nl-another", latch.uid())),
            List.of(new Owner("batch/v1", "Job", "", latch.uid())));
    for (List<Owner> hands : owners) {
      HeldPolicy policy =
          hand(
              FoundWorld.policyAsGranted(),
              meta -> Samples.owned(meta, hands.toArray(Owner[]::new)));
      assertThat(Sweep.judge(policy, UNRECORDED, NOBODY, OVER))
          .as("%s", hands)
          .isInstanceOf(Judgement.Suspect.class);
    }
    for (String label : List.of("another-grant", GRANT.text() + "x", "x" + GRANT.text())) {
      HeldPolicy policy =
          hand(
              FoundWorld.policyAsGranted(),
              meta -> Samples.labelled(meta, Map.of(Names.GRANT_LABEL, label)));
      assertThat(Sweep.judge(policy, UNRECORDED, NOBODY, OVER))
          .as(label)
          .isInstanceOf(Judgement.Suspect.class);
    }
  }

  @Test
  void anEmptyLabelIsSuspectAndNoException() {
    HeldPolicy policy =
        hand(
            FoundWorld.policyAsGranted(),
            meta -> Samples.labelled(meta, Map.of(Names.GRANT_LABEL, "")));
    assertThat(Sweep.judge(policy, UNRECORDED, NOBODY, OVER)).isInstanceOf(Judgement.Suspect.class);
    assertThat(Sweep.judge(policy, RECORDED, ALIVE, OVER)).isInstanceOf(Judgement.Overdue.class);
  }

  @Test
  void takingItsLabelAndOwnersAwayDoesNotHideWhatIsInTheJournal() {
    HeldPolicy bare =
        hand(
            FoundWorld.policyAsGranted(),
            meta -> Samples.owned(Samples.annotated(Samples.labelled(meta, Map.of()), Map.of())));
    assertThat(Sweep.judge(bare, RECORDED, ALIVE, DURING)).isEqualTo(new Judgement.InTime());
    assertThat(Sweep.judge(bare, RECORDED, ALIVE, OVER))
        .isEqualTo(new Judgement.Overdue(GRANT, Endings.EXPIRED));
    assertThat(Sweep.judge(bare, UNRECORDED, ALIVE, OVER)).isEqualTo(new Judgement.Foreign());
  }

  @Test
  void theJournalSaysWhoseAPolicyIsWhateverItsLabelSays() {
    HeldPolicy relabelled =
        hand(
            FoundWorld.policyAsGranted(),
            meta -> Samples.labelled(meta, Map.of(Names.GRANT_LABEL, "another-grant")));
    Living another = new Living.Known(new TreeSet<>(List.of(new Uid("another-grant"))));
    assertThat(Sweep.judge(relabelled, RECORDED, another, DURING))
        .isEqualTo(new Judgement.Overdue(GRANT, Endings.GRANT_DELETED));
  }

  @Test
  void ofTwoEndsTheEarlierCounts() {
    HeldPolicy extended =
        hand(FoundWorld.policyAsGranted(), meta -> Samples.annotated(meta, ends(FAR)));
    assertThat(Sweep.judge(extended, RECORDED, ALIVE, DURING)).isEqualTo(new Judgement.InTime());
    assertThat(Sweep.judge(extended, RECORDED, ALIVE, OVER))
        .isEqualTo(new Judgement.Overdue(GRANT, Endings.EXPIRED));
    HeldPolicy shortened =
        hand(FoundWorld.policyAsGranted(), meta -> Samples.annotated(meta, ends(PAST)));
    assertThat(Sweep.judge(shortened, RECORDED, ALIVE, NIGHT))
        .isEqualTo(new Judgement.Overdue(GRANT, Endings.EXPIRED));
  }

  @Test
  void oursWithoutAnEndThatCanBeReadIsOverdue() {
    for (Map<String, String> annotations :
        List.of(Map.<String, String>of(), ends(""), ends("never"), ends("2026-03-01"))) {
      HeldPolicy endless =
          hand(FoundWorld.policyAsGranted(), meta -> Samples.annotated(meta, annotations));
      assertThat(Sweep.judge(endless, UNRECORDED, ALIVE, NIGHT))
          .isInstanceOfSatisfying(
              Judgement.Overdue.class,
              overdue -> {
                assertThat(overdue.grant()).isEqualTo(GRANT);
                assertThat(overdue.ending().code()).isEqualTo(Code.EXPIRED);
              });
    }
  }

  @Test
  void oursWhoseGrantIsGoneIsOverdueAndNotWhereThatCouldNotBeRead() {
    HeldPolicy ours = FoundWorld.policyAsGranted();
    for (Optional<Story> story : List.of(UNRECORDED, RECORDED)) {
      assertThat(Sweep.judge(ours, story, NOBODY, DURING))
          .isEqualTo(new Judgement.Overdue(GRANT, Endings.GRANT_DELETED));
      assertThat(Sweep.judge(ours, story, UNKNOWN, DURING)).isEqualTo(new Judgement.InTime());
    }
  }

  @Test
  void aFinalizerOrADeletionUnderWayDoesNotSaveWhatIsOverdue() {
    HeldPolicy held =
        hand(
            FoundWorld.policyAsGranted(),
            meta -> Samples.terminating(Samples.finalized(meta, "example.com/hold")));
    assertThat(Sweep.judge(held, UNRECORDED, ALIVE, OVER))
        .isEqualTo(new Judgement.Overdue(GRANT, Endings.EXPIRED));
  }

  private static HeldPolicy hand(HeldPolicy policy, UnaryOperator<Meta> hand) {
    return new HeldPolicy(hand.apply(policy.meta()), policy.policy());
  }

  private static Map<String, String> ours() {
    return Map.of(Names.GRANT_LABEL, GRANT.text(), Names.MANAGED_BY_LABEL, Names.MANAGED_BY_VALUE);
  }

  private static Map<String, String> ends(String text) {
    return new TreeMap<>(Map.of(Names.EXPIRES_AT, text));
  }
}
