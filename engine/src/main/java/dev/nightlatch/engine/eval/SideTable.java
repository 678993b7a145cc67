package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/// What the policies of each shape say about each other shape, in one direction.
///
/// A row is what one stack of policies says; shapes that the same policies are about share it. A
/// row is put together from its three tiers, each of which has its own, coarser table.
final class SideTable {
  private final Direction direction;
  private final Shapes shapes;
  private final Columns columns;
  private final Interner<Bounds> bounds;
  private final Interner<Gate> gates = new Interner<>();
  private final PartTable<Gate> admin;
  private final PartTable<Bounds> network;
  private final PartTable<Gate> baseline;
  private final ColumnClasses adminClasses;
  private final ColumnClasses networkClasses;
  private final ColumnClasses baselineClasses;
  private final PairMemo gated;
  private final int open;
  private final int everything;
  private final int[] rowOf;
  private final List<Row> rows = new ArrayList<>();
  private final BitSet askingForAddress = new BitSet();

  private static final int[] NOT_ASKED = {};

  /// For each row and column what is said, plus one; 0 where nobody asked yet.
  private final List<int[]> said = new ArrayList<>();

  private final Map<Way, Integer> joined = new HashMap<>();
  private final Map<Asked, List<Cause>> causes = new HashMap<>();
  private final Evaluator evaluator;

  /// A stack, and its parts by number.
  ///
  /// @param isPlain whether network policies alone speak: what they say is looked up at once, and a
  ///     table of the row's own would only hold it twice
  private record Row(Stack stack, int admin, int network, int baseline, boolean isPlain) {}

  /// A row towards columns that are all alike to it, in a family or in any.
  private record Way(
      int row, int admin, int network, int baseline, boolean isHost, Optional<Family> family) {}

  private record Asked(Way way, ConnectionSet connections) {}

  private record PartKey(List<?> policies, List<ContainerPort> ports) {}

  SideTable(
      Direction direction,
      Evaluator evaluator,
      Shapes shapes,
      Columns columns,
      Interner<Bounds> bounds) {
    this.direction = direction;
    this.evaluator = evaluator;
    this.shapes = shapes;
    this.columns = columns;
    this.bounds = bounds;
    this.open = gates.number(Gate.OPEN);
    this.everything = bounds.number(Bounds.ALL);
    this.gated =
        new PairMemo((gate, below) -> bounds.number(gates.value(gate).and(bounds.value(below))));
    this.adminClasses = classes(evaluator.admin().rules(direction), evaluator);
    this.networkClasses = classes(evaluator.networkPolicies().rules(direction), evaluator);
    this.baselineClasses = classes(evaluator.baseline().rules(direction), evaluator);
    this.admin =
        new PartTable<>(
            direction,
            shapes,
            columns,
            adminClasses,
            gates,
            (stack, view) -> Judge.gate(stack.admin(), stack, view));
    this.network =
        new PartTable<>(
            direction, shapes, columns, networkClasses, bounds, Judge::byNetworkPolicies);
    this.baseline =
        new PartTable<>(
            direction,
            shapes,
            columns,
            baselineClasses,
            gates,
            (stack, view) -> Judge.gate(stack.baseline(), stack, view));
    this.rowOf = rows(evaluator);
  }

  private ColumnClasses classes(List<Rule> rules, Evaluator evaluator) {
    return new ColumnClasses(
        rules, direction == Direction.EGRESS, shapes, columns, evaluator.ends());
  }

  private int[] rows(Evaluator evaluator) {
    int[] rowOf = new int[shapes.count()];
    Map<List<Integer>, Integer> known = new HashMap<>();
    for (int shape = 0; shape < rowOf.length; shape++) {
      Stack stack = evaluator.stack(shapes.representative(shape), direction);
      int ofAdmin = numberOf(admin, stack, stack.admin());
      int ofNetwork = numberOfNetworkPolicies(stack);
      int ofBaseline = numberOf(baseline, stack, stack.baseline());
      rowOf[shape] =
          known.computeIfAbsent(
              List.of(ofAdmin, ofNetwork, ofBaseline, stack.endsBaseline() ? 1 : 0),
              _ -> {
                askingForAddress.set(rows.size(), stack.asksForAddress());
                boolean isPlain = stack.admin().isEmpty() && stack.isPoliced();
                rows.add(new Row(stack, ofAdmin, ofNetwork, ofBaseline, isPlain));
                said.add(NOT_ASKED);
                return rows.size() - 1;
              });
    }
    return rowOf;
  }

  private int numberOf(PartTable<Gate> table, Stack stack, List<List<Step>> groups) {
    List<Rule> rules = Step.rules(groups).toList();
    return table.number(
        new PartKey(
            groups.stream().flatMap(List::stream).map(Step::key).toList(), ports(stack, rules)),
        stack,
        rules);
  }

  private int numberOfNetworkPolicies(Stack stack) {
    List<Rule> rules =
        stack.isolating().stream().flatMap(policy -> policy.rules().stream()).toList();
    List<PolicyRef> policies = stack.isolating().stream().map(Stack.Isolating::policy).toList();
    List<Doubt> doubts = stack.unreadable();
    return network.number(
        new PartKey(
            Stream.concat(policies.stream(), doubts.stream()).toList(), ports(stack, rules)),
        stack,
        rules);
  }

  /// Named ports of an ingress rule are the pod's own.
  private List<ContainerPort> ports(Stack stack, List<Rule> rules) {
    return direction == Direction.INGRESS && rules.stream().anyMatch(Rule::hasNamedPorts)
        ? stack.self().ports()
        : List.of();
  }

  /// The row of a shape.
  int row(int shape) {
    return rowOf[shape];
  }

  int rowCount() {
    return rows.size();
  }

  Stack stack(int row) {
    return rows.get(row).stack();
  }

  boolean asksForAddress(int row) {
    return askingForAddress.get(row);
  }

  /// What a row says about a column, by number.
  int says(int row, int column) {
    Row parts = rows.get(row);
    if (parts.isPlain()) {
      return network.says(parts.network(), column);
    }
    int[] known = said.get(row);
    if (known.length == 0) {
      known = new int[columns.count()];
      said.set(row, known);
    }
    if (known[column] == 0) {
      known[column] = 1 + said(parts, column);
    }
    return known[column] - 1;
  }

  /// What a row says about each column.
  void says(int row, int[] into) {
    Row parts = rows.get(row);
    if (parts.isPlain()) {
      network.says(parts.network(), into);
    } else {
      Arrays.setAll(into, column -> says(row, column));
    }
  }

  private int said(Row row, int column) {
    return said(row, column, row.stack(), () -> network.says(row.network(), column));
  }

  /// What a row would say about a shape if its network policies were those of `young`, of which no
  /// other tier asks for addresses.
  Bounds says(int row, int shape, Stack young, View view) {
    return bounds.value(
        said(
            rows.get(row),
            columns.first(shape),
            young,
            () -> bounds.number(Judge.byNetworkPolicies(young, view))));
  }

  private int said(Row row, int column, Stack stack, IntSupplier byNetworkPolicies) {
    int below = everything;
    if (stack.isPoliced()) {
      below = byNetworkPolicies.getAsInt();
    } else if (!stack.endsBaseline() && !stack.baseline().isEmpty()) {
      below = gated.of(baseline.says(row.baseline(), column), everything);
    }
    int gate = stack.admin().isEmpty() ? open : admin.says(row.admin(), column);
    return gate == open ? below : gated.of(gate, below);
  }

  /// What a row says about a shape, under all of its addresses together.
  ///
  /// @param family the one in which they meet; empty where any address counts
  int says(int row, int shape, Optional<Family> family) {
    int first = columns.first(shape);
    if (!asksForAddress(row) || (columns.hasAddress(first) && columns.end(shape) == first + 1)) {
      return says(row, first);
    }
    return columns.hasAddress(first)
        ? underAll(row, shape, family)
        : joined.computeIfAbsent(way(row, shape, family), _ -> underUnknown(row, first, family));
  }

  /// Why some of what a row says about a shape is not known.
  List<Cause> causes(int row, int shape, ConnectionSet asked) {
    return causes.computeIfAbsent(
        new Asked(way(row, shape, Optional.empty()), asked),
        _ ->
            Causes.ofSide(
                evaluator, stack(row).self(), direction, shapes.representative(shape), asked));
  }

  private Way way(int row, int shape, Optional<Family> family) {
    int first = columns.first(shape);
    return new Way(
        row,
        adminClasses.of(first),
        networkClasses.of(first),
        baselineClasses.of(first),
        shapes.representative(shape).hostNetwork(),
        family);
  }

  private int underAll(int row, int shape, Optional<Family> family) {
    Bounds all = Bounds.NONE;
    for (int column = columns.first(shape); column < columns.end(shape); column++) {
      boolean counts =
          family.isEmpty()
              || (columns.view(column).where() instanceof View.Where.At(var address)
                  && address.family() == family.get());
      if (counts) {
        all = all.or(bounds.value(says(row, column)));
      }
    }
    return bounds.number(all);
  }

  private int underUnknown(int row, int column, Optional<Family> family) {
    Stack stack = stack(row);
    View view = columns.view(column);
    List<Address> telling = Addresses.telling(stack, family.orElse(Family.IPV4));
    return bounds.number(
        telling.stream()
            .map(address -> Judge.bounds(stack, view.at(address)))
            .reduce(Bounds::either)
            .orElseThrow());
  }
}
