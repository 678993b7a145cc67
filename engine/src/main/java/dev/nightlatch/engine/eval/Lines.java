package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Parties by their number, to be found by what policies say.
///
/// @param all by number, from 0
/// @param byNamespace the numbers of those of each namespace
record Lines(List<Counterparts.Line> all, Map<String, List<Integer>> byNamespace) {

  static Lines of(List<Counterparts.Line> all) {
    Map<String, List<Integer>> byNamespace = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).party() instanceof Party.Pods(var workload)) {
        byNamespace.computeIfAbsent(workload.namespace(), _ -> new ArrayList<>()).add(i);
      }
    }
    return new Lines(all, byNamespace);
  }

  Counterparts.Line line(int number) {
    return all.get(number);
  }

  /// Those of a namespace.
  List<Integer> of(String namespace) {
    return byNamespace.getOrDefault(namespace, List.of());
  }

  /// Those with which a pod may speak something else than before, as far as its own policies go.
  ///
  /// What isolates a pod before and after, or may, allows what its rules allow together: of these,
  /// only those that came or went count.
  Iterable<Integer> touchedBy(Stack before, Stack after, Ends ends) {
    boolean isFreed = before.isolating().isEmpty() || after.isolating().isEmpty();
    if (isFreed || before.endsBaseline() != after.endsBaseline()) {
      return everyOne();
    }
    List<RulePeer> peers =
        Stream.concat(
                before.isolating().stream().filter(it -> !after.isolating().contains(it)),
                after.isolating().stream().filter(it -> !before.isolating().contains(it)))
            .flatMap(policy -> policy.rules().stream())
            .flatMap(rule -> rule.peers().stream())
            .distinct()
            .toList();
    TreeSet<Integer> touched = new TreeSet<>();
    for (RulePeer peer : peers) {
      switch (peer) {
        case RulePeer.Nobody _ -> {}
        case RulePeer.InNamespace(var namespace, var pods) -> {
          for (int line : of(namespace)) {
            addIf(line, pods, touched);
          }
        }
        case RulePeer.Pods(var namespaces, var pods, _) ->
            byNamespace.forEach(
                (namespace, lines) -> {
                  if (ends.namespace(namespace).chosenBy(namespaces).isPossible()) {
                    lines.forEach(line -> addIf(line, pods, touched));
                  }
                });
        case RulePeer.Everybody _, RulePeer.Blocks _, RulePeer.Nodes _, RulePeer.DomainNames _ -> {
          return everyOne();
        }
      }
    }
    return touched;
  }

  private List<Integer> everyOne() {
    return IntStream.range(0, all.size()).boxed().toList();
  }

  private void addIf(int line, LabelSelector pods, TreeSet<Integer> touched) {
    boolean isMatched =
        all.get(line).variants().stream()
            .flatMap(variant -> variant.now().stream())
            .map(Pod::labels)
            .anyMatch(pods::matches);
    if (isMatched) {
      touched.add(line);
    }
  }
}
