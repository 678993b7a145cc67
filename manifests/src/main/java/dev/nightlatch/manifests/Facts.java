package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.EndpointSlice;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Lines;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The facts of a snapshot in the making, each object once.
final class Facts {

  private record Held(Fact fact, Place place) {}

  private final Map<FactKey, Held> held = new HashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Map<PolicyRef, Lines> lines = new HashMap<>();

  /// Adds what is known of an object that stands at `place`.
  ///
  /// The same object again, alike, changes nothing. If it is another, of two policies neither
  /// counts: both become gaps. Of other objects the last counts, as if it had been applied last.
  ///
  /// @return the problem, if it was there already
  Optional<Problem> add(Fact fact, Place place) {
    Optional<FactKey> key = FactKey.of(fact);
    if (key.isEmpty()) {
      if (fact instanceof Fact.OfGap(var gap)) {
        gaps.add(gap);
      }
      return Optional.empty();
    }
    Held before = held.get(key.get());
    if (before == null) {
      held.put(key.get(), new Held(fact, place));
      return Optional.empty();
    }
    if (before.fact.equals(fact) && !(fact instanceof Fact.OfGap)) {
      return Optional.of(twice(Weight.NOTICE, key.get(), before.place, place, "as it is in "));
    }
    if (isPolicy(key.get())) {
      before.fact.doubted().ifPresent(gaps::add);
      held.put(key.get(), new Held(new Fact.OfGap(fact.doubted().orElseThrow()), place));
    } else {
      held.put(key.get(), new Held(fact, place));
    }
    return Optional.of(twice(Weight.SEVERE, key.get(), before.place, place, "other than in "));
  }

  private static boolean isPolicy(FactKey key) {
    return SnapshotKind.named(key.kind()).filter(SnapshotKind::isPolicy).isPresent();
  }

  private static Problem twice(
      Weight weight, FactKey key, Place before, Place place, String relation) {
    return new Problem(
        ProblemCode.OBJECT_TWICE,
        weight,
        place,
        key + " again, " + relation + before,
        "each object once");
  }

  /// Says where a policy is written.
  void add(PolicyRef policy, Lines where) {
    lines.put(policy, where);
  }

  void add(Gap gap) {
    gaps.add(gap);
  }

  Snapshot snapshot() {
    List<Namespace> namespaces = new ArrayList<>();
    List<Pod> pods = new ArrayList<>();
    List<Workload> workloads = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    List<Service> services = new ArrayList<>();
    List<EndpointSlice> slices = new ArrayList<>();
    List<NetworkPolicy> policies = new ArrayList<>();
    List<ClusterPolicy> clusterPolicies = new ArrayList<>();
    List<Gap> all = new ArrayList<>(gaps);
    for (Held one : held.values()) {
      switch (one.fact) {
        case Fact.OfNamespace(var namespace) -> namespaces.add(namespace);
        case Fact.OfPod(var pod) -> pods.add(pod);
        case Fact.OfWorkload(var workload) -> workloads.add(workload);
        case Fact.OfNode(var node) -> nodes.add(node);
        case Fact.OfService(var service) -> services.add(service);
        case Fact.OfSlice(var slice) -> slices.add(slice);
        case Fact.OfPolicy(var policy) -> policies.add(policy);
        case Fact.OfClusterPolicy(var policy) -> clusterPolicies.add(policy);
        case Fact.OfGap(var gap) -> all.add(gap);
      }
    }
    return new Snapshot(
        namespaces,
        pods,
        workloads,
        nodes,
        services,
        slices,
        policies,
        clusterPolicies,
        all,
        lines);
  }
}
