package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Family;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Who stands at an end, and under which addresses.
///
/// @param namespaces those that are given
/// @param unreadable names of those whose labels cannot be read
/// @param unlisted where namespaces could not be listed: a name, or empty for everywhere
/// @param families those that play a part; IPv4 always
record Ends(
    Map<String, NamespaceFacts> namespaces,
    Set<String> unreadable,
    Set<String> unlisted,
    NodeFacts nodes,
    Set<Family> families,
    boolean isHostNetworkSelectable) {

  private static final String EVERYWHERE = "";

  static Ends of(Snapshot snapshot, CniProfile profile, NodeFacts nodes) {
    Map<String, NamespaceFacts> namespaces = new HashMap<>();
    for (Namespace namespace : snapshot.namespaces()) {
      namespaces.put(namespace.name(), NamespaceFacts.known(namespace));
    }
    Set<String> unreadable = new HashSet<>();
    Set<String> unlisted = new HashSet<>();
    for (Gap gap : snapshot.gaps()) {
      if (gap instanceof Gap.UnreadableNamespace(var name)) {
        unreadable.add(name);
      } else if (gap instanceof Gap.Unlisted(var kind, var in) && kind == Kind.NAMESPACE) {
        unlisted.add(in);
      }
    }
    return new Ends(
        namespaces,
        unreadable,
        unlisted,
        nodes,
        families(snapshot),
        profile.says(Reading.HOST_NETWORK_SELECTABLE));
  }

  private static Set<Family> families(Snapshot snapshot) {
    Stream<Address> ofPods =
        snapshot.pods().stream()
            .filter(pod -> !pod.finished())
            .flatMap(pod -> pod.addresses().stream());
    Stream<Address> ofBlocks =
        snapshot.networkPolicies().stream()
            .flatMap(Ends::rules)
            .map(PolicyRule::peers)
            .flatMap(List::stream)
            .flatMap(
                peer ->
                    peer instanceof Peer.IpBlock(var cidr, _)
                        ? Stream.of(cidr.network())
                        : Stream.of());
    Stream<Address> ofNetworks =
        snapshot.clusterPolicies().stream()
            .flatMap(Ends::rules)
            .map(ClusterRule::peers)
            .flatMap(List::stream)
            .flatMap(
                peer ->
                    peer instanceof ClusterPeer.Networks(var blocks)
                        ? blocks.stream().map(block -> block.network())
                        : Stream.of());
    boolean hasV6 =
        Stream.of(ofPods, ofBlocks, ofNetworks)
            .flatMap(addresses -> addresses)
            .anyMatch(address -> address.family() == Family.IPV6);
    return hasV6 ? EnumSet.allOf(Family.class) : EnumSet.of(Family.IPV4);
  }

  private static Stream<PolicyRule> rules(NetworkPolicy policy) {
    return Stream.concat(policy.ingress().stream(), policy.egress().stream());
  }

  private static Stream<ClusterRule> rules(ClusterPolicy policy) {
    return Stream.concat(policy.ingress().stream(), policy.egress().stream());
  }

  /// A pod in its namespace.
  View.Subject subject(Pod pod) {
    return new View.Subject(pod, namespace(pod.namespace()));
  }

  /// What is known of a namespace.
  NamespaceFacts namespace(String name) {
    NamespaceFacts given = namespaces.get(name);
    if (given != null) {
      return given;
    }
    boolean isUnknown =
        unreadable.contains(name) || unlisted.contains(EVERYWHERE) || unlisted.contains(name);
    return isUnknown ? NamespaceFacts.unknown(name) : NamespaceFacts.known(Namespace.bare(name));
  }

  /// How the rules about the other end see this one, its address left open.
  View view(End end) {
    return switch (end) {
      case End.OfPod(var pod) -> view(pod);
      case End.Replica(var pod) -> view(pod);
      case End.OfAddress(var address) ->
          new View(NOBODY, false, false, new View.Where.At(address), false);
    };
  }

  /// How they see a pod.
  View view(Pod pod) {
    return new View(
        subject(pod),
        !pod.hostNetwork() || isHostNetworkSelectable,
        !pod.hostNetwork(),
        new View.Where.Anywhere(),
        !pod.hostNetwork());
  }

  private static final View.Subject NOBODY =
      new View.Subject(new Pod("", "", Map.of(), true, true), NamespaceFacts.unknown(""));

  /// The addresses under which an end may be seen; empty where they are not known.
  List<Address> addresses(End end) {
    return switch (end) {
      case End.OfPod(var pod) -> addresses(pod);
      // A replica has an address of its own, which nobody knows unless nothing depends on it.
      case End.Replica(var pod) -> addresses(pod);
      case End.OfAddress(var address) -> List.of(address);
    };
  }

  /// Those of a pod.
  List<Address> addresses(Pod pod) {
    return pod.hostNetwork() ? nodes.of(pod) : pod.addresses();
  }

  /// Whether `other` is certainly the node of `pod`, or stands on it, whatever its address.
  boolean isOnNodeOf(Pod pod, End other) {
    return switch (other) {
      case End.OfPod(var there) -> isHostOf(pod, there);
      case End.Replica(var there) -> isHostOf(pod, there);
      case End.OfAddress _ -> false;
    };
  }

  /// Whether two pods are known to be on one node, or one of them to be the other's.
  boolean areOnOneNode(Pod one, Pod other) {
    return (!one.node().isEmpty() && one.node().equals(other.node()))
        || nodes.of(one).stream().anyMatch(nodes.of(other)::contains);
  }

  private boolean isHostOf(Pod pod, Pod there) {
    return there.hostNetwork() && areOnOneNode(pod, there);
  }
}
