package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.eval.Differences;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A difference is what the second opinion finds different, pair by pair.
final class DifferencesLawsTest {
  private static final int SNAPSHOTS = Amount.share(800);

  private static Snapshot without(Snapshot snapshot, int policy) {
    List<NetworkPolicy> others = new ArrayList<>(snapshot.networkPolicies());
    others.remove(policy);
    return snapshot.withPolicies(others, snapshot.clusterPolicies());
  }

  @Test
  void whatIsOpenedAndCutIsWhatIsDifferentForEachPair() {
    int opened = 0;
    int cut = 0;
    int maybe = 0;
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Snapshot whole = random.snapshot();
      if (whole.networkPolicies().isEmpty()) {
        continue;
      }
      Snapshot less = without(whole, random.index(whole.networkPolicies().size()));
      Snapshot before = seed % 2 == 0 ? whole : less;
      Snapshot after = seed % 2 == 0 ? less : whole;
      CniProfile profile = random.profile();
      Difference difference = Differences.between(before, after, profile);
      NaiveEvaluator then = new NaiveEvaluator(before, profile);
      NaiveEvaluator now = new NaiveEvaluator(after, profile);
      List<Pod> pods = whole.pods().stream().filter(pod -> !pod.finished()).toList();
      for (int i = 0; i < 40; i++) {
        Pod from = pods.get(random.index(pods.size()));
        Pod to = pods.get(random.index(pods.size()));
        Protocol protocol = random.protocol();
        int port = random.port();
        if (from.equals(to)) {
          continue;
        }
        Answer old = then.answer(new End.OfPod(from), new End.OfPod(to), protocol, port);
        Answer young = now.answer(new End.OfPod(from), new End.OfPod(to), protocol, port);
        Optional<Change> change = change(difference, from, to);
        boolean isOpened = change.filter(it -> it.opened().contains(protocol, port)).isPresent();
        boolean isCut = change.filter(it -> it.cut().contains(protocol, port)).isPresent();
        boolean mayOpen =
            change.filter(it -> it.maybeOpened().contains(protocol, port)).isPresent();
        boolean mayCut = change.filter(it -> it.maybeCut().contains(protocol, port)).isPresent();
        String where =
            "seed %d, %s: %s -> %s on %d/%s: %s, then %s"
                .formatted(seed, profile.readings().values(), from, to, port, protocol, old, young);
        assertThat(isOpened).as(where).isEqualTo(old == Answer.DENIED && young == Answer.ALLOWED);
        assertThat(isCut).as(where).isEqualTo(old == Answer.ALLOWED && young == Answer.DENIED);
        if (old != young && !isOpened && !isCut) {
          assertThat(mayOpen || mayCut).as(where).isTrue();
        }
        if (old == young && old != Answer.UNDETERMINED) {
          assertThat(mayOpen || mayCut).as(where).isFalse();
        }
        opened += isOpened ? 1 : 0;
        cut += isCut ? 1 : 0;
        maybe += mayOpen || mayCut ? 1 : 0;
      }
    }
    assertThat(List.of(opened, cut, maybe)).allSatisfy(count -> assertThat(count).isPositive());
  }

  private static Optional<Change> change(Difference difference, Pod from, Pod to) {
    return difference.changes().stream()
        .filter(it -> it.from().equals(new Party.Pods(WorkloadRef.ofPod(from))))
        .filter(it -> it.to().equals(new Party.Pods(WorkloadRef.ofPod(to))))
        .findFirst();
  }

  @Test
  void nothingIsDifferentWithoutAChange() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      Snapshot snapshot = new RandomSnapshots(seed).snapshot();
      assertThat(Differences.between(snapshot, snapshot, CniProfile.DEFAULT).changes())
          .as("seed %d", seed)
          .isEmpty();
    }
  }
}
