package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.eval.Evaluator;
import dev.nightlatch.engine.eval.Paths;
import dev.nightlatch.engine.eval.Population;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.engine.set.PortSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Paths say of chosen ends what is said of each pair.
final class PathsLawsTest {
  private static final int SNAPSHOTS = Amount.share(400);

  @Test
  void aPathSaysWhatIsSaidOfItsPods() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Snapshot snapshot = random.snapshot();
      CniProfile profile = random.profile();
      Paths paths = Paths.of(snapshot, profile);
      Evaluator evaluator = Evaluator.of(snapshot, profile);
      List<Pod> pods =
          Population.of(snapshot).members().stream().map(Population.Member::pod).toList();
      for (Pod from : pods) {
        for (Pod to : pods) {
          String where = "seed %d, %s: %s -> %s".formatted(seed, profile.readings(), from, to);
          List<Paths.Path> found =
              paths.between(chosen(from), chosen(to), ConnectionSet.ALL).stream()
                  .map(Paths.Example::path)
                  .filter(path -> isOf(path.from(), from) && isOf(path.to(), to))
                  .toList();
          for (Paths.Path path : found) {
            assertThat(path.allowed().union(path.undetermined()).union(path.denied()))
                .as(where)
                .isEqualTo(ConnectionSet.ALL);
            boolean isEachOne = path.from().equals(pod(from)) && path.to().equals(pod(to));
            if (isEachOne) {
              var bounds = evaluator.between(new End.OfPod(from), new End.Replica(to));
              assertThat(path.allowed()).as(where).isEqualTo(bounds.certain());
              assertThat(path.undetermined()).as(where).isEqualTo(bounds.undetermined());
            }
          }
          boolean isItself = from.equals(to) && snapshot.pods().contains(from);
          assertThat(found).as(where).hasSize(isItself ? 0 : 1);
        }
      }
    }
  }

  @Test
  void addressesAreDividedByWhatMayBeSpokenWithThem() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Snapshot snapshot = random.snapshot();
      CniProfile profile = random.profile();
      Paths paths = Paths.of(snapshot, profile);
      Evaluator evaluator = Evaluator.of(snapshot, profile);
      for (Population.Member to : Population.of(snapshot).members()) {
        Address address = random.address();
        Paths.Chosen all =
            new Paths.Chosen.Addresses(new AddressSet(List.of(AddressRange.all(Family.IPV4))));
        for (Paths.Example example : paths.between(all, chosen(to.pod()), ConnectionSet.ALL)) {
          Paths.Path path = example.path();
          boolean isMeant =
              path.from() instanceof Party.Outside(var those)
                  && those.contains(address)
                  && path.to().equals(pod(to.pod()));
          if (isMeant) {
            var bounds = evaluator.between(new End.OfAddress(address), new End.OfPod(to.pod()));
            assertThat(path.allowed()).as("seed %d", seed).isEqualTo(bounds.certain());
            assertThat(path.undetermined()).as("seed %d", seed).isEqualTo(bounds.undetermined());
          }
        }
      }
    }
  }

  @Test
  void theVerdictOfAPathIsTheAnswerOfThePath() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Snapshot snapshot = random.snapshot();
      CniProfile profile = random.profile();
      Paths paths = Paths.of(snapshot, profile);
      ConnectionSet asked = ConnectionSet.of(random.protocol(), PortSet.single(80));
      for (Population.Member to : Population.of(snapshot).members()) {
        for (Population.Member from : Population.of(snapshot).members()) {
          if (from.pod().hostNetwork() || to.pod().hostNetwork()) {
            continue;
          }
          assertThat(paths.between(chosen(from.pod()), chosen(to.pod()), asked))
              .as("seed %d: %s -> %s", seed, from, to)
              .allSatisfy(
                  example ->
                      assertThat(paths.why(example).answer()).isEqualTo(example.path().answer()));
        }
      }
    }
  }

  /// The pods with exactly these labels, which may be several.
  private static Paths.Chosen.Pods chosen(Pod pod) {
    return new Paths.Chosen.Pods(pod.namespace(), LabelSelector.labels(pod.labels()));
  }

  private static Party pod(Pod pod) {
    return new Party.Pods(WorkloadRef.ofPod(pod));
  }

  private static boolean isOf(Party party, Pod pod) {
    return party.equals(pod(pod))
        || (party instanceof Party.Pods(var workload) && workload.name().equals(pod.name()));
  }
}
