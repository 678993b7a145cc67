package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.eval.Evaluator;
import dev.nightlatch.engine.eval.Explainer;
import dev.nightlatch.engine.eval.Matrix;
import dev.nightlatch.engine.eval.Population;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Switch;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The engine and the second opinion say the same.
///
/// As many clusters as `-Dnightlatch.snapshots` says, fifty connections in each, and from the seed
/// on that `-Dnightlatch.seed` says.
final class SecondOpinionTest {
  private static final int SNAPSHOTS = Amount.SNAPSHOTS;

  /// So many show enough of everything; mutation tests are content with fewer.
  private static final int ENOUGH = 4_000;

  private static final int FIRST = Integer.getInteger("nightlatch.seed", 0);
  private static final int QUESTIONS = 50;

  /// Of so many verdicts the switches are asked about one.
  private static final int EVERY = 4;

  /// There is one reading of each.
  private static final Set<Switch> NEVER_DECIDE = EnumSet.of(Switch.S5, Switch.S11);

  @Test
  void theEngineAndTheSecondOpinionAgree() {
    Tally tally = new Tally();
    for (int seed = FIRST; seed < FIRST + SNAPSHOTS; seed++) {
      compare(seed, tally);
    }
    System.out.println("verdicts compared: " + tally);
    if (SNAPSHOTS < ENOUGH) {
      return;
    }
    for (Answer answer : Answer.values()) {
      assertThat(tally.of(answer)).as("%s", answer).isGreaterThan(1_000);
    }
    for (Switch question : Switch.values()) {
      if (NEVER_DECIDE.contains(question)) {
        assertThat(tally.of(question)).as("%s", question).isZero();
      } else {
        assertThat(tally.of(question)).as("%s", question).isGreaterThan(100);
      }
    }
  }

  private static void compare(int seed, Tally tally) {
    RandomSnapshots random = new RandomSnapshots(seed);
    Snapshot snapshot = seed % 3 == 0 ? random.plainSnapshot() : random.snapshot();
    CniProfile profile = seed % 2 == 0 ? random.profile() : named(random);
    NaiveEvaluator naive = new NaiveEvaluator(snapshot, profile);
    Explainer explainer = Explainer.of(snapshot, profile);
    for (int i = 0; i < QUESTIONS; i++) {
      Question question = random.question(snapshot);
      End from = question.from();
      End to = question.to();
      Answer expected = naive.answer(from, to, question.protocol(), question.port());
      Verdict verdict = explainer.why(from, to, question.protocol(), question.port());
      String where = "seed %d, %s: %s".formatted(seed, profile.readings().values(), question);
      assertThat(verdict.answer()).as(where).isEqualTo(expected);
      assertThat(verdict.egress().answer().and(verdict.ingress().answer()))
          .as(where)
          .isEqualTo(expected);
      if (i % EVERY == 0) {
        assertThat(verdict.dependsOn())
            .as(where)
            .containsExactlyElementsOf(
                naive.dependsOn(from, to, question.protocol(), question.port()));
        tally.add(expected, verdict.dependsOn());
      } else {
        tally.add(expected, List.of());
      }
    }
  }

  private static CniProfile named(RandomSnapshots random) {
    return CniProfile.all().get(random.index(CniProfile.all().size()));
  }

  @Test
  void theMatrixSaysOfAllPairsWhatIsSaidOfEach() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Snapshot snapshot = random.snapshot();
      CniProfile profile = random.profile();
      Matrix matrix = Matrix.of(snapshot, profile);
      Evaluator evaluator = Evaluator.of(snapshot, profile);
      List<Population.Member> members = matrix.population().members();
      for (int from = 0; from < members.size(); from++) {
        for (int to = 0; to < members.size(); to++) {
          Pod source = members.get(from).pod();
          Pod destination = members.get(to).pod();
          if (source.hostNetwork() || destination.hostNetwork()) {
            continue;
          }
          assertThat(matrix.bounds(matrix.between(matrix.shape(from), matrix.shape(to))))
              .as("seed %d, %s: %s -> %s", seed, profile.readings().values(), source, destination)
              .isEqualTo(evaluator.between(new End.OfPod(source), new End.Replica(destination)));
        }
      }
    }
  }
}
