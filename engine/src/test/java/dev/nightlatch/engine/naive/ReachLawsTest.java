package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.eval.Evaluator;
import dev.nightlatch.engine.eval.Population;
import dev.nightlatch.engine.eval.Reach;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Reached;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whom one reaches is walked once more, from pod to pod.
final class ReachLawsTest {
  private static final int SNAPSHOTS = Amount.share(600);
  private static final int HOPS = 3;

  @Test
  void whomOneReachesIsWhomAWalkFromPodToPodReachesInAsManySteps() {
    int reached = 0;
    int later = 0;
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Snapshot snapshot = random.snapshot();
      CniProfile profile = random.profile();
      List<Population.Member> members = Population.of(snapshot).members();
      if (members.isEmpty()) {
        continue;
      }
      Reach reach = Reach.of(snapshot, profile);
      WorkloadRef source = members.get(random.index(members.size())).workload();
      Set<WorkloadRef> listed = reach.listed(source);
      List<Reached> found = reach.from(listed, HOPS);
      String where = "seed %d, %s: from %s".formatted(seed, profile.readings().values(), source);
      Evaluator evaluator = Evaluator.of(snapshot, profile);
      List<Population.Member> edge =
          members.stream().filter(member -> isIn(listed, member)).toList();
      Set<Population.Member> seen = new HashSet<>(edge);
      for (int hop = 1; hop <= HOPS; hop++) {
        int steps = hop;
        List<Population.Member> next = new ArrayList<>();
        for (Population.Member to : members) {
          boolean isNew =
              !seen.contains(to) && edge.stream().anyMatch(from -> mayStep(evaluator, from, to));
          if (isNew) {
            next.add(to);
          }
        }
        Set<WorkloadRef> parties = new HashSet<>();
        for (Reached one : found) {
          if (one.hops() == steps && one.party() instanceof Party.Pods(var workload)) {
            parties.add(workload);
          }
        }
        for (Population.Member to : next) {
          assertThat(isIn(parties, to)).as("%s: %s in %d steps", where, to, steps).isTrue();
          reached++;
          later += steps > 1 ? 1 : 0;
        }
        for (WorkloadRef party : parties) {
          assertThat(next.stream().anyMatch(to -> isIn(Set.of(party), to)))
              .as("%s: %s in %d steps", where, party, steps)
              .isTrue();
        }
        seen.addAll(next);
        edge = next;
      }
    }
    assertThat(reached).isPositive();
    assertThat(later).as("reached in more than one step").isPositive();
  }

  private static boolean isIn(Set<WorkloadRef> parties, Population.Member member) {
    return parties.contains(member.workload()) || parties.contains(WorkloadRef.ofPod(member.pod()));
  }

  private static boolean mayStep(
      Evaluator evaluator, Population.Member from, Population.Member to) {
    Pod source = from.pod();
    return !evaluator
        .between(new End.OfPod(source), new End.Replica(to.pod()))
        .possible()
        .isEmpty();
  }
}
