package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(SnapshotArbitraries.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE, tries = 300)
class SnapshotArbitrariesLawsTest {

  @Property
  void whereThereIsNoPolicyAndNoDoubtEverythingIsAllowed(
      @ForAll Situation situation, @ForAll CniProfile profile) {
    Snapshot given = situation.snapshot();
    Snapshot bare =
        new Snapshot(
            given.namespaces(),
            given.pods(),
            given.workloads(),
            given.nodes(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of());
    Question question = situation.question();
    assertThat(answer(new Situation(bare, question), profile)).isEqualTo(Answer.ALLOWED);
  }

  @Property
  void onPlainClustersThePodsThatAreThereHaveDeterminedAnswers(
      @ForAll("plain") Situation situation) {
    if (isThere(situation, situation.question().from())
        && isThere(situation, situation.question().to())) {
      assertThat(answer(situation, CniProfile.DEFAULT)).isNotEqualTo(Answer.UNDETERMINED);
    }
  }

  @Provide
  Arbitrary<Situation> plain() {
    return SnapshotArbitraries.plainSituations();
  }

  private static boolean isThere(Situation situation, End end) {
    return switch (end) {
      case End.OfAddress _ -> true;
      case End.OfPod(var pod) -> situation.snapshot().pods().contains(pod);
      case End.Replica(var pod) -> situation.snapshot().pods().contains(pod);
    };
  }

  @Property
  void anAnswerDependsOnASwitchExactlyIfAnotherReadingChangesIt(
      @ForAll Situation situation, @ForAll CniProfile profile, @ForAll Reading reading) {
    Question question = situation.question();
    boolean depends =
        new NaiveEvaluator(situation.snapshot(), profile)
            .dependsOn(question.from(), question.to(), question.protocol(), question.port())
            .contains(reading.question());
    if (!depends) {
      assertThat(answer(situation, profile.with(reading))).isEqualTo(answer(situation, profile));
    }
  }

  /// What fails is looked at by people: a denied connection becomes one of a single policy.
  @Example
  void aSituationShrinksToWhatMakesIt() {
    Situation small = shrunk(situation -> answer(situation, CniProfile.DEFAULT) == Answer.DENIED);
    Snapshot cluster = small.snapshot();
    assertThat(cluster.networkPolicies().size() + cluster.clusterPolicies().size()).isEqualTo(1);
    assertThat(cluster.gaps()).isEmpty();
    assertThat(cluster.workloads()).isEmpty();
    assertThat(cluster.pods()).hasSize(3);
  }

  private static Situation shrunk(Predicate<Situation> wanted) {
    RandomGenerator<Situation> generator = new SnapshotArbitraries().situations().generator(1000);
    Random random = new Random(7);
    Shrinkable<Situation> found = generator.next(random);
    while (!wanted.test(found.value())) {
      found = generator.next(random);
    }
    Optional<Shrinkable<Situation>> next = Optional.of(found);
    while (next.isPresent()) {
      found = next.get();
      next = found.shrink().filter(smaller -> wanted.test(smaller.value())).findFirst();
    }
    return found.value();
  }

  private static Answer answer(Situation situation, CniProfile profile) {
    Question asked = situation.question();
    return new NaiveEvaluator(situation.snapshot(), profile)
        .answer(asked.from(), asked.to(), asked.protocol(), asked.port());
  }
}
