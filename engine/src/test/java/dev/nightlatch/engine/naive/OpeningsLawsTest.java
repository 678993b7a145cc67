package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.diff.Suggestion;
import dev.nightlatch.engine.eval.Openings;
import dev.nightlatch.engine.eval.Population;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A suggested opening is put in, and the second opinion is asked what it did, pair by pair.
final class OpeningsLawsTest {
  private static final int SNAPSHOTS = Amount.share(1_500);

  /// What a suggestion comes to.
  private enum Sort {
    OPENS,
    ALREADY_ALLOWED,
    UNDECIDED,
    STILL_SHUT,
    DENIED,
    CUTS,
    NOBODY
  }

  /// A wish: this pod to that one.
  private record Wish(
      Snapshot snapshot, CniProfile profile, Pod from, Pod to, Protocol protocol, int port) {

    Suggestion suggestion() {
      return Openings.of(
          snapshot, profile, named(from), named(to), new AskedPort.Numbered(port, protocol));
    }

    private static Target named(Pod pod) {
      return new Target.OfPod(pod.namespace(), pod.name());
    }

    Answer answer(Snapshot in) {
      return new NaiveEvaluator(in, profile)
          .answer(new End.OfPod(from), new End.OfPod(to), protocol, port);
    }

    Snapshot with(List<NetworkPolicy> policies) {
      List<NetworkPolicy> all = new ArrayList<>(snapshot.networkPolicies());
      all.addAll(policies);
      return snapshot.withPolicies(all, snapshot.clusterPolicies());
    }
  }

  @Test
  void whatIsSuggestedOpensTheWishAndNothingThatItDoesNotNameAndCutsNothing() {
    Map<Sort, Integer> sorts = new EnumMap<>(Sort.class);
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Snapshot snapshot = seed % 3 == 0 ? random.snapshot() : random.plainSnapshot();
      CniProfile profile = random.profile();
      List<Pod> pods = snapshot.pods().stream().filter(pod -> !pod.finished()).toList();
      if (pods.size() < 2) {
        continue;
      }
      Pod from = pods.get(random.index(pods.size()));
      Pod to = pods.get(random.index(pods.size()));
      if (from.equals(to)) {
        continue;
      }
      Wish wish = new Wish(snapshot, profile, from, to, random.protocol(), random.port());
      String where = "seed %d, %s: %s".formatted(seed, profile.readings().values(), wish);
      sorts.merge(hold(wish, where), 1, Integer::sum);
    }
    assertThat(sorts.keySet())
        .as("what was suggested: %s", sorts)
        .contains(Sort.OPENS, Sort.ALREADY_ALLOWED, Sort.DENIED, Sort.CUTS, Sort.UNDECIDED);
  }

  private static Sort hold(Wish wish, String where) {
    Answer before = wish.answer(wish.snapshot());
    return switch (wish.suggestion()) {
      case Suggestion.Opens opens -> {
        assertThat(before).as(where).isEqualTo(Answer.DENIED);
        opens(wish, opens, where);
        yield Sort.OPENS;
      }
      case Suggestion.AlreadyAllowed() -> {
        assertThat(before).as(where).isEqualTo(Answer.ALLOWED);
        yield Sort.ALREADY_ALLOWED;
      }
      case Suggestion.Undecided _ -> {
        assertThat(before).as(where).isEqualTo(Answer.UNDETERMINED);
        yield Sort.UNDECIDED;
      }
      case Suggestion.StillShut _ -> {
        assertThat(before).as(where).isEqualTo(Answer.DENIED);
        yield Sort.STILL_SHUT;
      }
      case Suggestion.Denied _ -> {
        assertThat(before).as(where).isEqualTo(Answer.DENIED);
        yield Sort.DENIED;
      }
      case Suggestion.Cuts cuts -> {
        assertThat(cuts.cut()).as(where).isNotEmpty();
        isCut(wish, cuts, where);
        yield Sort.CUTS;
      }
      case Suggestion.Nobody _ -> throw new AssertionError("both are there: " + where);
    };
  }

  private static void opens(Wish wish, Suggestion.Opens opens, String where) {
    assertThat(opens.policies()).as(where).hasSizeBetween(1, 2);
    assertThat(opens.policies())
        .as(where)
        .allSatisfy(policy -> assertThat(policy.policyTypes()).hasSize(1));
    Snapshot after = wish.with(opens.policies());
    assertThat(wish.answer(after)).as(where).isEqualTo(Answer.ALLOWED);
    if (opens.policies().size() == 2) {
      for (NetworkPolicy one : opens.policies()) {
        assertThat(wish.answer(wish.with(List.of(one))))
            .as("%s: one side alone is not enough", where)
            .isNotEqualTo(Answer.ALLOWED);
      }
    }
    NaiveEvaluator then = new NaiveEvaluator(wish.snapshot(), wish.profile());
    NaiveEvaluator now = new NaiveEvaluator(after, wish.profile());
    Map<Pod, WorkloadRef> workloads = workloads(wish.snapshot());
    // A pod that a network policy selects may be out of the Baseline tier, in both directions: then
    // more opens than the policy names.
    boolean leavesBaseline =
        wish.snapshot().clusterPolicies().stream()
            .anyMatch(policy -> policy.tier() == Tier.BASELINE);
    for (Pod from : workloads.keySet()) {
      for (Pod to : workloads.keySet()) {
        if (from.equals(to)) {
          continue;
        }
        for (Protocol protocol : Protocol.values()) {
          for (int port : List.of(wish.port(), 1, 65_535)) {
            End source = new End.OfPod(from);
            End destination = new End.OfPod(to);
            Answer old = then.answer(source, destination, protocol, port);
            Answer young = now.answer(source, destination, protocol, port);
            String pair = "%s: %s -> %s on %d/%s".formatted(where, from, to, port, protocol);
            if (old == Answer.ALLOWED) {
              assertThat(young).as("nothing is cut, %s", pair).isEqualTo(Answer.ALLOWED);
            } else if (old == Answer.DENIED && young == Answer.ALLOWED) {
              assertThat(isTold(opens.impact().changes(), workloads, from, to, protocol, port))
                  .as("what opens is told, %s", pair)
                  .isTrue();
              boolean isWished =
                  protocol == wish.protocol()
                      && port == wish.port()
                      && isAlike(wish, workloads, from, to);
              boolean isMore = isTold(opens.more(), workloads, from, to, protocol, port);
              boolean mayBeMore =
                  leavesBaseline || (protocol == wish.protocol() && port == wish.port());
              assertThat(isWished || (isMore && mayBeMore))
                  .as("what nobody asked for is told as such, %s", pair)
                  .isTrue();
            }
          }
        }
      }
    }
  }

  /// Whether these changes say that this opens.
  private static boolean isTold(
      List<Change> changes,
      Map<Pod, WorkloadRef> workloads,
      Pod from,
      Pod to,
      Protocol protocol,
      int port) {
    return changes.stream()
        .filter(change -> change.opened().contains(protocol, port))
        .anyMatch(
            change -> isOf(change.from(), from, workloads) && isOf(change.to(), to, workloads));
  }

  /// Whether both ends are of the workloads of the wish.
  private static boolean isAlike(Wish wish, Map<Pod, WorkloadRef> workloads, Pod from, Pod to) {
    return Objects.equals(workloads.get(from), workloads.get(wish.from()))
        && Objects.equals(workloads.get(to), workloads.get(wish.to()));
  }

  private static boolean isOf(Party party, Pod pod, Map<Pod, WorkloadRef> workloads) {
    return party instanceof Party.Pods(var workload)
        && (workload.equals(workloads.get(pod)) || workload.equals(WorkloadRef.ofPod(pod)));
  }

  private static Map<Pod, WorkloadRef> workloads(Snapshot snapshot) {
    return Population.of(snapshot).members().stream()
        .filter(member -> !member.isMade())
        .collect(
            Collectors.toMap(
                Population.Member::pod, Population.Member::workload, (first, _) -> first));
  }

  /// What is said to be cut between pods is cut.
  private static void isCut(Wish wish, Suggestion.Cuts cuts, String where) {
    NaiveEvaluator then = new NaiveEvaluator(wish.snapshot(), wish.profile());
    NaiveEvaluator now = new NaiveEvaluator(wish.with(cuts.policies()), wish.profile());
    Map<Pod, WorkloadRef> workloads = workloads(wish.snapshot());
    for (Change change : cuts.cut()) {
      for (Pod from : workloads.keySet()) {
        for (Pod to : workloads.keySet()) {
          if (from.equals(to)
              || !isOf(change.from(), from, workloads)
              || !isOf(change.to(), to, workloads)) {
            continue;
          }
          for (Protocol protocol : Protocol.values()) {
            for (int port : List.of(wish.port(), 1, 65_535)) {
              if (change.cut().contains(protocol, port)) {
                End source = new End.OfPod(from);
                End destination = new End.OfPod(to);
                assertThat(then.answer(source, destination, protocol, port))
                    .as(where)
                    .isEqualTo(Answer.ALLOWED);
                assertThat(now.answer(source, destination, protocol, port))
                    .as(where)
                    .isEqualTo(Answer.DENIED);
              }
            }
          }
        }
      }
    }
  }
}
