package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.ObjectKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The addresses of the cluster itself. A block is for those who stand outside: by one that has
/// addresses of pods, Services or nodes in it, whoever gets such an address is let in, plugins
/// disagree on whether pods match it at all, and behind a node or a Service anybody may stand.
///
/// Source: kubernetes.io, Concepts, Network Policies, `ipBlock`: "These should be cluster-external
/// IPs, since Pod IPs are ephemeral and unpredictable."
final class OwnAddresses {
  private static final Set<Kind> BEAR_ADDRESSES = EnumSet.of(Kind.POD, Kind.NODE, Kind.SERVICE);

  private OwnAddresses() {}

  /// The refusal for the first block that has addresses of the cluster in it; empty where none has,
  /// or nobody looked at the cluster. What could not be listed is [#unknown].
  ///
  /// Costs O(pods + services + nodes) for each block.
  static Optional<Refusal> inside(ObjectKey rule, List<Peer> peers, Look look) {
    return switch (look) {
      case Look.Away() -> Optional.empty();
      case Look.At(var surroundings, _) ->
          peers.stream()
              .flatMap(
                  peer ->
                      peer instanceof Peer.IpBlock(var block, _) ? Stream.of(block) : Stream.of())
              .sorted()
              .flatMap(block -> inside(rule, block, surroundings.snapshot()))
              .findFirst();
    };
  }

  /// What cannot be known of blocks where a kind that has addresses could not be listed; empty
  /// where no block is opened.
  static Optional<Doubt> unknown(List<Peer> peers, Snapshot snapshot) {
    List<String> kinds =
        snapshot.gaps().stream()
            .flatMap(
                gap -> gap instanceof Gap.Unlisted(var kind, _) ? Stream.of(kind) : Stream.of())
            .filter(BEAR_ADDRESSES::contains)
            .map(kind -> kind.name().toLowerCase(Locale.ROOT) + "s")
            .distinct()
            .sorted()
            .toList();
    boolean isBlock = peers.stream().anyMatch(Peer.IpBlock.class::isInstance);
    return kinds.isEmpty() || !isBlock
        ? Optional.empty()
        : Optional.of(
            new Doubt(
                Code.ADDRESSES_UNKNOWN,
                "Whether a block has addresses of the cluster itself in it cannot be decided: "
                    + String.join(" and ", kinds)
                    + " could not be listed."));
  }

  /// Nodes come first, then Services, then pods: a block that has many of them in it is named by
  /// the one that stays longest.
  private static Stream<Refusal> inside(ObjectKey rule, Cidr block, Snapshot snapshot) {
    return Stream.<Function<Snapshot, Stream<Own>>>of(
            OwnAddresses::ofNodes, OwnAddresses::ofServices, OwnAddresses::ofPods)
        .flatMap(owners -> owners.apply(snapshot))
        .filter(own -> block.contains(own.block()) || own.block().contains(block))
        .limit(1)
        .map(own -> new Refusal.BlockInCluster(rule, block, own.whose(), own.text()));
  }

  /// Addresses of the cluster.
  private record Own(String whose, Cidr block) {
    static Own of(String whose, Address address) {
      return new Own(whose, address.alone());
    }

    /// One address is written without the length of its prefix.
    String text() {
      return block.network().equals(block.last()) ? block.network().toString() : block.toString();
    }
  }

  private static Stream<Own> ofNodes(Snapshot snapshot) {
    return snapshot.nodes().stream().flatMap(OwnAddresses::of);
  }

  private static Stream<Own> of(Node node) {
    String whose = "Node " + node.name();
    return Stream.concat(
        node.addresses().stream().map(NodeAddress::address).map(at -> Own.of(whose, at)),
        node.podBlocks().stream().map(block -> new Own(whose, block)));
  }

  private static Stream<Own> ofServices(Snapshot snapshot) {
    return snapshot.services().stream().flatMap(OwnAddresses::of);
  }

  private static Stream<Own> of(Service service) {
    return Stream.concat(service.clusterIps().stream(), service.externalIps().stream())
        .map(at -> Own.of("Service " + service.namespace() + "/" + service.name(), at));
  }

  /// The addresses of a pod on the host network are its node's.
  private static Stream<Own> ofPods(Snapshot snapshot) {
    return snapshot.pods().stream().filter(pod -> !pod.finished()).flatMap(OwnAddresses::of);
  }

  private static Stream<Own> of(Pod pod) {
    String self = "Pod " + pod.namespace() + "/" + pod.name();
    String node = pod.node().isEmpty() ? "the node of " + self : "Node " + pod.node();
    return Stream.concat(
        pod.addresses().stream().map(at -> Own.of(pod.hostNetwork() ? node : self, at)),
        pod.nodeAddresses().stream().map(at -> Own.of(node, at)));
  }
}
