package dev.nightlatch.engine.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// All the facts that one evaluation uses, read at one time.
///
/// Each list is sorted by namespace and name, so that equal facts are equal values. What could not
/// be known is a [Gap]; what is neither here nor a gap is not there. A namespace that is not given
/// and is no gap carries only its name (see [Namespace#bare]).
///
/// @param lines where policies are written, for those that come from text
public record Snapshot(
    List<Namespace> namespaces,
    List<Pod> pods,
    List<Workload> workloads,
    List<Node> nodes,
    List<Service> services,
    List<EndpointSlice> endpointSlices,
    List<NetworkPolicy> networkPolicies,
    List<ClusterPolicy> clusterPolicies,
    List<Gap> gaps,
    Map<PolicyRef, Lines> lines) {

  public static final Snapshot EMPTY =
      new Snapshot(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of(), Map.of());

  /// Sorts, and checks that nothing is there twice.
  ///
  /// @throws IllegalArgumentException if two objects of one kind have one name: a bug in whoever
  ///     read them
  public Snapshot {
    namespaces = sorted(namespaces, Namespace::name);
    pods = sorted(pods, pod -> pod.namespace() + "/" + pod.name());
    workloads =
        sorted(
            workloads,
            workload -> workload.namespace() + "/" + workload.kind() + "/" + workload.name());
    nodes = sorted(nodes, Node::name);
    services = sorted(services, service -> service.namespace() + "/" + service.name());
    endpointSlices = sorted(endpointSlices, slice -> slice.namespace() + "/" + slice.name());
    networkPolicies = sorted(networkPolicies, policy -> policy.namespace() + "/" + policy.name());
    clusterPolicies = sorted(clusterPolicies, policy -> policy.ref().toString());
    gaps = gaps.stream().distinct().sorted(Comparator.comparing(Gap::toString)).toList();
    lines = Collections.unmodifiableMap(new TreeMap<>(lines));
  }

  /// The same with these policies instead of its own. Lines are kept: those of a policy that is
  /// replaced are the old ones.
  public Snapshot withPolicies(List<NetworkPolicy> others, List<ClusterPolicy> clusterWide) {
    return new Snapshot(
        namespaces,
        pods,
        workloads,
        nodes,
        services,
        endpointSlices,
        others,
        clusterWide,
        gaps,
        lines);
  }

  /// The same with these pods instead of its own.
  public Snapshot withPods(List<Pod> others) {
    return new Snapshot(
        namespaces,
        others,
        workloads,
        nodes,
        services,
        endpointSlices,
        networkPolicies,
        clusterPolicies,
        gaps,
        lines);
  }

  /// The same with these gaps instead of its own.
  public Snapshot withGaps(List<Gap> others) {
    return new Snapshot(
        namespaces,
        pods,
        workloads,
        nodes,
        services,
        endpointSlices,
        networkPolicies,
        clusterPolicies,
        others,
        lines);
  }

  private static <T> List<T> sorted(List<T> objects, Function<T, String> name) {
    Set<String> names = new HashSet<>();
    for (T object : objects) {
      if (!names.add(name.apply(object))) {
        throw new IllegalArgumentException(name.apply(object) + " is there twice");
      }
    }
    return objects.stream().sorted(Comparator.comparing(name)).toList();
  }
}
