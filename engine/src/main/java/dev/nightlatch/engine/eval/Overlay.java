package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Family;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A matrix with other network policies about some of its pods: what these say is evaluated when it
/// is asked for, everything else is looked up.
final class Overlay implements Comparison.State {
  private final Matrix matrix;
  private final Evaluator evaluator;
  private final Map<Direction, Map<Long, Stack>> touched = new EnumMap<>(Direction.class);

  /// @param evaluator that of the other policies
  Overlay(Matrix matrix, Evaluator evaluator) {
    this.matrix = matrix;
    this.evaluator = evaluator;
    for (Direction direction : Direction.values()) {
      touched.put(direction, new HashMap<>());
    }
  }

  /// Takes notice of other policies about these pods.
  void touch(Counterparts.Variant self, Stack young) {
    of(young.direction()).put(self.shapes(), young);
  }

  private Map<Long, Stack> of(Direction direction) {
    return touched.getOrDefault(direction, Map.of());
  }

  private Optional<Stack> touched(Counterparts.Variant self, Direction direction) {
    return Optional.ofNullable(of(direction).get(self.shapes()));
  }

  @Override
  public Evaluator evaluator() {
    return evaluator;
  }

  @Override
  public Optional<Stack> stack(Counterparts.Variant self, Direction direction) {
    return self.before() < 0
        ? Optional.empty()
        : touched(self, direction).or(() -> Optional.of(matrix.stack(self.before(), direction)));
  }

  @Override
  public Bounds between(Counterparts.Variant from, Counterparts.Variant to) {
    if (from.before() < 0 || to.before() < 0) {
      return Bounds.NONE;
    }
    Optional<Stack> out = touched(from, Direction.EGRESS);
    Optional<Stack> in = touched(to, Direction.INGRESS);
    if (out.isEmpty() && in.isEmpty()) {
      return matrix.bounds(matrix.between(from.before(), to.before()));
    }
    if (!asksForAddress(out, from, Direction.EGRESS)
        && !asksForAddress(in, to, Direction.INGRESS)) {
      return way(from, to, Optional.empty());
    }
    List<Address> sources = addresses(from);
    List<Address> destinations = addresses(to);
    boolean isOneEnough = !sources.isEmpty() && !destinations.isEmpty();
    return evaluator.families(sources, destinations).stream()
        .map(family -> way(from, to, family))
        .reduce(isOneEnough ? Bounds::or : Bounds::either)
        .orElseThrow();
  }

  private boolean asksForAddress(
      Optional<Stack> young, Counterparts.Variant self, Direction direction) {
    SideTable side = matrix.side(direction);
    return young
        .map(Stack::asksForAddress)
        .orElseGet(() -> side.asksForAddress(side.row(self.before())));
  }

  private List<Address> addresses(Counterparts.Variant variant) {
    return evaluator.ends().addresses(variant.now().orElseThrow());
  }

  private Bounds way(Counterparts.Variant from, Counterparts.Variant to, Optional<Family> family) {
    return says(from, to, Direction.EGRESS, family).and(says(to, from, Direction.INGRESS, family));
  }

  /// What one party's policies say about the other under all of its addresses together.
  private Bounds says(
      Counterparts.Variant self,
      Counterparts.Variant other,
      Direction direction,
      Optional<Family> family) {
    SideTable side = matrix.side(direction);
    int row = side.row(self.before());
    Optional<Stack> young = touched(self, direction);
    return young.isEmpty()
        ? matrix.bounds(side.says(row, other.before(), family))
        : says(young.get(), side, row, other, family);
  }

  private Bounds says(
      Stack young, SideTable side, int row, Counterparts.Variant other, Optional<Family> family) {
    Pod pod = other.now().orElseThrow();
    View view = evaluator.ends().view(pod);
    if (!young.asksForAddress()) {
      return side.says(row, other.before(), young, view);
    }
    List<Address> known = addresses(other);
    if (known.isEmpty()) {
      return Addresses.telling(young, family.orElse(Family.IPV4)).stream()
          .map(address -> Judge.bounds(young, view.at(address)))
          .reduce(Bounds::either)
          .orElseThrow();
    }
    return known.stream()
        .filter(
            address -> known.size() == 1 || family.isEmpty() || address.family() == family.get())
        .map(address -> Judge.bounds(young, view.at(address)))
        .reduce(Bounds.NONE, Bounds::or);
  }
}
