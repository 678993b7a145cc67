package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
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
import java.util.stream.Stream;

/// What becomes different between two snapshots, for the pods that are there and for those that
/// their workloads would make.
///
/// Costs what two matrices cost, and O(1) for each pair of parties.
public final class Differences {
  private final Matrix before;
  private final Matrix after;
  private final Outside outside;

  private Differences(Snapshot before, Snapshot after, CniProfile profile) {
    this.before = Matrix.of(before, profile, Population.withNext(before));
    this.after = Matrix.of(after, profile, Population.withNext(after));
    this.outside = new Outside(this.after, profile);
  }

  /// All changes from one snapshot to the other.
  public static Difference between(Snapshot before, Snapshot after, CniProfile profile) {
    return new Differences(before, after, profile).difference();
  }

  private Difference difference() {
    List<Counterparts.Line> lines = Counterparts.of(before, after);
    List<Change> changes = new ArrayList<>();
    for (Counterparts.Line from : lines) {
      for (Counterparts.Line to : lines) {
        if (from.one().isEmpty() || !from.party().equals(to.party())) {
          add(from.party(), to.party(), pair(from, to), changes);
        }
      }
      for (Direction direction : Direction.values()) {
        outside(from, direction, changes);
      }
    }
    return new Difference(changes);
  }

  private static void add(Party from, Party to, Shift shift, List<Change> changes) {
    if (!shift.isNone()) {
      changes.add(
          new Change(from, to, shift.opened(), shift.cut(), shift.maybeOpened(), shift.maybeCut()));
    }
  }

  private Shift pair(Counterparts.Line from, Counterparts.Line to) {
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
    Bounds then = bounds(before, from.before(), to.before());
    Bounds now = bounds(after, from.after(), to.after());
    Shift shift = Shift.between(then, now);
    if (shift.maybeOpened().isEmpty() && shift.maybeCut().isEmpty()) {
      return shift;
    }
    Leeway leeway = leeway(from, to, Direction.EGRESS).or(leeway(to, from, Direction.INGRESS));
    return shift.within(leeway.openable(), leeway.cuttable());
  }

  private static Bounds bounds(Matrix matrix, int from, int to) {
    return from < 0 || to < 0 ? Bounds.NONE : matrix.bounds(matrix.between(from, to));
  }

  private Leeway leeway(
      Counterparts.Variant self, Counterparts.Variant other, Direction direction) {
    if (self.isNew() || other.isNew()) {
      return Leeway.ALL;
    }
    Pod then = before.representative(other.before());
    Pod now = after.representative(other.after());
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
    Stack old = before.stack(self.before(), direction);
    Stack young = after.stack(self.after(), direction);
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

  private void outside(Counterparts.Line line, Direction direction, List<Change> changes) {
    Map<Shift, List<AddressRange>> ranges = new LinkedHashMap<>();
    for (Counterparts.Variant variant : line.variants()) {
      List<Pod> pods =
          Stream.of(
                  variant.before() < 0
                      ? Optional.<Pod>empty()
                      : Optional.of(before.representative(variant.before())),
                  variant.after() < 0
                      ? Optional.<Pod>empty()
                      : Optional.of(after.representative(variant.after())))
              .flatMap(Optional::stream)
              .toList();
      AddressSet policed = outside.all().minus(outside.ownNodes(pods, direction));
      Optional<Stack> old =
          variant.before() < 0
              ? Optional.empty()
              : Optional.of(before.stack(variant.before(), direction));
      Optional<Stack> young =
          variant.after() < 0
              ? Optional.empty()
              : Optional.of(after.stack(variant.after(), direction));
      if (!old.equals(young)) {
        stretches(old, young, policed, ranges);
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

  private void stretches(
      Optional<Stack> old,
      Optional<Stack> young,
      AddressSet policed,
      Map<Shift, List<AddressRange>> ranges) {
    NavigableSet<Address> telling =
        telling(old.or(() -> young).orElseThrow(), young.or(() -> old).orElseThrow());
    for (Address begin : telling) {
      Address following = telling.higher(begin);
      Address end =
          following != null && following.family() == begin.family()
              ? following.previous().orElseThrow()
              : AddressRange.all(begin.family()).last();
      List<AddressRange> stretch =
          new AddressSet(List.of(new AddressRange(begin, end))).intersection(policed).ranges();
      if (stretch.isEmpty()) {
        continue;
      }
      View view = after.evaluator().ends().view(new End.OfAddress(begin));
      Bounds then = old.map(stack -> Judge.bounds(stack, view)).orElse(Bounds.NONE);
      Bounds now = young.map(stack -> Judge.bounds(stack, view)).orElse(Bounds.NONE);
      Shift shift = Shift.between(then, now);
      if (old.isPresent() && young.isPresent()) {
        Leeway leeway = Leeway.between(old.get(), young.get(), List.of(view));
        shift = shift.within(leeway.openable(), leeway.cuttable());
      }
      if (!shift.isNone()) {
        ranges.computeIfAbsent(shift, _ -> new ArrayList<>()).addAll(stretch);
      }
    }
  }
}
