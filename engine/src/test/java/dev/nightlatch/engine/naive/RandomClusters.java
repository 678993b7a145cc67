package dev.nightlatch.engine.naive;

import static dev.nightlatch.engine.naive.Words.address;

import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Small clusters at random.
final class RandomClusters {

  /// Every sort of thing that a snapshot may hold or not know.
  static final Gen<Snapshot> ANY =
      Gen.combine(
          namespaces(Gen.of(true, true, true, true, true, true, false)),
          pods(
              Gen.of(Addressing.V4, Addressing.V4, Addressing.DUAL, Addressing.V6)
                  .orRarely(8, Gen.of(Addressing.UNKNOWN)),
              Gen.of(Place.all()),
              Gen.of(Life.USUAL).orRarely(6, Gen.of(Life.HOST)).orRarely(16, Gen.of(Life.OVER))),
          workloads(2),
          nodes(Gen.of(true, true, false), Gen.of(NodeSort.values())),
          RandomPolicies.upTo(5)
              .with(RandomClusterPolicies.upTo(4), Policies::new)
              .with(RandomGaps.rarely(), Policies::and),
          RandomClusters::snapshot);

  /// All addresses, namespaces and nodes known, every word known, no equal priorities: most
  /// verdicts are determined. Of the pods of workloads the addresses are not known here, either.
  static final Gen<Snapshot> PLAIN =
      Gen.combine(
          namespaces(Gen.just(true)),
          pods(
              Gen.of(Addressing.V4, Addressing.V4, Addressing.DUAL, Addressing.V6),
              Gen.of(Place.ofKnownNodes()),
              Gen.of(Life.USUAL).orRarely(6, Gen.of(Life.HOST)).orRarely(16, Gen.of(Life.OVER))),
          workloads(1),
          nodes(Gen.just(true), Gen.of(NodeSort.DUAL, NodeSort.V4, NodeSort.EXTERNAL)),
          RandomPolicies.upTo(5).with(RandomClusterPolicies.plainUpTo(4), Policies::new),
          RandomClusters::snapshot);

  private RandomClusters() {}

  private record Policies(
      List<NetworkPolicy> ofNamespaces, List<ClusterPolicy> clusterWide, List<Gap> gaps) {
    Policies(List<NetworkPolicy> ofNamespaces, List<ClusterPolicy> clusterWide) {
      this(ofNamespaces, clusterWide, List.of());
    }

    Policies and(List<Gap> unknown) {
      return new Policies(ofNamespaces, clusterWide, unknown);
    }
  }

  /// What cannot be read is not also given.
  private static Snapshot snapshot(
      List<Namespace> namespaces,
      List<Pod> pods,
      List<Workload> workloads,
      List<Node> nodes,
      Policies policies) {
    List<Gap> gaps = policies.gaps;
    boolean unreadableDefault =
        gaps.stream()
            .anyMatch(
                gap ->
                    gap instanceof Gap.UnreadableClusterPolicy policy
                        && policy.ref().kind() == PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY);
    return new Snapshot(
        namespaces.stream()
            .filter(one -> !gaps.contains(new Gap.UnreadableNamespace(one.name())))
            .toList(),
        pods,
        workloads,
        nodes.stream().filter(one -> !gaps.contains(new Gap.UnreadableNode(one.name()))).toList(),
        List.of(),
        List.of(),
        policies.ofNamespaces,
        policies.clusterWide.stream()
            .filter(
                policy ->
                    !unreadableDefault
                        || policy.kind() != PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY)
            .toList(),
        gaps,
        Map.of());
  }

  private static Gen<List<Namespace>> namespaces(Gen<Boolean> given) {
    Gen<IntFunction<List<Namespace>>> one =
        given.with(
            Words.LABELS,
            (there, labels) ->
                place ->
                    there
                        ? List.of(new Namespace(Words.NAMESPACES.get(place), labels))
                        : List.of());
    return one.list(3, 3).map(Gen::numbered).map(RandomClusters::flat);
  }

  /// Which of its own addresses a pod has.
  private enum Addressing {
    V4,
    DUAL,
    V6,
    UNKNOWN;

    List<Address> of(int pod) {
      return switch (this) {
        case V4 -> List.of(Words.ofPod(pod, false));
        case DUAL -> List.of(Words.ofPod(pod, false), Words.ofPod(pod, true));
        case V6 -> List.of(Words.ofPod(pod, true));
        case UNKNOWN -> List.of();
      };
    }
  }

  /// What becomes of a pod's network.
  private enum Life {
    USUAL,
    HOST,
    OVER
  }

  /// On which node a pod is, as far as its own fields say.
  private record Place(String node, List<Address> addresses) {

    static List<Place> ofKnownNodes() {
      List<Place> places = new ArrayList<>();
      for (int node = 0; node < Words.NODES.size(); node++) {
        Address v4 = Words.ofNode(node, false);
        places.add(new Place(Words.NODES.get(node), List.of()));
        places.add(new Place(Words.NODES.get(node), List.of(v4)));
      }
      return places;
    }

    static List<Place> all() {
      List<Place> places = new ArrayList<>(ofKnownNodes());
      places.add(new Place("", List.of()));
      for (int node = 0; node < Words.NODES.size(); node++) {
        Address v4 = Words.ofNode(node, false);
        Address v6 = Words.ofNode(node, true);
        places.add(new Place(Words.NODES.get(node), List.of(v4, v6)));
        places.add(new Place("", List.of(v4)));
      }
      return places;
    }
  }

  private static Gen<List<Pod>> pods(Gen<Addressing> addresses, Gen<Place> places, Gen<Life> life) {
    Gen<IntFunction<Pod>> pod =
        Gen.combine(
            Words.NAMESPACE.with(Words.LABELS, Map::entry),
            addresses,
            places,
            life,
            Words.CONTAINER_PORTS,
            (labelled, addressing, place, how, ports) ->
                number ->
                    new Pod(
                        labelled.getKey(),
                        "pod-" + number,
                        labelled.getValue(),
                        how == Life.HOST,
                        how == Life.OVER,
                        ports,
                        addressing.of(number),
                        place.node,
                        place.addresses,
                        Controller.NONE));
    return pod.list(3, 6).map(Gen::numbered);
  }

  private static Gen<List<Workload>> workloads(int most) {
    Gen<IntFunction<Workload>> workload =
        Gen.combine(
            Words.NAMESPACE,
            Words.LABELS,
            Gen.of(false, false, false, true),
            Words.CONTAINER_PORTS,
            (namespace, labels, host, ports) ->
                number ->
                    new Workload(
                        namespace,
                        "workload-" + number,
                        "Deployment",
                        labels,
                        1,
                        host,
                        ports,
                        Controller.NONE));
    return Gen.oneOf(Gen.just(List.<IntFunction<Workload>>of()), workload.list(1, most))
        .map(Gen::numbered);
  }

  /// Which addresses a node has.
  private enum NodeSort {
    V4,
    DUAL,
    EXTERNAL,
    OTHER,
    OTHER_ALONE,
    V6,
    UNKNOWN;

    List<NodeAddress> of(int node) {
      NodeAddress v4 = new NodeAddress(NodeAddress.Type.INTERNAL, Words.ofNode(node, false));
      NodeAddress v6 = new NodeAddress(NodeAddress.Type.INTERNAL, Words.ofNode(node, true));
      NodeAddress external =
          new NodeAddress(NodeAddress.Type.EXTERNAL, address("192.0.2." + (1 + node)));
      NodeAddress other = new NodeAddress(NodeAddress.Type.OTHER, address("10.0.0." + (12 + node)));
      return switch (this) {
        case V4 -> List.of(v4);
        case DUAL -> List.of(v4, v6);
        case EXTERNAL -> List.of(v4, external);
        case OTHER -> List.of(v4, other);
        case OTHER_ALONE -> List.of(other);
        case V6 -> List.of(v6);
        case UNKNOWN -> List.of();
      };
    }
  }

  private static Gen<List<Node>> nodes(Gen<Boolean> given, Gen<NodeSort> sort) {
    Gen<IntFunction<List<Node>>> one =
        Gen.combine(
            given,
            Words.LABELS,
            sort,
            (there, labels, addresses) ->
                place ->
                    there
                        ? List.of(new Node(Words.NODES.get(place), labels, addresses.of(place)))
                        : List.of());
    return one.list(3, 3).map(Gen::numbered).map(RandomClusters::flat);
  }

  private static <T> List<T> flat(List<List<T>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }
}
