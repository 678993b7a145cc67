package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.set.AddressRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Columns, grouped so that no peer of some rules can tell two of a group apart; and for each peer
/// that selects pods the groups that it matches, or may match.
///
/// Costs O(peers × pods of the namespaces that each looks into).
final class ColumnClasses {
  private final int[] classOf;
  private final IntList representatives = new IntList();
  private final IntList addresses = new IntList();
  private final Map<RulePeer, IntList> matched = new HashMap<>();

  private record Key(IntList peers, int address, List<ContainerPort> ports, boolean hostNetwork) {}

  /// @param rules all that may be asked; their peers and named ports are what tells columns apart
  /// @param arePortsAsked whether named ports are looked up on the columns' pods
  ColumnClasses(
      List<Rule> rules, boolean arePortsAsked, Shapes shapes, Columns columns, Ends ends) {
    Map<RulePeer, Integer> numbers = new LinkedHashMap<>();
    Map<List<AddressRange>, Integer> covered = new LinkedHashMap<>();
    boolean asksForNames = arePortsAsked && rules.stream().anyMatch(Rule::hasNamedPorts);
    for (Rule rule : rules) {
      for (RulePeer peer : rule.peers()) {
        switch (peer) {
          case RulePeer.InNamespace _, RulePeer.Pods _ -> numbers.putIfAbsent(peer, numbers.size());
          case RulePeer.Blocks(var addresses, _) ->
              covered.putIfAbsent(addresses.ranges(), covered.size());
          case RulePeer.Nodes(var addresses, _) ->
              covered.putIfAbsent(
                  addresses.stream().sorted().map(AddressRange::single).toList(), covered.size());
          case RulePeer.Everybody _, RulePeer.Nobody _, RulePeer.DomainNames _ -> {}
        }
      }
    }
    Map<RulePeer, IntList> shapesOf = new HashMap<>();
    IntList[] peersOf = peersOf(numbers, shapes, ends, shapesOf);
    Atoms atoms = new Atoms(List.copyOf(covered.keySet()));
    Interner<Key> classes = new Interner<>();
    this.classOf = new int[columns.count()];
    for (int column = 0; column < classOf.length; column++) {
      int shape = columns.shape(column);
      View view = columns.view(column);
      int address =
          !covered.isEmpty() && view.where() instanceof View.Where.At(var at)
              ? atoms.signature(at)
              : -1;
      classOf[column] =
          classes.number(
              new Key(
                  peersOf[shape],
                  address,
                  asksForNames ? shapes.representative(shape).ports() : List.of(),
                  shapes.representative(shape).hostNetwork()));
      if (classOf[column] == representatives.size()) {
        representatives.add(column);
        addresses.add(address);
      }
    }
    shapesOf.forEach((peer, of) -> matched.put(peer, classesOf(of, columns)));
  }

  /// For each shape the peers that match it; and the other way round. Numbers are doubled, and one
  /// more where it only may match.
  private static IntList[] peersOf(
      Map<RulePeer, Integer> numbers, Shapes shapes, Ends ends, Map<RulePeer, IntList> shapesOf) {
    IntList[] peersOf = new IntList[shapes.count()];
    Map<String, IntList> byNamespace = new LinkedHashMap<>();
    for (int shape = 0; shape < peersOf.length; shape++) {
      peersOf[shape] = new IntList();
      byNamespace
          .computeIfAbsent(shapes.representative(shape).namespace(), _ -> new IntList())
          .add(shape);
    }
    List<View> views = new ArrayList<>();
    for (int shape = 0; shape < peersOf.length; shape++) {
      views.add(ends.view(shapes.representative(shape)));
    }
    Map<LabelSelector, List<String>> chosen = new HashMap<>();
    numbers.forEach(
        (peer, number) -> {
          IntList of = new IntList();
          for (String namespace : lookedInto(peer, byNamespace, chosen, ends)) {
            IntList there = byNamespace.getOrDefault(namespace, new IntList());
            for (int i = 0; i < there.size(); i++) {
              int shape = there.get(i);
              Match match = peer.match(views.get(shape));
              if (match.isPossible()) {
                int doubt = match == Match.YES ? 0 : 1;
                of.add(2 * shape + doubt);
                peersOf[shape].add(2 * number + doubt);
              }
            }
          }
          shapesOf.put(peer, of);
        });
    return peersOf;
  }

  /// The namespaces in which a peer may match a pod.
  private static List<String> lookedInto(
      RulePeer peer,
      Map<String, IntList> byNamespace,
      Map<LabelSelector, List<String>> chosen,
      Ends ends) {
    return switch (peer) {
      case RulePeer.InNamespace(var namespace, _) -> List.of(namespace);
      case RulePeer.Pods(var namespaces, _, _) ->
          chosen.computeIfAbsent(
              namespaces,
              selector ->
                  byNamespace.keySet().stream()
                      .filter(name -> ends.namespace(name).chosenBy(selector).isPossible())
                      .toList());
      case RulePeer.Everybody _,
          RulePeer.Nobody _,
          RulePeer.Blocks _,
          RulePeer.Nodes _,
          RulePeer.DomainNames _ ->
          List.of();
    };
  }

  private IntList classesOf(IntList shapesAndDoubts, Columns columns) {
    IntList matching = new IntList();
    boolean[] seen = new boolean[representatives.size()];
    for (int i = 0; i < shapesAndDoubts.size(); i++) {
      int shape = shapesAndDoubts.get(i) >> 1;
      for (int column = columns.first(shape); column < columns.end(shape); column++) {
        int each = classOf[column];
        if (!seen[each]) {
          seen[each] = true;
          matching.add(2 * each + (shapesAndDoubts.get(i) & 1));
        }
      }
    }
    return matching;
  }

  int count() {
    return representatives.size();
  }

  int of(int column) {
    return classOf[column];
  }

  /// The first column of a class.
  int representative(int number) {
    return representatives.get(number);
  }

  /// The number of the set of address peers that match a class; -1 where nobody knows.
  int address(int number) {
    return addresses.get(number);
  }

  /// The classes that a peer that selects pods matches, each as twice its number, and one more
  /// where it only may match.
  IntList matchedBy(RulePeer peer) {
    return matched.getOrDefault(peer, new IntList());
  }
}
