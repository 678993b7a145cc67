package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Family;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Under which addresses ends are seen, and which addresses stand for all there could be.
///
/// Source: decision 0008, points 6, 8 and 12.
final class NaiveAddresses {
  private final Snapshot snapshot;
  private final Set<Point> remarkable = new LinkedHashSet<>();
  private boolean anyIsV6;

  NaiveAddresses(Snapshot snapshot) {
    this.snapshot = snapshot;
    for (Family family : Family.values()) {
      remarkable.add(Point.first(family));
      remarkable.add(Point.last(family));
    }
    for (Pod pod : snapshot.pods()) {
      if (!pod.finished()) {
        known(pod).forEach(this::remark);
        ofNode(pod).forEach(this::remark);
        anyIsV6 |= pod.addresses().stream().anyMatch(own -> own.family() == Family.IPV6);
      }
    }
    for (Node node : snapshot.nodes()) {
      addresses(node).forEach(this::remark);
    }
    for (Cidr block : blocks()) {
      anyIsV6 |= block.network().family() == Family.IPV6;
      remark(Point.of(block.network()));
      remark(Point.lastOf(block));
    }
  }

  private void remark(Point point) {
    remarkable.addAll(point.neighbourhood());
  }

  /// "Families in play are IPv4, and IPv6 if an address of a pod's own or a block of a policy in
  /// the snapshot is IPv6."
  List<Family> families() {
    return anyIsV6 ? List.of(Family.IPV4, Family.IPV6) : List.of(Family.IPV4);
  }

  /// The first and the last address of a family, every bound of a block, every address of a pod or
  /// a node, and those beside them: what policies say of any address they say of one of these.
  List<Point> representatives(Family family) {
    return remarkable.stream().filter(point -> point.family() == family).toList();
  }

  /// The addresses that an end may be seen under; empty where they are not known.
  List<Point> of(End end) {
    return switch (end) {
      case End.OfAddress(var address) -> List.of(Point.of(address));
      case End.OfPod(var pod) -> known(pod);
      case End.Replica(var pod) -> known(pod);
    };
  }

  private List<Point> known(Pod pod) {
    return pod.hostNetwork() ? ofNode(pod) : pod.addresses().stream().map(Point::of).toList();
  }

  /// "those of the `Node` object that `spec.nodeName` names and `status.hostIPs`, all of them"
  private List<Point> ofNode(Pod pod) {
    Set<Point> all = new LinkedHashSet<>();
    for (Node node : snapshot.nodes()) {
      if (node.name().equals(pod.node())) {
        all.addAll(addresses(node));
      }
    }
    pod.nodeAddresses().forEach(address -> all.add(Point.of(address)));
    return List.copyOf(all);
  }

  private static List<Point> addresses(Node node) {
    return node.addresses().stream().map(NodeAddress::address).map(Point::of).toList();
  }

  /// Whether an end is an address of the pod's node, or a pod on the host network of the same node
  /// ("one node name, or one of the node's addresses"). "Where it is not known whether the node is
  /// the same, it is taken for another."
  boolean isNodeOf(Pod pod, End end) {
    return switch (end) {
      case End.OfAddress(var address) -> ofNode(pod).contains(Point.of(address));
      case End.OfPod(var other) -> other.hostNetwork() && onOneNode(other, pod);
      case End.Replica(var other) -> other.hostNetwork() && onOneNode(other, pod);
    };
  }

  private boolean onOneNode(Pod one, Pod other) {
    boolean oneName = !one.node().isEmpty() && one.node().equals(other.node());
    return oneName || ofNode(one).stream().anyMatch(ofNode(other)::contains);
  }

  /// "Blocks are those of `ipBlock` (with `except`) and `networks`."
  private List<Cidr> blocks() {
    List<Cidr> blocks = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (NetworkPolicy policy : snapshot.networkPolicies()) {
        for (PolicyRule rule : policy.rules(direction)) {
          for (Peer peer : rule.peers()) {
            if (peer instanceof Peer.IpBlock(Cidr cidr, List<Cidr> except)) {
              blocks.add(cidr);
              blocks.addAll(except);
            }
          }
        }
      }
      for (ClusterPolicy policy : snapshot.clusterPolicies()) {
        for (ClusterRule rule : policy.rules(direction)) {
          for (ClusterPeer peer : rule.peers()) {
            if (peer instanceof ClusterPeer.Networks(List<Cidr> networks)) {
              blocks.addAll(networks);
            }
          }
        }
      }
    }
    return blocks;
  }
}
