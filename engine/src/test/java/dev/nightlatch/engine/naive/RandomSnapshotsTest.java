package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Switch;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Whether random clusters show enough of everything to compare two evaluators by.
class RandomSnapshotsTest {
  private static final int SNAPSHOTS = 300;
  private static final int QUESTIONS = 60;

  /// There is one reading of each.
  private static final Set<Switch> NEVER_DECIDE = EnumSet.of(Switch.S5, Switch.S11);

  @Test
  void everyAnswerAndEverySwitchIsMetOften() {
    RandomSnapshots random = new RandomSnapshots(1);
    Tally tally = tally(random, random::snapshot, SNAPSHOTS);
    for (Answer answer : Answer.values()) {
      assertThat(tally.of(answer)).as("%s in %s", answer, tally).isGreaterThan(500);
    }
    for (Switch question : Switch.values()) {
      if (NEVER_DECIDE.contains(question)) {
        assertThat(tally.of(question)).as("%s in %s", question, tally).isZero();
      } else {
        assertThat(tally.of(question)).as("%s in %s", question, tally).isGreaterThan(100);
      }
    }
  }

  @Test
  void mostAnswersOnPlainClustersAreDetermined() {
    RandomSnapshots random = new RandomSnapshots(2);
    Tally tally = tally(random, random::plainSnapshot, 50);
    assertThat(tally.of(Answer.UNDETERMINED)).as("%s", tally).isLessThan(tally.size() / 10);
    assertThat(tally.of(Answer.DENIED)).as("%s", tally).isGreaterThan(tally.size() / 10);
  }

  @Test
  void theSameSeedMakesTheSameSequence() {
    RandomSnapshots one = new RandomSnapshots(3);
    RandomSnapshots other = new RandomSnapshots(3);
    for (int i = 0; i < 20; i++) {
      Snapshot snapshot = one.snapshot();
      assertThat(other.snapshot()).isEqualTo(snapshot).hasToString(snapshot.toString());
      assertThat(other.question(snapshot)).isEqualTo(one.question(snapshot));
      assertThat(other.profile()).isEqualTo(one.profile());
      assertThat(other.plainSnapshot()).isEqualTo(one.plainSnapshot());
    }
  }

  private static Tally tally(RandomSnapshots random, Supplier<Snapshot> next, int snapshots) {
    Tally tally = new Tally();
    for (int i = 0; i < snapshots; i++) {
      Snapshot snapshot = next.get();
      NaiveEvaluator naive = new NaiveEvaluator(snapshot, CniProfile.DEFAULT);
      for (int j = 0; j < QUESTIONS; j++) {
        Question asked = random.question(snapshot);
        tally.add(
            naive.answer(asked.from(), asked.to(), asked.protocol(), asked.port()),
            naive.dependsOn(asked.from(), asked.to(), asked.protocol(), asked.port()));
      }
    }
    return tally;
  }
}
