package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.Family;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// All connections between the pods of a snapshot, by shapes: pods that no policy tells apart.
///
/// What any two pods say to each other, but for traffic of a pod with itself and with its own node,
/// which no policy decides ([Evaluator] knows of both).
///
/// Making it costs O(pods + policies + peers × pods of the namespaces they look into). A pair then
/// costs O(1), but for the first of a row, which makes it; for pods of two families O(addresses).
public final class Matrix {
  private final Population population;
  private final Evaluator evaluator;
  private final Shapes shapes;
  private final Interner<Bounds> bounds = new Interner<>();
  private final SideTable egress;
  private final SideTable ingress;
  private final PairMemo both;
  private final Columns columns;
  private final int nothing;

  private Matrix(Snapshot snapshot, CniProfile profile, Population population) {
    this.evaluator = Evaluator.of(snapshot, profile);
    this.population = population;
    List<Pod> pods = population.members().stream().map(Population.Member::pod).toList();
    this.shapes = Shapes.of(pods, evaluator.asked(), evaluator.ends());
    this.columns = new Columns(shapes, evaluator.ends());
    this.nothing = bounds.number(Bounds.NONE);
    this.both =
        new PairMemo((left, right) -> bounds.number(bounds.value(left).and(bounds.value(right))));
    this.egress = new SideTable(Direction.EGRESS, evaluator, shapes, columns, bounds);
    this.ingress = new SideTable(Direction.INGRESS, evaluator, shapes, columns, bounds);
  }

  /// The matrix of a snapshot.
  public static Matrix of(Snapshot snapshot, CniProfile profile) {
    return of(snapshot, profile, Population.of(snapshot));
  }

  static Matrix of(Snapshot snapshot, CniProfile profile, Population population) {
    return new Matrix(snapshot, profile, population);
  }

  /// The first pod of a shape.
  Pod representative(int shape) {
    return shapes.representative(shape);
  }

  /// The policies about a shape.
  Stack stack(int shape, Direction direction) {
    SideTable side = side(direction);
    return side.stack(side.row(shape));
  }

  Evaluator evaluator() {
    return evaluator;
  }

  /// What the policies of a shape are, by direction.
  SideTable side(Direction direction) {
    return direction == Direction.EGRESS ? egress : ingress;
  }

  /// The pods, in the order in which they are numbered.
  public Population population() {
    return population;
  }

  /// How many shapes there are.
  public int shapes() {
    return shapes.count();
  }

  /// The shape of a pod, by its number.
  public int shape(int pod) {
    return shapes.of(pod);
  }

  /// What the pods of one shape may speak to those of another, as a number: equal numbers are equal
  /// values. Pods of one shape are taken for different pods.
  public int between(int from, int to) {
    int out = egress.row(from);
    int in = ingress.row(to);
    if (!egress.asksForAddress(out) && !ingress.asksForAddress(in)) {
      return both.of(
          egress.says(out, to, Optional.empty()), ingress.says(in, from, Optional.empty()));
    }
    List<Address> sources = evaluator.ends().addresses(shapes.representative(from));
    List<Address> destinations = evaluator.ends().addresses(shapes.representative(to));
    List<Optional<Family>> families = evaluator.families(sources, destinations);
    boolean isOneEnough = !sources.isEmpty() && !destinations.isEmpty();
    int result = way(out, in, from, to, families.getFirst());
    for (Optional<Family> family : families.subList(1, families.size())) {
      Bounds before = bounds.value(result);
      Bounds more = bounds.value(way(out, in, from, to, family));
      result = bounds.number(isOneEnough ? before.or(more) : before.either(more));
    }
    return result;
  }

  /// What the pods of one shape may speak to those of each shape, as [#between] says it.
  ///
  /// What leaves the one is looked up first: most of it is nothing, and then nobody else is asked.
  ///
  /// @param into gets a number for each shape
  void row(int from, int[] into) {
    int out = egress.row(from);
    if (egress.asksForAddress(out)) {
      Arrays.setAll(into, to -> between(from, to));
      return;
    }
    int[] leaving = new int[columns.count()];
    egress.says(out, leaving);
    for (int to = 0; to < into.length; to++) {
      into[to] = leaving[columns.first(to)] == nothing ? nothing : between(from, to);
    }
  }

  private int way(int out, int in, int from, int to, Optional<Family> family) {
    return both.of(egress.says(out, to, family), ingress.says(in, from, family));
  }

  /// Why some of what is said between two shapes is not known; never empty.
  ///
  /// @param asked what is not known between them
  List<Cause> causes(int from, int to, ConnectionSet asked) {
    Set<Cause> causes = new TreeSet<>(egress.causes(egress.row(from), to, asked));
    causes.addAll(ingress.causes(ingress.row(to), from, asked));
    if (causes.isEmpty()) {
      causes.add(
          Causes.ofAddress(
              evaluator,
              new End.OfPod(shapes.representative(from)),
              new End.OfPod(shapes.representative(to))));
    }
    return List.copyOf(causes);
  }

  /// The number of two shapes that may speak nothing.
  int nothing() {
    return nothing;
  }

  /// What a number of [#between] stands for.
  public Bounds bounds(int number) {
    return bounds.value(number);
  }
}
