package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The engine and the second opinion say the same.
final class SecondOpinionTest {
  private static final int SNAPSHOTS = Integer.getInteger("nightlatch.snapshots", 4_000);
  private static final int QUESTIONS = 50;

  private final Map<Answer, Integer> answers = new EnumMap<>(Answer.class);
  private final Map<Switch, Integer> switches = new EnumMap<>(Switch.class);

  @Test
  void theEngineAndTheSecondOpinionAgree() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      Chance chance = new Chance(seed, seed % 3 == 0 ? 40 : 0);
      Snapshot snapshot = chance.snapshot();
      CniProfile profile = CniProfile.all().get(chance.index(CniProfile.all().size()));
      compare(seed, chance, snapshot, profile);
    }
    System.out.println("verdicts compared: " + answers + ", decided by switches: " + switches);
    assertThat(answers.values()).allSatisfy(count -> assertThat(count).isGreaterThan(1_000));
    Set<Switch> deciding = EnumSet.complementOf(EnumSet.of(Switch.S5, Switch.S11));
    assertThat(switches.keySet()).isEqualTo(deciding);
    assertThat(switches.values()).allSatisfy(count -> assertThat(count).isGreaterThan(100));
  }

  private void compare(int seed, Chance chance, Snapshot snapshot, CniProfile profile) {
    Naive naive = new Naive(snapshot, profile);
    Explainer explainer = Explainer.of(snapshot, profile);
    List<End> ends = new ArrayList<>();
    for (Population.Member member : Population.of(snapshot).members()) {
      ends.add(new End.OfPod(member.pod()));
      ends.add(new End.Replica(member.pod()));
    }
    for (int i = 0; i < 3; i++) {
      ends.add(new End.OfAddress(chance.outside()));
    }
    for (int i = 0; i < QUESTIONS; i++) {
      End from = ends.get(chance.index(ends.size()));
      End to = ends.get(chance.index(ends.size()));
      Protocol protocol = chance.protocol();
      int port = chance.port();
      Answer expected = naive.answer(from, to, protocol, port);
      Verdict verdict = explainer.why(from, to, protocol, port);
      String question =
          "seed %d, %s: %s -> %s on %d/%s"
              .formatted(seed, profile.name(), from, to, port, protocol);
      assertThat(verdict.answer()).as(question).isEqualTo(expected);
      assertThat(verdict.egress().answer().and(verdict.ingress().answer()))
          .as(question)
          .isEqualTo(expected);
      answers.merge(expected, 1, Integer::sum);
      if (i % 20 == 0 || !verdict.dependsOn().isEmpty()) {
        assertThat(verdict.dependsOn())
            .as(question)
            .containsExactlyElementsOf(naive.dependsOn(from, to, protocol, port));
        verdict.dependsOn().forEach(each -> switches.merge(each, 1, Integer::sum));
      }
    }
  }

  @Test
  void theMatrixSaysOfAllPairsWhatIsSaidOfEach() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      Chance chance = new Chance(seed, seed % 3 == 0 ? 40 : 0);
      Snapshot snapshot = chance.snapshot();
      CniProfile profile = CniProfile.all().get(chance.index(CniProfile.all().size()));
      Matrix matrix = Matrix.of(snapshot, profile);
      var evaluator = dev.nightlatch.engine.eval.Evaluator.of(snapshot, profile);
      List<Population.Member> members = matrix.population().members();
      for (int from = 0; from < members.size(); from++) {
        for (int to = 0; to < members.size(); to++) {
          Pod source = members.get(from).pod();
          Pod destination = members.get(to).pod();
          if (source.hostNetwork() || destination.hostNetwork()) {
            continue;
          }
          assertThat(matrix.bounds(matrix.between(matrix.shape(from), matrix.shape(to))))
              .as("seed %d, %s: %s -> %s", seed, profile.name(), source, destination)
              .isEqualTo(evaluator.between(new End.OfPod(source), new End.Replica(destination)));
        }
      }
    }
  }
}
