package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Who can reach whom, answered packet by packet with everything tried that is not known.
///
/// Source: `docs/decisions/0008-evaluation.md`, whose points the comments cite.
public final class NaiveEvaluator {
  private final Snapshot snapshot;
  private final CniProfile profile;
  private final NaiveAddresses addresses;
  private final NaiveNetworkPolicies networkPolicies;
  private final NaiveTiers tiers;
  private final Map<Reading, NaiveEvaluator> others = new HashMap<>();

  public NaiveEvaluator(Snapshot snapshot, CniProfile profile) {
    this(snapshot, profile, new NaiveAddresses(snapshot));
  }

  private NaiveEvaluator(Snapshot snapshot, CniProfile profile, NaiveAddresses addresses) {
    NaiveLabels labels = new NaiveLabels(snapshot);
    this.snapshot = snapshot;
    this.profile = profile;
    this.addresses = addresses;
    this.networkPolicies = new NaiveNetworkPolicies(snapshot, profile, labels);
    this.tiers = new NaiveTiers(snapshot, profile, labels);
  }

  /// Each switch of which another reading changes the answer.
  public NavigableSet<Switch> dependsOn(End from, End to, Protocol protocol, int port) {
    Answer answer = answer(from, to, protocol, port);
    NavigableSet<Switch> switches = new TreeSet<>();
    for (Reading reading : profile.readings().values()) {
      for (Reading other : reading.others()) {
        if (reading(other).answer(from, to, protocol, port) != answer) {
          switches.add(reading.question());
        }
      }
    }
    return switches;
  }

  private NaiveEvaluator reading(Reading other) {
    return others.computeIfAbsent(
        other, _ -> new NaiveEvaluator(snapshot, profile.with(other), addresses));
  }

  /// What policies say about a connection: undetermined "exactly if an outcome of either sort is
  /// possible".
  ///
  /// @param port the destination's
  /// @throws IllegalArgumentException if an end is a finished pod: "finished pods are no ends"
  public Answer answer(End from, End to, Protocol protocol, int port) {
    if (isFinished(from) || isFinished(to)) {
      throw new IllegalArgumentException("a finished pod is no end");
    }
    if (isOutsideOfPolicies(from, to)) {
      return Answer.ALLOWED;
    }
    Side egress =
        new Side(seen -> side(new Packet(Direction.EGRESS, from, to, seen, protocol, port)));
    Side ingress =
        new Side(seen -> side(new Packet(Direction.INGRESS, to, from, seen, protocol, port)));
    Set<Outcome> possible = EnumSet.noneOf(Outcome.class);
    for (World world : worlds(from, ingress, to, egress)) {
      possible.addAll(connection(world, ingress, egress));
    }
    return Outcome.answer(possible);
  }

  /// What the policies about one end say, for each address of the other; of their own end's address
  /// they see nothing.
  private static final class Side {
    private final Function<Point, Set<Outcome>> judge;
    private final Map<Point, Set<Outcome>> judged = new HashMap<>();

    Side(Function<Point, Set<Outcome>> judge) {
      this.judge = judge;
    }

    Set<Outcome> of(Point seen) {
      return judged.computeIfAbsent(seen, judge);
    }

    /// Of those that it treats alike, one.
    List<Point> unlike(List<Point> points) {
      Map<Set<Outcome>, Point> oneOfEach = new LinkedHashMap<>();
      points.forEach(point -> oneOfEach.putIfAbsent(of(point), point));
      return List.copyOf(oneOfEach.values());
    }
  }

  private static boolean isFinished(End end) {
    return pod(end).filter(Pod::finished).isPresent();
  }

  private static Optional<Pod> pod(End end) {
    return switch (end) {
      case End.OfAddress _ -> Optional.empty();
      case End.OfPod(var pod) -> Optional.of(pod);
      case End.Replica(var pod) -> Optional.of(pod);
    };
  }

  /// Point 2: a pod to itself.
  private static boolean isOutsideOfPolicies(End from, End to) {
    return from.equals(to);
  }

  /// Points 12 and 13: a pod and its own node, of which the pod's side is not policed.
  private boolean isOpenToOwnNode(Packet packet) {
    boolean isOpen = packet.direction() == Direction.INGRESS || profile.says(Reading.OWN_NODE_OPEN);
    return isOpen
        && pod(packet.own()).filter(pod -> addresses.isNodeOf(pod, packet.other())).isPresent();
  }

  /// The addresses that both ends have, as far as somebody knows.
  private record World(List<Point> from, List<Point> to) {}

  /// Point 8: "An end whose addresses are not known has exactly one, of a family of the other end,
  /// and it may be any. Where neither end's is known, both have one of the same family."
  private List<World> worlds(End from, Side ingress, End to, Side egress) {
    List<Point> knownFrom = addresses.of(from);
    List<Point> knownTo = addresses.of(to);
    if (!knownFrom.isEmpty() && !knownTo.isEmpty()) {
      return List.of(new World(knownFrom, knownTo));
    }
    List<Point> known = knownFrom.isEmpty() ? knownTo : knownFrom;
    List<Family> families =
        known.isEmpty()
            ? addresses.families()
            : known.stream().map(Point::family).distinct().toList();
    List<World> worlds = new ArrayList<>();
    for (Family family : families) {
      for (List<Point> one : orAny(knownFrom, family, ingress)) {
        for (List<Point> other : orAny(knownTo, family, egress)) {
          worlds.add(new World(one, other));
        }
      }
    }
    return worlds;
  }

  /// These addresses or, where there are none, any one of the family.
  private List<List<Point>> orAny(List<Point> known, Family family, Side seenBy) {
    return known.isEmpty()
        ? seenBy.unlike(addresses.representatives(family)).stream().map(List::of).toList()
        : List.of(known);
  }

  /// Point 7: "allowed if it is allowed for one pair of the same family; where no pair is of the
  /// same family, if it is allowed for one pair". So it may be allowed if one pair may, and denied
  /// if all may.
  private static Set<Outcome> connection(World world, Side ingress, Side egress) {
    boolean oneOfAFamily =
        world.from.stream().anyMatch(one -> world.to.stream().anyMatch(two -> alike(one, two)));
    boolean mayBeAllowed = false;
    boolean mayBeDenied = true;
    for (Point from : world.from) {
      for (Point to : world.to) {
        if (alike(from, to) || !oneOfAFamily) {
          Set<Outcome> out = egress.of(to);
          Set<Outcome> in = ingress.of(from);
          mayBeAllowed |= out.contains(Outcome.ALLOWED) && in.contains(Outcome.ALLOWED);
          mayBeDenied &= out.contains(Outcome.DENIED) || in.contains(Outcome.DENIED);
        }
      }
    }
    Set<Outcome> possible = EnumSet.noneOf(Outcome.class);
    if (mayBeAllowed) {
      possible.add(Outcome.ALLOWED);
    }
    if (mayBeDenied) {
      possible.add(Outcome.DENIED);
    }
    return possible;
  }

  private static boolean alike(Point one, Point other) {
    return one.family() == other.family();
  }

  /// What the policies about one end may say. "The own side of an address allows everything"
  /// (point 5), and so does that of a pod on the host network (3), unless NetworkPolicies are about
  /// it, which no cluster-wide policy is (4).
  private Set<Outcome> side(Packet packet) {
    Optional<Pod> policed = pod(packet.own());
    if (policed.isEmpty() || isOpenToOwnNode(packet)) {
      return EnumSet.of(Outcome.ALLOWED);
    }
    Pod pod = policed.get();
    if (!pod.hostNetwork()) {
      return fromAdmin(pod, packet);
    }
    return profile.says(Reading.HOST_NETWORK_SELECTABLE)
            && networkPolicies.isolate(pod, packet.direction())
        ? Outcome.allowedIf(networkPolicies.allow(pod, packet))
        : EnumSet.of(Outcome.ALLOWED);
  }

  /// Semantics 2.4: the Admin tier first; what it passes and what it leaves goes to the
  /// NetworkPolicies.
  private Set<Outcome> fromAdmin(Pod pod, Packet packet) {
    Set<Outcome> possible = EnumSet.noneOf(Outcome.class);
    for (Effect effect : tiers.effects(Tier.ADMIN, pod, packet)) {
      switch (effect) {
        case ACCEPT -> possible.add(Outcome.ALLOWED);
        case DENY -> possible.add(Outcome.DENIED);
        case PASS, NEXT -> possible.addAll(fromNetworkPolicies(pod, packet));
      }
    }
    return possible;
  }

  /// Where the pod is not isolated, the Baseline tier comes, unless S2 ends it (point 26).
  private Set<Outcome> fromNetworkPolicies(Pod pod, Packet packet) {
    if (networkPolicies.isolate(pod, packet.direction())) {
      return Outcome.allowedIf(networkPolicies.allow(pod, packet));
    }
    if (profile.says(Reading.BASELINE_ONLY_WITHOUT_NETWORK_POLICY) && networkPolicies.select(pod)) {
      return EnumSet.of(Outcome.ALLOWED);
    }
    return fromBaseline(pod, packet);
  }

  /// What is passed and what is left is allowed: nothing is below.
  private Set<Outcome> fromBaseline(Pod pod, Packet packet) {
    Set<Outcome> possible = EnumSet.noneOf(Outcome.class);
    for (Effect effect : tiers.effects(Tier.BASELINE, pod, packet)) {
      switch (effect) {
        case DENY -> possible.add(Outcome.DENIED);
        case ACCEPT, PASS, NEXT -> possible.add(Outcome.ALLOWED);
      }
    }
    return possible;
  }
}
