package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.eval.Bounds;
import dev.nightlatch.engine.eval.Evaluator;
import dev.nightlatch.engine.eval.Listing;
import dev.nightlatch.engine.eval.Population;
import dev.nightlatch.engine.explain.Connection;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A list is what is said of each pair.
final class ListingLawsTest {
  private static final int SNAPSHOTS = Amount.share(800);

  /// What a list says.
  private record Told(List<Connection> allowed, List<Connection> undetermined) {
    static Told of(Snapshot snapshot, CniProfile profile, boolean pods, boolean self) {
      Told told = new Told(new ArrayList<>(), new ArrayList<>());
      Listing.of(snapshot, profile, pods, self).tell(told.allowed::add, told.undetermined::add);
      return told;
    }

    Bounds between(Predicate<Party> from, Predicate<Party> to) {
      ConnectionSet certain = ports(allowed, from, to);
      return new Bounds(certain, certain.union(ports(undetermined, from, to)));
    }

    private static ConnectionSet ports(
        List<Connection> connections, Predicate<Party> from, Predicate<Party> to) {
      return ConnectionSet.union(
          connections.stream()
              .filter(each -> from.test(each.from()) && to.test(each.to()))
              .map(Connection::ports)
              .toList());
    }
  }

  private static Predicate<Party> is(WorkloadRef workload) {
    return party -> party.equals(new Party.Pods(workload));
  }

  private static Predicate<Party> holds(Address address) {
    return party -> party instanceof Party.Outside(var addresses) && addresses.contains(address);
  }

  private static WorkloadRef name(Population.Member member) {
    return member.isMade() ? member.workload() : WorkloadRef.ofPod(member.pod());
  }

  @Test
  void aListByPodsSaysOfEachPairWhatIsSaidOfItAlone() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Snapshot snapshot = random.snapshot();
      CniProfile profile = random.profile();
      Told told = Told.of(snapshot, profile, true, false);
      Evaluator evaluator = Evaluator.of(snapshot, profile);
      List<Population.Member> members = Population.of(snapshot).members();
      for (Population.Member from : members) {
        for (Population.Member to : members) {
          if (!from.equals(to)) {
            assertThat(told.between(is(name(from)), is(name(to))))
                .as("seed %d, %s: %s -> %s", seed, profile.readings().values(), from, to)
                .isEqualTo(evaluator.between(new End.OfPod(from.pod()), new End.OfPod(to.pod())));
          }
        }
        Address address = random.address();
        boolean isListed =
            (address.family() == Family.IPV4 || hasV6(told)) && !isPods(address, members);
        if (isListed) {
          assertThat(told.between(is(name(from)), holds(address)))
              .as("seed %d, %s: %s -> %s", seed, profile.readings().values(), from, address)
              .isEqualTo(evaluator.between(new End.OfPod(from.pod()), new End.OfAddress(address)));
          assertThat(told.between(holds(address), is(name(from))))
              .as("seed %d, %s: %s -> %s", seed, profile.readings().values(), address, from)
              .isEqualTo(evaluator.between(new End.OfAddress(address), new End.OfPod(from.pod())));
        }
      }
    }
  }

  private static boolean hasV6(Told told) {
    return told.allowed().stream()
        .flatMap(each -> Stream.of(each.from(), each.to()))
        .anyMatch(
            party ->
                party instanceof Party.Outside(var addresses)
                    && addresses.ranges().getLast().family() == Family.IPV6);
  }

  private static boolean isPods(Address address, List<Population.Member> members) {
    return members.stream()
        .map(Population.Member::pod)
        .filter(pod -> !pod.hostNetwork())
        .map(Pod::addresses)
        .anyMatch(addresses -> addresses.contains(address));
  }

  @Test
  void aListIsSortedAndSaysNothingTwice() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      Snapshot snapshot = new RandomSnapshots(seed).snapshot();
      Told told = Told.of(snapshot, CniProfile.DEFAULT, false, true);
      for (List<Connection> each : List.of(told.allowed(), told.undetermined())) {
        assertThat(each).as("seed %d", seed).isSorted();
        assertThat(each.stream().map(one -> List.of(one.from(), one.to(), one.ports())))
            .as("seed %d", seed)
            .doesNotHaveDuplicates();
      }
      assertThat(told.undetermined()).as("seed %d", seed).noneMatch(one -> one.causes().isEmpty());
    }
  }

  private static boolean hasItsOwn(Pod pod) {
    return !pod.finished() && !pod.hostNetwork();
  }

  @Test
  void outsideAreAllAddressesButThoseOfPodsThatBlocksMatch() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      Snapshot snapshot = new RandomSnapshots(seed).plainSnapshot();
      for (Reading reading :
          List.of(Reading.IP_BLOCKS_MATCH_PODS, Reading.IP_BLOCKS_NEVER_MATCH_PODS)) {
        Told told = Told.of(snapshot, CniProfile.DEFAULT.with(reading), true, false);
        for (Pod pod : snapshot.pods()) {
          for (Address address : pod.addresses()) {
            if (reading == Reading.IP_BLOCKS_MATCH_PODS && hasItsOwn(pod)) {
              assertThat(told.allowed())
                  .as("seed %d", seed)
                  .noneMatch(one -> holds(address).test(one.to()));
            }
          }
        }
      }
    }
  }
}
