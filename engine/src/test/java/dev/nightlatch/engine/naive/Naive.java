package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The second opinion: pair by pair, packet by packet, small and obvious, as slow as it likes.
///
/// Written from decision 0008, whose points the comments name. It shares only the plain records
/// with the engine.
public final class Naive {
  private final Snapshot snapshot;
  private final CniProfile profile;
  private final NaiveAddresses addresses;

  public Naive(Snapshot snapshot, CniProfile profile) {
    this.snapshot = snapshot;
    this.profile = profile;
    this.addresses = new NaiveAddresses(snapshot);
  }

  /// What is said about a connection.
  public Answer answer(End from, End to, Protocol protocol, int port) {
    Set<Outcome> outcomes = outcomes(from, to, protocol, port);
    if (outcomes.size() == 2) {
      return Answer.UNDETERMINED;
    }
    return outcomes.contains(Outcome.ALLOWED) ? Answer.ALLOWED : Answer.DENIED;
  }

  /// Each switch of which another reading alone would change the answer.
  public SortedSet<Switch> dependsOn(End from, End to, Protocol protocol, int port) {
    Answer answer = answer(from, to, protocol, port);
    SortedSet<Switch> dependsOn = new TreeSet<>();
    for (Reading reading : Reading.values()) {
      if (!profile.says(reading)) {
        Naive other = new Naive(snapshot, profile.with(reading));
        if (other.answer(from, to, protocol, port) != answer) {
          dependsOn.add(reading.question());
        }
      }
    }
    return dependsOn;
  }

  enum Outcome {
    ALLOWED,
    DENIED
  }

  private Set<Outcome> outcomes(End from, End to, Protocol protocol, int port) {
    // Point 2: a pod to itself.
    if (from instanceof End.OfPod(var here) && to instanceof End.OfPod(var there)) {
      if (here.equals(there)) {
        return EnumSet.of(Outcome.ALLOWED);
      }
    }
    List<Address> sources = addresses.of(from);
    List<Address> destinations = addresses.of(to);
    // Point 8: an end whose addresses are not known has exactly one, and it may be any.
    Set<Outcome> all = EnumSet.noneOf(Outcome.class);
    for (List<Address> source : choices(sources, destinations)) {
      for (List<Address> destination : choices(destinations, source)) {
        all.addAll(underOneOf(from, to, source, destination, protocol, port));
      }
    }
    return all;
  }

  private List<List<Address>> choices(List<Address> known, List<Address> others) {
    if (!known.isEmpty()) {
      return List.of(known);
    }
    Set<Family> families = EnumSet.noneOf(Family.class);
    others.forEach(other -> families.add(other.family()));
    if (others.isEmpty()) {
      families.addAll(addresses.families());
    }
    return addresses.telling().stream()
        .filter(address -> families.contains(address.family()))
        .map(List::of)
        .toList();
  }

  /// Point 7: allowed if it is for one pair of the same family, or for one pair if there is none.
  private Set<Outcome> underOneOf(
      End from,
      End to,
      List<Address> sources,
      List<Address> destinations,
      Protocol protocol,
      int port) {
    List<Set<Outcome>> pairs = new ArrayList<>();
    List<Set<Outcome>> strangers = new ArrayList<>();
    for (Address source : sources) {
      for (Address destination : destinations) {
        Packet packet = new Packet(from, to, source, destination, protocol, port);
        (source.family() == destination.family() ? pairs : strangers).add(outcomes(packet));
      }
    }
    return any(pairs.isEmpty() ? strangers : pairs);
  }

  private static Set<Outcome> any(List<Set<Outcome>> outcomes) {
    Set<Outcome> any = EnumSet.noneOf(Outcome.class);
    if (outcomes.stream().anyMatch(each -> each.contains(Outcome.ALLOWED))) {
      any.add(Outcome.ALLOWED);
    }
    if (outcomes.stream().allMatch(each -> each.contains(Outcome.DENIED))) {
      any.add(Outcome.DENIED);
    }
    return any;
  }

  /// One packet.
  record Packet(
      End from, End to, Address source, Address destination, Protocol protocol, int port) {
    Pod self(Direction direction) {
      return pod(direction == Direction.EGRESS ? from : to);
    }

    End other(Direction direction) {
      return direction == Direction.EGRESS ? to : from;
    }

    Address otherAddress(Direction direction) {
      return direction == Direction.EGRESS ? destination : source;
    }

    static Pod pod(End end) {
      return switch (end) {
        case End.OfPod(var pod) -> pod;
        case End.Replica(var pod) -> pod;
        case End.OfAddress _ -> throw new IllegalStateException("an address is no pod");
      };
    }
  }

  private Set<Outcome> outcomes(Packet packet) {
    Set<Outcome> egress = side(packet, Direction.EGRESS);
    Set<Outcome> ingress = side(packet, Direction.INGRESS);
    Set<Outcome> both = EnumSet.noneOf(Outcome.class);
    if (egress.contains(Outcome.ALLOWED) && ingress.contains(Outcome.ALLOWED)) {
      both.add(Outcome.ALLOWED);
    }
    if (egress.contains(Outcome.DENIED) || ingress.contains(Outcome.DENIED)) {
      both.add(Outcome.DENIED);
    }
    return both;
  }

  private Set<Outcome> side(Packet packet, Direction direction) {
    End self = direction == Direction.EGRESS ? packet.from() : packet.to();
    // Point 5: the own side of an address.
    if (self instanceof End.OfAddress) {
      return EnumSet.of(Outcome.ALLOWED);
    }
    Pod pod = packet.self(direction);
    // Points 12 and 13: the own node.
    boolean isOpen = direction == Direction.INGRESS || profile.says(Reading.OWN_NODE_OPEN);
    if (isOpen && isOwnNode(pod, packet.other(direction), packet.otherAddress(direction))) {
      return EnumSet.of(Outcome.ALLOWED);
    }
    return new NaiveTiers(snapshot, profile, packet, direction).outcomes();
  }

  private boolean isOwnNode(Pod pod, End other, Address address) {
    boolean mayBe =
        switch (other) {
          case End.OfAddress _ -> true;
          case End.OfPod(var there) -> there.hostNetwork();
          case End.Replica(var there) -> there.hostNetwork();
        };
    if (!mayBe) {
      return false;
    }
    boolean isByName =
        !(other instanceof End.OfAddress)
            && !pod.node().isEmpty()
            && Packet.pod(other).node().equals(pod.node());
    // Where the other end's address is not known, it is taken for another node.
    boolean isKnown = !addresses.of(other).isEmpty();
    return isByName || (isKnown && addresses.ofNode(pod).contains(address));
  }
}
