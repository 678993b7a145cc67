package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nightlatch.engine.eval.Inquiry;
import dev.nightlatch.engine.eval.Listing;
import dev.nightlatch.engine.eval.Population;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.explain.Connection;
import dev.nightlatch.engine.explain.Evidence;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Unanswered;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.manifests.Problem.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The corpus: manifests as people write them, with what must be reachable among them and the
/// sentence that says so.
final class CorpusTest {
  private static final int FEWEST = 100;
  private static final List<Situation> SITUATIONS = situations();

  @TestFactory
  Stream<DynamicNode> everySituationIsJudgedAsItsHeaderSays() {
    return SITUATIONS.stream()
        .map(
            situation ->
                dynamicContainer(
                    situation.file() + ": " + situation.title(),
                    Stream.concat(
                        Stream.of(dynamicTest("problems", () -> readsWithItsProblems(situation))),
                        situation.expectations().stream()
                            .map(expectation -> judged(situation, expectation)))));
  }

  private static void readsWithItsProblems(Situation situation) {
    List<Problem> problems =
        situation.read().problems().stream()
            .filter(problem -> problem.weight() != Weight.NOTICE)
            .toList();
    assertThat(problems.stream().map(problem -> problem.code().text()))
        .as(() -> problems.toString())
        .containsExactlyElementsOf(situation.problems());
  }

  private static DynamicTest judged(Situation situation, Expectation expectation) {
    return dynamicTest(
        expectation.toString(),
        () ->
            assertThat(Found.words(ask(situation, expectation), expectation, situation))
                .isEqualTo(expectation.answer()));
  }

  private static Inquiry.Response ask(Situation situation, Expectation expectation) {
    return Inquiry.of(situation.snapshot(), expectation.profile())
        .ask(expectation.from(), expectation.to(), expectation.port());
  }

  /// The verdicts on all pairs of pods and addresses that an expectation asks for.
  private static List<Verdict> verdicts(Situation situation, Expectation expectation) {
    return ask(situation, expectation) instanceof Inquiry.Response.Findings(var findings)
        ? findings.stream().map(Finding::verdict).toList()
        : List.of();
  }

  @TestFactory
  Stream<DynamicNode> theOrderOfTheManifestsDoesNotMatter() {
    return SITUATIONS.stream()
        .map(
            situation ->
                dynamicTest(
                    situation.file(),
                    () -> {
                      Situation reversed = situation.reversed();
                      for (Expectation expectation : reversed.expectations()) {
                        assertThat(Found.words(ask(reversed, expectation), expectation, reversed))
                            .as(expectation.toString())
                            .isEqualTo(expectation.answer());
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicNode> theListSaysTheSameAsTheSingleQuestion() {
    return SITUATIONS.stream()
        .map(
            situation ->
                dynamicTest(
                    situation.file(),
                    () ->
                        situation.expectations().stream()
                            .map(Expectation::profile)
                            .distinct()
                            .forEach(profile -> listSaysTheSame(situation, profile))));
  }

  private static void listSaysTheSame(Situation situation, CniProfile profile) {
    Snapshot snapshot = situation.snapshot();
    List<Connection> allowed = new ArrayList<>();
    List<Connection> undetermined = new ArrayList<>();
    Listing.of(snapshot, profile, true, true).tell(allowed::add, undetermined::add);
    for (Expectation expectation : situation.expectations()) {
      if (!expectation.profile().equals(profile)) {
        continue;
      }
      for (Verdict verdict : verdicts(situation, expectation)) {
        boolean areThere = isThere(verdict.from(), snapshot) && isThere(verdict.to(), snapshot);
        if (areThere && isListed(verdict, situation)) {
          Predicate<Connection> isMeant =
              connection ->
                  isParty(connection.from(), verdict.from(), snapshot)
                      && isParty(connection.to(), verdict.to(), snapshot)
                      && connection.ports().contains(verdict.protocol(), verdict.port());
          assertThat(allowed.stream().anyMatch(isMeant))
              .as("allowed: %s, listed", expectation)
              .isEqualTo(verdict.answer() == Answer.ALLOWED);
          assertThat(undetermined.stream().anyMatch(isMeant))
              .as("undetermined: %s, listed", expectation)
              .isEqualTo(verdict.answer() == Answer.UNDETERMINED);
        }
      }
    }
  }

  /// The pod that a Job of a CronJob would make is not there: the CronJob's stands for it.
  private static boolean isThere(End end, Snapshot snapshot) {
    return switch (end) {
      case End.OfAddress _ -> true;
      case End.OfPod(var pod) -> isThere(pod, snapshot);
      case End.Replica(var pod) -> isThere(pod, snapshot);
    };
  }

  private static boolean isThere(Pod pod, Snapshot snapshot) {
    return Population.of(snapshot).members().stream().anyMatch(member -> member.pod().equals(pod));
  }

  /// What a pod says to itself or to its replica is not listed pod by pod, nor what two addresses
  /// say to each other, nor IPv6 where nothing in the manifests is IPv6.
  private static boolean isListed(Verdict verdict, Situation situation) {
    boolean areAddresses =
        verdict.from() instanceof End.OfAddress && verdict.to() instanceof End.OfAddress;
    boolean isOtherFamily =
        Stream.of(verdict.from(), verdict.to())
            .anyMatch(
                end ->
                    end instanceof End.OfAddress(var address)
                        && address.family() == Family.IPV6
                        && !situation.hasIpv6());
    return !areAddresses
        && !isOtherFamily
        && !(verdict.to() instanceof End.Replica)
        && !verdict.from().equals(verdict.to());
  }

  private static boolean isParty(Party party, End end, Snapshot snapshot) {
    return switch (party) {
      case Party.Pods(var workload) ->
          switch (end) {
            case End.OfPod(var pod) -> workload.equals(listedAs(pod, snapshot));
            case End.Replica _, End.OfAddress _ -> false;
          };
      case Party.Outside(var addresses) ->
          end instanceof End.OfAddress(var address) && addresses.contains(address);
    };
  }

  private static WorkloadRef listedAs(Pod pod, Snapshot snapshot) {
    return !snapshot.pods().contains(pod)
            && pod.controller() instanceof Controller.Named(var kind, var name)
        ? new WorkloadRef(pod.namespace(), kind, name)
        : WorkloadRef.ofPod(pod);
  }

  @TestFactory
  Stream<DynamicNode> everyVerdictFollowsFromItsTwoSides() {
    return SITUATIONS.stream()
        .map(
            situation ->
                dynamicTest(
                    situation.file(),
                    () ->
                        situation.expectations().stream()
                            .flatMap(expectation -> verdicts(situation, expectation).stream())
                            .forEach(CorpusTest::followsFromItsSides)));
  }

  private static void followsFromItsSides(Verdict verdict) {
    assertThat(verdict.egress().answer().and(verdict.ingress().answer()))
        .isEqualTo(verdict.answer());
    for (Evidence evidence : List.of(verdict.egress(), verdict.ingress())) {
      assertThat(evidence.doubts().isEmpty())
          .as("without doubt: %s", evidence)
          .isEqualTo(evidence.answer() != Answer.UNDETERMINED);
    }
  }

  @Test
  void thereAreAHundredSituationsAtLeastEachOfItsOwn() {
    assertThat(SITUATIONS.size()).isGreaterThanOrEqualTo(FEWEST);
    assertThat(SITUATIONS).extracting(Situation::title).doesNotHaveDuplicates();
  }

  @Test
  void everyReadingOfASwitchIsShownWhereItMatters() {
    Set<Reading> shown = new TreeSet<>();
    for (Situation situation : SITUATIONS) {
      for (Expectation expectation : situation.expectations()) {
        for (Verdict verdict : verdicts(situation, expectation)) {
          Arrays.stream(Reading.values())
              .filter(reading -> verdict.dependsOn().contains(reading.question()))
              .filter(expectation.profile()::says)
              .forEach(shown::add);
        }
      }
    }
    assertThat(shown)
        .containsExactlyElementsOf(
            Arrays.stream(Reading.values())
                .filter(reading -> !reading.others().isEmpty())
                .toList());
  }

  @Test
  void everyReasonNotToKnowIsShown() {
    String answers =
        SITUATIONS.stream()
            .flatMap(situation -> situation.expectations().stream())
            .map(Expectation::answer)
            .collect(Collectors.joining("\n"));
    Stream.of(Cause.values(), Unanswered.values(), Ground.Why.values())
        .flatMap(Arrays::stream)
        .forEach(reason -> assertThat(answers).contains(Found.word(reason)));
  }

  @Test
  void aHeaderThatIsNotUnderstoodIsRefused() {
    String good = "# situation: a\n# source: b\n# expect: a/x -> b/y:80 allowed\nkind: Pod\n";
    assertThat(Situation.of("good", good).expectations()).hasSize(1);
    for (String bad :
        List.of(
            good.replace("source", "sauce"),
            good.replace("# source: b\n", ""),
            good.replace("# expect: a/x -> b/y:80 allowed\n", ""),
            good.replace("# source", "#source"),
            good.replace(" -> ", " to "),
            "# " + good)) {
      assertThatThrownBy(() -> Situation.of("bad", bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static List<Situation> situations() {
    URL corpus = CorpusTest.class.getResource("/corpus");
    assertThat(corpus).isNotNull();
    try (Stream<Path> files = Files.walk(Path.of(corpus.toURI()))) {
      Path root = Path.of(corpus.toURI());
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(file -> situation(root.relativize(file).toString(), file))
          .toList();
    } catch (IOException | URISyntaxException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static Situation situation(String name, Path file) {
    try {
      return Situation.of(name, Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
