package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.eval.BlastRadius;
import dev.nightlatch.engine.eval.Differences;
import dev.nightlatch.engine.eval.Population;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Radius;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.WorkloadRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// A blast radius is what the second opinion says, packet by packet, of opened pods and of those to
/// whom they are opened.
final class BlastRadiusLawsTest {
  private static final int SNAPSHOTS = 1200;
  private static final int ALL = Integer.MAX_VALUE;

  /// A cluster in which something was opened just now.
  private record Opening(Snapshot after, CniProfile profile, List<Change> opened, Radius radius) {

    static Opening of(int seed, RandomSnapshots random) {
      Snapshot after = seed % 3 == 0 ? random.snapshot() : random.plainSnapshot();
      CniProfile profile = random.profile();
      List<NetworkPolicy> fewer = new ArrayList<>(after.networkPolicies());
      if (!fewer.isEmpty()) {
        fewer.remove(random.index(fewer.size()));
      }
      Snapshot before = after.withPolicies(fewer, after.clusterPolicies());
      List<Change> opened =
          seed % 2 == 0
              ? Differences.between(before, after, profile).opening()
              : Differences.between(after, before, profile).opening();
      Snapshot now = seed % 2 == 0 ? after : before;
      return new Opening(now, profile, opened, BlastRadius.of(now, profile, opened, ALL));
    }

    List<Population.Member> members() {
      return Population.of(after).members();
    }

    List<Change> to(Population.Member target) {
      return opened.stream().filter(change -> is(target).test(change.to())).toList();
    }

    boolean isReached(Population.Member from, Predicate<Party> to, Protocol protocol, int port) {
      return line(from, to, true).contains(protocol, port);
    }

    ConnectionSet line(Population.Member from, Predicate<Party> to, boolean isKnown) {
      return ConnectionSet.union(
          radius.lines().stream()
              .filter(line -> line.isKnown() == isKnown)
              .filter(line -> is(from).test(line.from()) && to.test(line.to()))
              .map(Radius.Line::ports)
              .toList());
    }
  }

  private static Predicate<Party> is(Population.Member member) {
    return party ->
        party instanceof Party.Pods(var name)
            && (name.equals(member.workload()) || name.equals(WorkloadRef.ofPod(member.pod())));
  }

  @Test
  void whoIsReachedThroughAnOpenedPodIsWhoTheSecondOpinionReaches() {
    int reached = 0;
    int perhaps = 0;
    int gained = 0;
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Opening opening = Opening.of(seed, random);
      NaiveEvaluator naive = new NaiveEvaluator(opening.after(), opening.profile());
      List<Population.Member> pods =
          opening.members().stream()
              .filter(member -> !member.isMade() && !member.pod().hostNetwork())
              .toList();
      List<Population.Member> targets =
          pods.stream().filter(pod -> !opening.to(pod).isEmpty()).toList();
      for (int i = 0; i < 40 && !targets.isEmpty(); i++) {
        Population.Member from = targets.get(random.index(targets.size()));
        Population.Member to = pods.get(random.index(pods.size()));
        Protocol protocol = random.protocol();
        int port = random.port();
        List<Change> changes = opening.to(from);
        List<Population.Member> sources =
            pods.stream()
                .filter(pod -> changes.stream().anyMatch(change -> is(pod).test(change.from())))
                .toList();
        boolean isPlain =
            changes.stream().allMatch(change -> isAnyOf(sources, change.from()))
                && sources.stream().noneMatch(source -> source.workload().equals(to.workload()))
                && !from.equals(to);
        if (!isPlain) {
          continue;
        }
        boolean isOpened = changes.stream().anyMatch(change -> !change.opened().isEmpty());
        Answer onward = answer(naive, from.pod(), to.pod(), protocol, port);
        List<Answer> byItself =
            sources.stream()
                .map(source -> answer(naive, source.pod(), to.pod(), protocol, port))
                .toList();
        String where =
            "seed %d, %s: %s -> %s on %d/%s: %s, from %s: %s"
                .formatted(
                    seed,
                    opening.profile().readings().values(),
                    from,
                    to,
                    port,
                    protocol,
                    onward,
                    sources,
                    byItself);
        boolean isReached = opening.isReached(from, is(to), protocol, port);
        boolean maybe = opening.line(from, is(to), false).contains(protocol, port);
        boolean isGain = isOpened && onward == Answer.ALLOWED && byItself.contains(Answer.DENIED);
        boolean mayBeGain =
            onward != Answer.DENIED
                && byItself.stream().anyMatch(answer -> answer != Answer.ALLOWED)
                && !isGain;
        assertThat(isReached).as(where).isEqualTo(isGain);
        assertThat(maybe).as(where).isEqualTo(mayBeGain);
        reached += isReached ? 1 : 0;
        perhaps += maybe ? 1 : 0;
        gained += onward == Answer.ALLOWED && !isReached && !maybe ? 1 : 0;
      }
    }
    assertThat(List.of(reached, perhaps, gained))
        .as("reached, perhaps, and within reach before")
        .allSatisfy(count -> assertThat(count).isPositive());
  }

  private static boolean isAnyOf(List<Population.Member> members, Party party) {
    return members.stream().anyMatch(member -> is(member).test(party));
  }

  private static Answer answer(NaiveEvaluator naive, Pod from, Pod to, Protocol on, int port) {
    return naive.answer(new End.OfPod(from), new End.OfPod(to), on, port);
  }

  @Test
  void whatOneAddressOfASourceDoesNotReachByItselfItReachesThroughThePods() {
    int gained = 0;
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Opening opening = Opening.of(seed, random);
      NaiveEvaluator naive = new NaiveEvaluator(opening.after(), opening.profile());
      List<Population.Member> pods =
          opening.members().stream()
              .filter(member -> !member.isMade() && !member.pod().hostNetwork())
              .toList();
      for (Change change : opening.opened()) {
        if (!(change.from() instanceof Party.Outside(var addresses)) || pods.isEmpty()) {
          continue;
        }
        Address address = random.address();
        Address source =
            addresses.contains(address) ? address : addresses.ranges().getFirst().first();
        Population.Member from =
            pods.stream()
                .filter(pod -> is(pod).test(change.to()))
                .findFirst()
                .orElse(pods.getFirst());
        for (Population.Member to : pods) {
          Protocol protocol = random.protocol();
          int port = random.port();
          boolean isGain =
              is(from).test(change.to())
                  && !from.equals(to)
                  && !change.opened().isEmpty()
                  && answer(naive, from.pod(), to.pod(), protocol, port) == Answer.ALLOWED
                  && naive.answer(
                          new End.OfAddress(source), new End.OfPod(to.pod()), protocol, port)
                      == Answer.DENIED;
          if (isGain) {
            assertThat(opening.isReached(from, is(to), protocol, port))
                .as("seed %d: %s by %s to %s on %d/%s", seed, source, from, to, port, protocol)
                .isTrue();
            gained++;
          }
        }
      }
    }
    assertThat(gained).isPositive();
  }

  @Test
  void addressesThatOnlyAnOpenedPodReachesAreOutside() {
    int gained = 0;
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Opening opening = Opening.of(seed, random);
      NaiveEvaluator naive = new NaiveEvaluator(opening.after(), opening.profile());
      Address address = random.address();
      boolean isPods =
          opening.members().stream().anyMatch(member -> member.pod().addresses().contains(address));
      Protocol protocol = random.protocol();
      int port = random.port();
      for (Population.Member from : opening.members()) {
        for (Population.Member source : opening.members()) {
          boolean isGain =
              !isPods
                  && !from.pod().hostNetwork()
                  && opening.to(from).stream()
                      .anyMatch(
                          change -> !change.opened().isEmpty() && is(source).test(change.from()))
                  && reaches(naive, from, address, protocol, port) == Answer.ALLOWED
                  && reaches(naive, source, address, protocol, port) == Answer.DENIED;
          if (isGain) {
            assertThat(opening.radius().outside())
                .as("seed %d: %s by %s to %s", seed, source, from, address)
                .isEqualTo(Answer.ALLOWED);
            gained++;
          }
        }
      }
    }
    assertThat(gained).isPositive();
  }

  private static Answer reaches(
      NaiveEvaluator naive, Population.Member from, Address to, Protocol on, int port) {
    return naive.answer(new End.OfPod(from.pod()), new End.OfAddress(to), on, port);
  }

  @Test
  void theMoreIsOpenedTheMoreIsWithinReach() {
    int fewer = 0;
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Opening opening = Opening.of(seed, random);
      List<Change> some = opening.opened().stream().filter(_ -> random.index(2) == 0).toList();
      Radius less = BlastRadius.of(opening.after(), opening.profile(), some, ALL);
      Radius more = opening.radius();
      String where = "seed %d: %s of %s".formatted(seed, some, opening.opened());
      assertThat(less.opened().pods()).as(where).isLessThanOrEqualTo(more.opened().pods());
      assertThat(less.opened().pods() + less.beyond().pods())
          .as(where)
          .isLessThanOrEqualTo(more.opened().pods() + more.beyond().pods());
      assertThat(less.beyond().connections())
          .as(where)
          .isLessThanOrEqualTo(more.beyond().connections());
      assertThat(rank(less.outside())).as(where).isLessThanOrEqualTo(rank(more.outside()));
      for (Radius.Line line : less.lines()) {
        boolean isKept =
            line.to() instanceof Party.Outside
                || more.lines().stream()
                    .filter(other -> other.isKnown() || !line.isKnown())
                    .filter(other -> other.from().equals(line.from()))
                    .filter(other -> other.to().equals(line.to()))
                    .map(Radius.Line::ports)
                    .reduce(ConnectionSet.NONE, ConnectionSet::union)
                    .containsAll(line.ports());
        assertThat(isKept).as("%s: %s", where, line).isTrue();
      }
      fewer += less.equals(more) ? 0 : 1;
    }
    assertThat(fewer).isPositive();
  }

  private static int rank(Answer answer) {
    return switch (answer) {
      case DENIED -> 0;
      case UNDETERMINED -> 1;
      case ALLOWED -> 2;
    };
  }

  @Test
  void theSameOpeningInAnotherOrderIsTheSameRadius() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      Opening opening = Opening.of(seed, new RandomSnapshots(seed));
      List<Change> shuffled = new ArrayList<>(opening.opened());
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(BlastRadius.of(opening.after(), opening.profile(), shuffled, ALL))
          .as("seed %d", seed)
          .isEqualTo(opening.radius());
    }
  }

  @Test
  void howManyLinesAreToldChangesNoNumber() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      Opening opening = Opening.of(seed, new RandomSnapshots(seed));
      Radius all = opening.radius();
      Radius some = BlastRadius.of(opening.after(), opening.profile(), opening.opened(), 2);
      assertThat(some).as("seed %d", seed).isEqualTo(with(all, some.lines()));
      assertThat(some.lines()).as("seed %d", seed).hasSize(Math.min(2, all.lines().size()));
      assertThat(all.lines()).as("seed %d", seed).containsAll(some.lines()).isSorted();
      assertThat(all.lines())
          .as("seed %d", seed)
          .hasSize(all.beyond().connections() + all.beyond().undetermined());
    }
  }

  private static Radius with(Radius radius, List<Radius.Line> lines) {
    return new Radius(radius.opened(), radius.beyond(), radius.outside(), lines);
  }

  @Test
  void whereNothingIsOpenedNothingIsWithinReach() {
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      Snapshot snapshot = new RandomSnapshots(seed).snapshot();
      List<Change> none = Differences.between(snapshot, snapshot, CniProfile.DEFAULT).opening();
      assertThat(BlastRadius.of(snapshot, CniProfile.DEFAULT, none, ALL)).isEqualTo(Radius.NONE);
    }
  }
}
