package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What pods speak with the addresses that are no pod's.
///
/// One sweep over the blocks of each stack of policies: O(b log b) of its blocks, and one
/// evaluation for each stretch between their bounds.
final class Outside {
  private final Evaluator evaluator;
  private final CniProfile profile;
  private final AddressSet all;
  private final Matrix matrix;
  private final Map<Asked, List<Stretch>> known = new HashMap<>();

  Outside(Matrix matrix, CniProfile profile) {
    this.matrix = matrix;
    this.evaluator = matrix.evaluator();
    this.profile = profile;
    AddressSet everything =
        new AddressSet(evaluator.ends().families().stream().map(AddressRange::all).toList());
    this.all =
        profile.says(Reading.IP_BLOCKS_MATCH_PODS)
            ? everything.minus(
                new AddressSet(
                    matrix.population().members().stream()
                        .map(Population.Member::pod)
                        .filter(pod -> !pod.hostNetwork())
                        .flatMap(pod -> pod.addresses().stream())
                        .map(AddressRange::single)
                        .toList()))
            : everything;
  }

  /// All addresses outside.
  AddressSet all() {
    return all;
  }

  /// A row of the matrix.
  private record Asked(Direction direction, int row) {}

  /// Addresses with which the same may be spoken.
  ///
  /// @param example one of them
  private record Stretch(AddressRange range, Address example, Bounds bounds) {}

  /// What is allowed with some addresses, or not known to be.
  ///
  /// @param causes empty for what is allowed
  record Row(AddressSet addresses, ConnectionSet ports, List<Cause> causes) {}

  /// The rows of a group of pods: one for each different set of ports.
  ///
  /// @param direction EGRESS for what they may speak to addresses, INGRESS for the way back
  List<Row> rows(Parties.Group group, Direction direction) {
    AddressSet nodes = ownNodes(group.pods(), direction).intersection(all);
    Map<ConnectionSet, List<AddressRange>> allowed = new LinkedHashMap<>();
    if (!nodes.isEmpty()) {
      allowed.computeIfAbsent(ConnectionSet.ALL, _ -> new ArrayList<>()).addAll(nodes.ranges());
    }
    Map<Uncertain, List<AddressRange>> uncertain = new LinkedHashMap<>();
    AddressSet policed = all.minus(nodes);
    Pod first = group.pods().getFirst();
    for (Stretch stretch : stretches(group.shape(), direction)) {
      List<AddressRange> ranges =
          new AddressSet(List.of(stretch.range())).intersection(policed).ranges();
      if (ranges.isEmpty()) {
        continue;
      }
      Bounds bounds = stretch.bounds();
      if (!bounds.certain().isEmpty()) {
        allowed.computeIfAbsent(bounds.certain(), _ -> new ArrayList<>()).addAll(ranges);
      }
      ConnectionSet doubtful = bounds.undetermined();
      if (!doubtful.isEmpty()) {
        uncertain
            .computeIfAbsent(
                new Uncertain(doubtful, causes(first, direction, stretch.example(), doubtful)),
                _ -> new ArrayList<>())
            .addAll(ranges);
      }
    }
    List<Row> rows = new ArrayList<>();
    allowed.forEach((ports, ranges) -> rows.add(new Row(new AddressSet(ranges), ports, List.of())));
    uncertain.forEach(
        (what, ranges) -> rows.add(new Row(new AddressSet(ranges), what.ports(), what.causes())));
    return rows.stream()
        .sorted(Comparator.comparing((Row row) -> row.addresses().ranges().getFirst()))
        .toList();
  }

  private record Uncertain(ConnectionSet ports, List<Cause> causes) {}

  private List<Cause> causes(Pod pod, Direction direction, Address address, ConnectionSet asked) {
    End self = new End.OfPod(pod);
    End other = new End.OfAddress(address);
    return switch (direction) {
      case EGRESS -> Causes.of(evaluator, self, other, asked);
      case INGRESS -> Causes.of(evaluator, other, self, asked);
    };
  }

  /// The addresses of the nodes of some of the pods, with which that pod may speak everything.
  AddressSet ownNodes(List<Pod> pods, Direction direction) {
    boolean isOpen = direction == Direction.INGRESS || profile.says(Reading.OWN_NODE_OPEN);
    return isOpen
        ? new AddressSet(
            pods.stream()
                .flatMap(pod -> evaluator.ends().nodes().of(pod).stream())
                .map(AddressRange::single)
                .toList())
        : AddressSet.NONE;
  }

  private List<Stretch> stretches(int shape, Direction direction) {
    SideTable side = matrix.side(direction);
    int row = side.row(shape);
    return known.computeIfAbsent(new Asked(direction, row), _ -> swept(side.stack(row)));
  }

  private List<Stretch> swept(Stack stack) {
    List<Stretch> stretches = new ArrayList<>();
    for (Family family : evaluator.ends().families()) {
      AddressRange whole = AddressRange.all(family);
      List<Address> telling =
          stack.asksForAddress() ? Addresses.telling(stack, family) : List.of(whole.first());
      for (int i = 0; i < telling.size(); i++) {
        Address begin = telling.get(i);
        Address end =
            i + 1 < telling.size() ? telling.get(i + 1).previous().orElseThrow() : whole.last();
        View view = evaluator.ends().view(new End.OfAddress(begin));
        stretches.add(new Stretch(new AddressRange(begin, end), begin, Judge.bounds(stack, view)));
      }
    }
    return stretches;
  }
}
