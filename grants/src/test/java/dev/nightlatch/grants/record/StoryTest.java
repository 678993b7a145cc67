package dev.nightlatch.grants.record;

import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Uid;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {
  private static final Uid OTHER = new Uid("another-grant");
  private static final Instant LATER = NIGHT.plusSeconds(5);
  private static final JournalEntry CLOSED =
      new JournalEntry.Closed(GRANT, LATER, Code.EXPIRED, "The lease was over.");
  private static final JournalEntry REFUSED =
      new JournalEntry.Refused(
          GRANT, NIGHT, "x", Samples.request(), Code.WOULD_CUT, "It would cut.");

  @Test
  void anUntoldStoryKnowsNothing() {
    Story untold = Story.untold(GRANT);
    assertThat(untold.opening()).isEmpty();
    assertThat(untold.opened()).isEmpty();
    assertThat(untold.closed()).isEmpty();
    assertThat(untold.ending()).isEmpty();
    assertThat(untold.policies()).isEmpty();
    assertThat(untold.isUnfinished()).isFalse();
    assertThat(untold.holds(Samples.POLICY)).isFalse();
  }

  @Test
  void aStoryIsUnfinishedFromItsOpeningToItsClosing() {
    assertThat(story(opening(GRANT, NIGHT)).isUnfinished()).isTrue();
    assertThat(story(opening(GRANT, NIGHT), opened(GRANT, NIGHT, "p")).isUnfinished()).isTrue();
    assertThat(story(opening(GRANT, NIGHT), CLOSED).isUnfinished()).isFalse();
    assertThat(story(REFUSED).isUnfinished()).isFalse();
  }

  @Test
  void theFirstOfEachKindCounts() {
    Story story =
        story(
            opening(GRANT, NIGHT),
            opening(GRANT, LATER),
            opened(GRANT, NIGHT, "p"),
            opened(GRANT, LATER, "q"),
            CLOSED,
            new JournalEntry.Closed(GRANT, LATER, Code.REVOKED, "Again."));
    assertThat(story.opening()).map(JournalEntry::at).contains(NIGHT);
    assertThat(story.opened()).map(JournalEntry::at).contains(NIGHT);
    assertThat(story.ending()).contains(new Ending(Code.EXPIRED, "The lease was over."));
  }

  @Test
  void everyPolicyThatWasEverPutInIsHeld() {
    Story story = story(opened(GRANT, NIGHT, "p"), opened(GRANT, LATER, "q"));
    assertThat(story.holds(new Uid("p"))).isTrue();
    assertThat(story.holds(new Uid("q"))).isTrue();
    assertThat(story.holds(new Uid("r"))).isFalse();
  }

  @Test
  void thePolicyThatWasSeenLastIsTheOneThere() {
    ObjectKey key = opened(GRANT, NIGHT, "p").policies().getFirst().key();
    Story story = story(opened(GRANT, NIGHT, "p"), opened(GRANT, LATER, "q"));
    assertThat(story.policy(key)).contains(new Uid("q"));
    assertThat(story.policy(new ObjectKey("elsewhere", key.name()))).isEmpty();
    assertThat(Story.untold(GRANT).policy(key)).isEmpty();
  }

  @Test
  void whatStandsBesideItIsWhatStoodThereAtFirstAndWhatCameChangedAndWentSince() {
    Bystander pod = new Bystander("Pod shop/db-0", "");
    Bystander policy = new Bystander("NetworkPolicy shop/deny", "1");
    Bystander changed = new Bystander(policy.name(), "2");
    JournalEntry.Opened opened = opened(GRANT, NIGHT, "p", List.of(policy, pod));
    assertThat(Story.untold(GRANT).beside()).isEmpty();
    assertThat(story(opened).beside()).containsExactly(policy, pod);
    JournalEntry.Noticed more =
        noticed(
            new Notice(changed, Notice.Turn.CHANGED),
            new Notice(new Bystander("Pod shop/db-1", ""), Notice.Turn.CAME));
    assertThat(story(opened, more, noticed(new Notice(pod, Notice.Turn.WENT))).beside())
        .containsExactly(changed, new Bystander("Pod shop/db-1", ""));
    assertThat(story(opened, more, opened(GRANT, LATER, "q", List.of(pod))).beside())
        .containsExactly(pod);
  }

  /// What came and went may come again.
  @Test
  void noticesRepeatOnlyWhenTheyAreTheSame() {
    JournalEntry.Noticed came = noticed(new Notice(new Bystander("a", ""), Notice.Turn.CAME));
    assertThat(came.repeats(came)).isTrue();
    assertThat(new JournalEntry.Noticed(GRANT, LATER, came.notices()).repeats(came)).isFalse();
  }

  @Test
  void aRefusalIsAnEndingToo() {
    assertThat(story(REFUSED).ending()).contains(new Ending(Code.WOULD_CUT, "It would cut."));
  }

  @Test
  void anEntryRepeatsAnotherOfItsKindAndGrantWhateverTheTime() {
    assertThat(opening(GRANT, LATER).repeats(opening(GRANT, NIGHT))).isTrue();
    assertThat(opening(OTHER, NIGHT).repeats(opening(GRANT, NIGHT))).isFalse();
    assertThat(opened(GRANT, LATER, "p").repeats(opened(GRANT, NIGHT, "p"))).isTrue();
    assertThat(opened(GRANT, LATER, "q").repeats(opened(GRANT, NIGHT, "p"))).isFalse();
    assertThat(opened(OTHER, NIGHT, "p").repeats(opened(GRANT, NIGHT, "p"))).isFalse();
    assertThat(new JournalEntry.Closed(GRANT, NIGHT, Code.REVOKED, "x").repeats(CLOSED)).isTrue();
    assertThat(new JournalEntry.Closed(OTHER, NIGHT, Code.EXPIRED, "x").repeats(CLOSED)).isFalse();
    assertThat(REFUSED.repeats(REFUSED)).isTrue();
  }

  @Test
  void noEntryRepeatsOneOfAnotherKind() {
    List<JournalEntry> kinds =
        List.of(opening(GRANT, NIGHT), opened(GRANT, NIGHT, "p"), CLOSED, REFUSED);
    for (JournalEntry one : kinds) {
      for (JournalEntry other : kinds) {
        assertThat(one.repeats(other)).isEqualTo(one.equals(other));
      }
    }
  }

  private static Story story(JournalEntry... entries) {
    return new Story(GRANT, List.of(entries));
  }

  private static JournalEntry.Opening opening(Uid grant, Instant at) {
    return new JournalEntry.Opening(
        grant,
        at,
        "x",
        Samples.request(),
        Samples.RULE,
        1,
        List.of("line"),
        List.of(new ObjectKey("shop", "latch")),
        List.of(new ObjectKey("shop", "policy")),
        "",
        List.of());
  }

  private static JournalEntry.Noticed noticed(Notice... notices) {
    return new JournalEntry.Noticed(GRANT, NIGHT, List.of(notices));
  }

  private static JournalEntry.Opened opened(Uid grant, Instant at, String policy) {
    return opened(grant, at, policy, List.of());
  }

  private static JournalEntry.Opened opened(
      Uid grant, Instant at, String policy, List<Bystander> beside) {
    return new JournalEntry.Opened(
        grant,
        at,
        NIGHT,
        NIGHT.plus(Samples.HALF_AN_HOUR),
        List.of(),
        List.of(new PolicyRef(new ObjectKey("shop", "policy"), new Uid(policy))),
        beside);
  }
}
