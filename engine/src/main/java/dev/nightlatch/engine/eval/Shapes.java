package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.AddressRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Pods, grouped so that no policy can tell two of a group apart: one namespace, the same labels
/// under the keys that some selector asks for, the same ports under the names that some rule asks
/// for, addresses that no block tells apart.
///
/// Costs O(pods × labels), and O(log blocks) for each address.
final class Shapes {
  private final int[] shapeOf;
  private final List<Pod> representatives;

  private Shapes(int[] shapeOf, List<Pod> representatives) {
    this.shapeOf = shapeOf;
    this.representatives = representatives;
  }

  /// What policies see of a pod.
  private record Seen(
      String namespace,
      Map<String, String> labels,
      List<ContainerPort> ports,
      boolean hostNetwork,
      List<Integer> addresses) {}

  /// What policies ask for.
  ///
  /// @param keys of pods' labels
  /// @param portNames those of named ports
  /// @param covered for each peer that asks for addresses, those that it covers
  record Asked(Set<String> keys, Set<String> portNames, Set<List<AddressRange>> covered) {

    static Asked of(List<LabelSelector> subjects, List<Rule> rules) {
      Set<String> keys = new HashSet<>();
      Set<String> names = new HashSet<>();
      Set<List<AddressRange>> covered = new HashSet<>();
      subjects.forEach(selector -> add(selector, keys));
      for (Rule rule : rules) {
        rule.ports().named().forEach(named -> names.add(named.name()));
        for (RulePeer peer : rule.peers()) {
          switch (peer) {
            case RulePeer.InNamespace(_, var pods) -> add(pods, keys);
            case RulePeer.Pods(_, var pods, _) -> add(pods, keys);
            case RulePeer.Blocks(var addresses, _) -> covered.add(addresses.ranges());
            case RulePeer.Nodes(var addresses, _) ->
                covered.add(addresses.stream().sorted().map(AddressRange::single).toList());
            case RulePeer.Everybody _, RulePeer.Nobody _, RulePeer.DomainNames _ -> {}
          }
        }
      }
      return new Asked(keys, names, covered);
    }

    /// Whether all that `other` asks for is asked for here.
    boolean covers(Asked other) {
      return keys.containsAll(other.keys)
          && portNames.containsAll(other.portNames)
          && covered.containsAll(other.covered);
    }

    private static void add(LabelSelector selector, Set<String> keys) {
      selector.requirements().stream().map(Requirement::key).forEach(keys::add);
    }
  }

  static Shapes of(List<Pod> pods, Asked asked, Ends ends) {
    Atoms atoms = new Atoms(List.copyOf(asked.covered()));
    boolean areAddressesAsked = !asked.covered().isEmpty();
    Interner<Seen> shapes = new Interner<>();
    List<Pod> representatives = new ArrayList<>();
    int[] shapeOf = new int[pods.size()];
    for (int i = 0; i < shapeOf.length; i++) {
      Pod pod = pods.get(i);
      List<Integer> addresses =
          areAddressesAsked
              ? ends.addresses(pod).stream().map(atoms::signature).sorted().distinct().toList()
              : List.of();
      shapeOf[i] =
          shapes.number(
              new Seen(
                  pod.namespace(),
                  labels(pod, asked.keys()),
                  pod.ports().stream()
                      .filter(port -> asked.portNames().contains(port.name()))
                      .toList(),
                  pod.hostNetwork(),
                  addresses));
      if (shapeOf[i] == representatives.size()) {
        representatives.add(pod);
      }
    }
    return new Shapes(shapeOf, representatives);
  }

  private static Map<String, String> labels(Pod pod, Set<String> keys) {
    Map<String, String> asked = new HashMap<>();
    pod.labels()
        .forEach(
            (key, value) -> {
              if (keys.contains(key)) {
                asked.put(key, value);
              }
            });
    return asked;
  }

  int count() {
    return representatives.size();
  }

  /// The shape of a pod, by its index.
  int of(int pod) {
    return shapeOf[pod];
  }

  /// The first pod of a shape.
  Pod representative(int shape) {
    return representatives.get(shape);
  }
}
