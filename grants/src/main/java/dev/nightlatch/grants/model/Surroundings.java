package dev.nightlatch.grants.model;

import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Snapshot;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What of a cluster decides who can reach whom, read at one time: all of it, or a part.
///
/// @param snapshot with every policy that is there
/// @param passing the network policies that do not stand: they bear our label, whoever put it
///     there, or are on their way out
/// @param layers the kinds of policies of which some are there and nobody here reads what they say:
///     `CiliumNetworkPolicy (cilium.io)`
/// @param scope how much of the cluster was looked at: the rest is not known
public record Surroundings(
    Snapshot snapshot, Set<ObjectKey> passing, SortedSet<String> layers, Scope scope) {
  public Surroundings {
    passing = Set.copyOf(passing);
    layers = new TreeSet<>(layers);
  }

  /// Of the whole cluster.
  public Surroundings(Snapshot snapshot, Set<ObjectKey> passing, SortedSet<String> layers) {
    this(snapshot, passing, layers, Scope.everywhere());
  }

  /// Of the whole cluster, without other layers.
  public Surroundings(Snapshot snapshot, Set<ObjectKey> passing) {
    this(snapshot, passing, new TreeSet<>());
  }

  /// A cluster of nothing but these.
  public static Surroundings of(List<Pod> pods, List<HeldPolicy> policies) {
    Snapshot snapshot =
        new Snapshot(
            List.of(),
            pods,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            policies.stream().map(HeldPolicy::policy).toList(),
            List.of(),
            List.of(),
            Map.of());
    return new Surroundings(
        snapshot,
        policies.stream()
            .filter(held -> held.isMarked() || held.meta().terminating())
            .map(held -> held.meta().key())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// What of it is within `part`.
  ///
  /// @throws IllegalStateException if not all of that was looked at
  public Surroundings within(Scope part) {
    if (!scope.covers(part)) {
      throw new IllegalStateException(part + " is needed, and only " + scope + " was looked at");
    }
    return part.covers(scope)
        ? this
        : new Surroundings(
            part.of(snapshot),
            passing.stream()
                .filter(key -> part.has(key.namespace()))
                .collect(Collectors.toUnmodifiableSet()),
            layers,
            part);
  }

  /// The cluster with its standing policies alone: as it is when every grant has ended.
  public Snapshot standing() {
    return without(passing);
  }

  /// The same for the grant whose own policies these are: they go too, though somebody took away
  /// the label by which they are known.
  public Snapshot standingBeside(Collection<ObjectKey> own) {
    Set<ObjectKey> gone = new HashSet<>(passing);
    gone.addAll(own);
    return without(gone);
  }

  /// The cluster without these policies.
  public Snapshot without(Collection<ObjectKey> policies) {
    List<NetworkPolicy> kept =
        snapshot.networkPolicies().stream()
            .filter(policy -> !policies.contains(new ObjectKey(policy.namespace(), policy.name())))
            .toList();
    return snapshot.withPolicies(kept, snapshot.clusterPolicies());
  }
}
