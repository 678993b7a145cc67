package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Two states of a cluster beside each other, party by party.
///
/// @param outside the addresses outside, as they are after
record Comparison(State before, State after, Outside outside) {

  /// One of the two states.
  interface State {
    Evaluator evaluator();

    /// The policies about a party's pods; empty where none of these is there.
    Optional<Stack> stack(Counterparts.Variant self, Direction direction);

    /// What the pods of one party may speak to those of another; nothing where one is not there.
    Bounds between(Counterparts.Variant from, Counterparts.Variant to);
  }

  /// Adds what becomes different from one end to the other.
  static void add(Party from, Party to, Shift shift, List<Change> changes) {
    if (!shift.isNone()) {
      changes.add(
          new Change(from, to, shift.opened(), shift.cut(), shift.maybeOpened(), shift.maybeCut()));
    }
  }

  /// What becomes different from one party to another.
  Shift pair(Counterparts.Line from, Counterparts.Line to) {
    if (from.one().isPresent() && to.one().isPresent()) {
      Counterparts.Single source = from.one().get();
      Counterparts.Single destination = to.one().get();
      if (isOwnNode(source, destination)) {
        return ownNode(source, destination);
      }
    }
    Shift all = Shift.NONE;
    for (Counterparts.Variant source : from.variants()) {
      for (Counterparts.Variant destination : to.variants()) {
        all = all.or(pair(source, destination));
      }
    }
    return all;
  }

  /// Whether one of two pods may be the other's node, which no shape tells.
  private boolean isOwnNode(Counterparts.Single from, Counterparts.Single to) {
    return (from.after().hostNetwork() || to.after().hostNetwork())
        && after.evaluator().ends().areOnOneNode(from.after(), to.after());
  }

  private Shift ownNode(Counterparts.Single from, Counterparts.Single to) {
    Bounds then =
        before.evaluator().between(new End.OfPod(from.before()), new End.Replica(to.before()));
    Bounds now =
        after.evaluator().between(new End.OfPod(from.after()), new End.Replica(to.after()));
    return then.equals(now) ? Shift.NONE : Shift.between(then, now);
  }

  private Shift pair(Counterparts.Variant from, Counterparts.Variant to) {
    Bounds then = before.between(from, to);
    Bounds now = after.between(from, to);
    Shift shift = Shift.between(then, now);
    if (shift.maybeOpened().isEmpty() && shift.maybeCut().isEmpty()) {
      return shift;
    }
    Leeway leeway = leeway(from, to, Direction.EGRESS).or(leeway(to, from, Direction.INGRESS));
    return shift.within(leeway.openable(), leeway.cuttable());
  }

  private Leeway leeway(
      Counterparts.Variant self, Counterparts.Variant other, Direction direction) {
    if (self.isNew() || other.isNew()) {
      return Leeway.ALL;
    }
    Pod then = other.then().orElseThrow();
    Pod now = other.now().orElseThrow();
    boolean areAlike =
        then.equals(now)
            && before
                .evaluator()
                .ends()
                .subject(then)
                .equals(after.evaluator().ends().subject(now));
    if (!areAlike) {
      return Leeway.ALL;
    }
    Stack old = before.stack(self, direction).orElseThrow();
    Stack young = after.stack(self, direction).orElseThrow();
    View view = after.evaluator().ends().view(new End.OfPod(now));
    return Leeway.between(old, young, views(old, young, view, addresses(now)));
  }

  private List<Address> addresses(Pod pod) {
    return after.evaluator().ends().addresses(pod);
  }

  /// The other end under each of its addresses, or under one for each stretch if it has none.
  private List<View> views(Stack old, Stack young, View view, List<Address> known) {
    if (!old.asksForAddress() && !young.asksForAddress()) {
      return List.of(view);
    }
    return (known.isEmpty() ? telling(old, young).stream() : known.stream()).map(view::at).toList();
  }

  private NavigableSet<Address> telling(Stack old, Stack young) {
    NavigableSet<Address> telling = new TreeSet<>();
    for (Family family : after.evaluator().ends().families()) {
      telling.addAll(Addresses.telling(old, family));
      telling.addAll(Addresses.telling(young, family));
    }
    return telling;
  }

  /// What becomes different between a party and the addresses outside.
  void outside(Counterparts.Line line, Direction direction, List<Change> changes) {
    Map<Shift, List<AddressRange>> ranges = new LinkedHashMap<>();
    for (Counterparts.Variant variant : line.variants()) {
      Optional<Stack> old = before.stack(variant, direction);
      Optional<Stack> young = after.stack(variant, direction);
      if (!old.equals(young)) {
        stretches(old, young, commonNodes(variant.pods(), direction), ranges);
      }
    }
    ranges.forEach(
        (shift, of) -> {
          Party addresses = new Party.Outside(new AddressSet(of));
          switch (direction) {
            case EGRESS -> add(line.party(), addresses, shift, changes);
            case INGRESS -> add(addresses, line.party(), shift, changes);
          }
        });
  }

  /// The addresses of the node on which all of them are. Where they are on several, a node is no
  /// pod's own but for those on it, and the policies decide for the others.
  private AddressSet commonNodes(List<Pod> pods, Direction direction) {
    return pods.stream()
        .map(pod -> outside.ownNodes(List.of(pod), direction))
        .reduce(AddressSet::intersection)
        .orElse(AddressSet.NONE);
  }

  private void stretches(
      Optional<Stack> old,
      Optional<Stack> young,
      AddressSet nodes,
      Map<Shift, List<AddressRange>> ranges) {
    NavigableSet<Address> telling =
        telling(old.or(() -> young).orElseThrow(), young.or(() -> old).orElseThrow());
    for (Address begin : telling) {
      Address following = telling.higher(begin);
      Address end =
          following != null && following.family() == begin.family()
              ? following.previous().orElseThrow()
              : AddressRange.all(begin.family()).last();
      View view = after.evaluator().ends().view(new End.OfAddress(begin));
      Bounds then = old.map(stack -> Judge.bounds(stack, view)).orElse(Bounds.NONE);
      Bounds now = young.map(stack -> Judge.bounds(stack, view)).orElse(Bounds.NONE);
      Shift shift = Shift.between(then, now);
      if (old.isPresent() && young.isPresent()) {
        Leeway leeway = Leeway.between(old.get(), young.get(), List.of(view));
        shift = shift.within(leeway.openable(), leeway.cuttable());
      }
      if (shift.isNone()) {
        continue;
      }
      // Only now: there may be as many gaps in it as there are pods.
      List<AddressRange> stretch =
          new AddressSet(List.of(new AddressRange(begin, end)))
              .intersection(outside.all())
              .minus(nodes)
              .ranges();
      if (!stretch.isEmpty()) {
        ranges.computeIfAbsent(shift, _ -> new ArrayList<>()).addAll(stretch);
      }
    }
  }
}
