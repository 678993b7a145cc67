package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// One tier of one direction as a table: what each different part of a stack says about each class
/// of columns.
///
/// A row is made when it is first asked for. It costs one evaluation for each different set of the
/// part's own peers that some class is matched by: the classes that none of them matches, which are
/// nearly all, cost one together.
final class PartTable<T> {
  /// A class without an address, where a rule asks for one.
  static final int NOT_HERE = -1;

  private final Direction direction;
  private final Columns columns;
  private final ColumnClasses classes;
  private final Shapes shapes;
  private final BiFunction<Stack, View, T> says;
  private final Interner<T> values;
  private final Map<Object, Integer> numbers = new HashMap<>();
  private final List<Stack> parts = new ArrayList<>();
  private final List<List<Rule>> rules = new ArrayList<>();
  private final List<int[]> rows = new ArrayList<>();

  private static final int[] NOT_MADE = {};

  /// @param says what a stack's part of this tier says about another end
  PartTable(
      Direction direction,
      Shapes shapes,
      Columns columns,
      ColumnClasses classes,
      Interner<T> values,
      BiFunction<Stack, View, T> says) {
    this.direction = direction;
    this.shapes = shapes;
    this.columns = columns;
    this.classes = classes;
    this.values = values;
    this.says = says;
  }

  /// The number of a stack's part of this tier.
  ///
  /// @param key equal for parts that are the same
  int number(Object key, Stack stack, List<Rule> ofPart) {
    return numbers.computeIfAbsent(
        key,
        _ -> {
          parts.add(stack);
          rules.add(ofPart);
          rows.add(NOT_MADE);
          return parts.size() - 1;
        });
  }

  /// What a part says about a column, as a number of the values; [#NOT_HERE] where it asks for an
  /// address and there is none.
  int says(int part, int column) {
    return row(part)[classes.of(column)];
  }

  /// What a part says about each column.
  void says(int part, int[] into) {
    int[] row = row(part);
    for (int column = 0; column < into.length; column++) {
      into[column] = row[classes.of(column)];
    }
  }

  private int[] row(int part) {
    int[] row = rows.get(part);
    if (row.length == 0) {
      row = made(part);
      rows.set(part, row);
    }
    return row;
  }

  private record Key(IntList peers, int address, List<ContainerPort> ports, boolean hostNetwork) {}

  private int[] made(int part) {
    Map<RulePeer, Integer> own = new LinkedHashMap<>();
    boolean asksForAddress = false;
    boolean asksForNames = false;
    for (Rule rule : rules.get(part)) {
      rule.peers().forEach(peer -> own.putIfAbsent(peer, own.size()));
      asksForAddress |= rule.asksForAddress();
      asksForNames |= direction == Direction.EGRESS && rule.hasNamedPorts();
    }
    IntList[] peersOf = new IntList[classes.count()];
    IntList none = new IntList();
    Arrays.fill(peersOf, none);
    for (Map.Entry<RulePeer, Integer> peer : own.entrySet()) {
      IntList matched = classes.matchedBy(peer.getKey());
      for (int i = 0; i < matched.size(); i++) {
        int touched = matched.get(i) >> 1;
        if (peersOf[touched].isEmpty()) {
          peersOf[touched] = new IntList();
        }
        peersOf[touched].add(2 * peer.getValue() + (matched.get(i) & 1));
      }
    }
    int[] row = new int[classes.count()];
    int ofOthers = NOT_HERE;
    Map<Key, Integer> known = new HashMap<>();
    for (int each = 0; each < row.length; each++) {
      int column = classes.representative(each);
      int shape = columns.shape(column);
      if (asksForAddress && !columns.hasAddress(column)) {
        row[each] = NOT_HERE;
        continue;
      }
      boolean isOther =
          peersOf[each].isEmpty()
              && !asksForAddress
              && !asksForNames
              && !shapes.representative(shape).hostNetwork();
      if (isOther && ofOthers != NOT_HERE) {
        row[each] = ofOthers;
        continue;
      }
      Key key =
          new Key(
              peersOf[each],
              asksForAddress ? classes.address(each) : NOT_HERE,
              asksForNames ? shapes.representative(shape).ports() : List.of(),
              shapes.representative(shape).hostNetwork());
      row[each] =
          known.computeIfAbsent(
              key, _ -> values.number(says.apply(parts.get(part), columns.view(column))));
      if (isOther) {
        ofOthers = row[each];
      }
    }
    return row;
  }
}
