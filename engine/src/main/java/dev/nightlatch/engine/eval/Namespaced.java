package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The network policies, by namespace.
///
/// @param everywhere what counts in every namespace: that they could not be listed
record Namespaced(Map<String, List<Entry>> byNamespace, List<Entry> everywhere) {

  /// A policy.
  ///
  /// @param doubt why it may allow anything; empty for one that allows what its rules say
  record Entry(
      PolicyRef policy,
      LabelSelector podSelector,
      Set<Direction> directions,
      List<Rule> ingress,
      List<Rule> egress,
      Optional<Cause> doubt) {

    List<Rule> rules(Direction direction) {
      return direction == Direction.INGRESS ? ingress : egress;
    }
  }

  static Namespaced of(Snapshot snapshot, RuleMaker maker) {
    Map<String, List<Entry>> byNamespace = new HashMap<>();
    List<Entry> everywhere = new ArrayList<>();
    for (NetworkPolicy policy : snapshot.networkPolicies()) {
      byNamespace
          .computeIfAbsent(policy.namespace(), _ -> new ArrayList<>())
          .add(entry(policy, maker));
    }
    for (Gap gap : snapshot.gaps()) {
      switch (gap) {
        case Gap.UnreadablePolicy unreadable ->
            (unreadable.namespace().isEmpty()
                    ? everywhere
                    : byNamespace.computeIfAbsent(unreadable.namespace(), _ -> new ArrayList<>()))
                .add(
                    unknown(
                        unreadable.ref(),
                        unreadable.podSelector(),
                        unreadable.directions(),
                        Cause.POLICY_UNREADABLE));
        case Gap.Unlisted(var kind, var namespace) when kind == Kind.NETWORK_POLICY ->
            (namespace.isEmpty()
                    ? everywhere
                    : byNamespace.computeIfAbsent(namespace, _ -> new ArrayList<>()))
                .add(
                    unknown(
                        PolicyRef.networkPolicy(namespace, "*"),
                        LabelSelector.EVERYTHING,
                        EnumSet.allOf(Direction.class),
                        Cause.POLICIES_UNLISTED));
        case Gap.Unlisted _,
            Gap.UnreadableClusterPolicy _,
            Gap.UnreadableNamespace _,
            Gap.UnreadableNode _,
            Gap.UnreadablePod _ -> {}
      }
    }
    return new Namespaced(byNamespace, everywhere);
  }

  private static Entry entry(NetworkPolicy policy, RuleMaker maker) {
    return new Entry(
        policy.ref(),
        policy.podSelector(),
        policy.policyTypes(),
        maker.rules(policy, Direction.INGRESS),
        maker.rules(policy, Direction.EGRESS),
        Optional.empty());
  }

  /// The same with some more and some less; as if they had been made together.
  ///
  /// @param gone those that are not there any more; nothing that cannot be read is among them
  Namespaced with(List<NetworkPolicy> added, Set<PolicyRef> gone, RuleMaker maker) {
    Map<String, List<Entry>> changed = new HashMap<>(byNamespace);
    Set<String> namespaces = new TreeSet<>();
    gone.forEach(policy -> namespaces.add(policy.namespace()));
    added.forEach(policy -> namespaces.add(policy.namespace()));
    for (String namespace : namespaces) {
      List<Entry> readable = new ArrayList<>();
      List<Entry> doubtful = new ArrayList<>();
      for (Entry entry : of(namespace)) {
        if (entry.doubt().isPresent()) {
          doubtful.add(entry);
        } else if (!gone.contains(entry.policy())) {
          readable.add(entry);
        }
      }
      for (NetworkPolicy policy : added) {
        if (policy.namespace().equals(namespace)) {
          readable.add(entry(policy, maker));
        }
      }
      readable.sort(Comparator.comparing(entry -> entry.policy().name()));
      readable.addAll(doubtful);
      changed.put(namespace, readable);
    }
    return new Namespaced(changed, everywhere);
  }

  private static Entry unknown(
      PolicyRef policy, LabelSelector pods, Set<Direction> directions, Cause cause) {
    return new Entry(policy, pods, directions, List.of(), List.of(), Optional.of(cause));
  }

  /// Those of one namespace.
  List<Entry> of(String namespace) {
    return byNamespace.getOrDefault(namespace, List.of());
  }

  private Stream<Entry> entries() {
    return Stream.concat(
        everywhere.stream(),
        byNamespace.keySet().stream().sorted().map(byNamespace::get).flatMap(List::stream));
  }

  /// The selectors of pods by which policies choose whom they are about.
  Stream<LabelSelector> subjects() {
    return entries().map(Entry::podSelector);
  }

  /// All rules of a direction that counts.
  List<Rule> rules(Direction direction) {
    return entries()
        .filter(entry -> entry.directions().contains(direction))
        .flatMap(entry -> entry.rules(direction).stream())
        .toList();
  }

  /// The policies that select a pod, whatever their directions.
  List<Entry> selecting(View.Subject self) {
    List<Entry> selecting = new ArrayList<>(everywhere);
    for (Entry entry : of(self.namespace().name())) {
      if (entry.podSelector().matches(self.pod().labels())) {
        selecting.add(entry);
      }
    }
    return selecting;
  }
}
