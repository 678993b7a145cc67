package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Family;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Addresses and blocks, as numbers of any length.
final class NaiveAddresses {
  private final Snapshot snapshot;
  private final List<Cidr> blocks = new ArrayList<>();

  NaiveAddresses(Snapshot snapshot) {
    this.snapshot = snapshot;
    for (NetworkPolicy policy : snapshot.networkPolicies()) {
      List<PolicyRule> rules = new ArrayList<>(policy.ingress());
      rules.addAll(policy.egress());
      for (PolicyRule rule : rules) {
        for (Peer peer : rule.peers()) {
          if (peer instanceof Peer.IpBlock(var cidr, var except)) {
            blocks.add(cidr);
            blocks.addAll(except);
          }
        }
      }
    }
    for (ClusterPolicy policy : snapshot.clusterPolicies()) {
      List<ClusterRule> rules = new ArrayList<>(policy.ingress());
      rules.addAll(policy.egress());
      for (ClusterRule rule : rules) {
        for (ClusterPeer peer : rule.peers()) {
          if (peer instanceof ClusterPeer.Networks(var networks)) {
            blocks.addAll(networks);
          }
        }
      }
    }
  }

  static BigInteger number(Address address) {
    return new BigInteger(Long.toUnsignedString(address.high()))
        .shiftLeft(64)
        .or(new BigInteger(Long.toUnsignedString(address.low())));
  }

  private static Address address(Family family, BigInteger number) {
    return new Address(family, number.shiftRight(64).longValue(), number.longValue());
  }

  private static int bits(Family family) {
    return family == Family.IPV4 ? 32 : 128;
  }

  /// Whether an address has the block's first bits.
  static boolean isIn(Address address, Cidr block) {
    int dropped = bits(block.network().family()) - block.prefix();
    return address.family() == block.network().family()
        && number(address).shiftRight(dropped).equals(number(block.network()).shiftRight(dropped));
  }

  /// Point 6; empty where they are not known.
  List<Address> of(End end) {
    return switch (end) {
      case End.OfAddress(var address) -> List.of(address);
      case End.OfPod(var pod) -> of(pod);
      case End.Replica(var pod) -> of(pod);
    };
  }

  private List<Address> of(Pod pod) {
    return pod.hostNetwork() ? ofNode(pod) : pod.addresses();
  }

  List<Address> ofNode(Pod pod) {
    List<Address> found = new ArrayList<>(pod.nodeAddresses());
    for (Node node : snapshot.nodes()) {
      if (node.name().equals(pod.node())) {
        node.addresses().stream().map(NodeAddress::address).forEach(found::add);
      }
    }
    return found;
  }

  /// The families in play.
  Set<Family> families() {
    List<Address> all = new ArrayList<>();
    for (Pod pod : snapshot.pods()) {
      if (!pod.finished()) {
        all.addAll(pod.addresses());
        all.addAll(pod.nodeAddresses());
      }
    }
    snapshot.nodes().forEach(node -> node.addresses().forEach(at -> all.add(at.address())));
    blocks.forEach(block -> all.add(block.network()));
    Set<Family> families = EnumSet.of(Family.IPV4);
    all.forEach(address -> families.add(address.family()));
    return families;
  }

  /// Addresses of which one stands for any other: the bounds of all blocks, all nodes, and what is
  /// beside these.
  SortedSet<Address> telling() {
    SortedSet<Address> telling = new TreeSet<>();
    for (Family family : Family.values()) {
      add(telling, family, BigInteger.ZERO);
      add(telling, family, highest(family));
    }
    for (Cidr block : blocks) {
      BigInteger first = number(block.network());
      BigInteger size = BigInteger.ONE.shiftLeft(bits(block.network().family()) - block.prefix());
      around(telling, block.network().family(), first);
      around(telling, block.network().family(), first.add(size).subtract(BigInteger.ONE));
    }
    for (Node node : snapshot.nodes()) {
      node.addresses().forEach(at -> around(telling, at.address().family(), number(at.address())));
    }
    return telling;
  }

  private static BigInteger highest(Family family) {
    return BigInteger.ONE.shiftLeft(bits(family)).subtract(BigInteger.ONE);
  }

  private static void around(SortedSet<Address> telling, Family family, BigInteger number) {
    add(telling, family, number.subtract(BigInteger.ONE));
    add(telling, family, number);
    add(telling, family, number.add(BigInteger.ONE));
  }

  private static void add(SortedSet<Address> telling, Family family, BigInteger number) {
    if (number.signum() >= 0 && number.compareTo(highest(family)) <= 0) {
      telling.add(address(family, number));
    }
  }
}
