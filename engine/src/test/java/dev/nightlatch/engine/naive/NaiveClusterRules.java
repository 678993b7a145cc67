package dev.nightlatch.engine.naive;

import static java.util.stream.Collectors.toSet;

import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one rule of a cluster-wide policy may do with a packet.
///
/// Source: semantics 2.2 and 2.3; decision 0008, points 3, 9 to 11 and 14 to 17.
final class NaiveClusterRules {
  private final Snapshot snapshot;
  private final CniProfile profile;
  private final NaiveLabels labels;

  NaiveClusterRules(Snapshot snapshot, CniProfile profile, NaiveLabels labels) {
    this.snapshot = snapshot;
    this.profile = profile;
    this.labels = labels;
  }

  /// An action that nobody knows is here the one of a profile that is sure of it (S9): denied, or
  /// not there.
  Set<Effect> effects(ClusterRule rule, Packet packet) {
    return switch (rule.action()) {
      case ACCEPT ->
          isUnknown(rule) ? EnumSet.of(Effect.NEXT) : effects(rule, Effect.ACCEPT, packet);
      case DENY -> denial(rule, packet);
      case PASS ->
          isUnknown(rule) && profile.says(Reading.UNKNOWN_PEER_OF_PASS_DENIES_ALL)
              ? EnumSet.of(Effect.DENY)
              : effects(rule, Effect.PASS, packet);
      case UNKNOWN ->
          profile.says(Reading.UNKNOWN_WORDS_STRICT)
              ? denial(rule, packet)
              : EnumSet.of(Effect.NEXT);
    };
  }

  private Set<Effect> denial(ClusterRule rule, Packet packet) {
    return isUnknown(rule) ? EnumSet.of(Effect.DENY) : effects(rule, Effect.DENY, packet);
  }

  private Set<Effect> effects(ClusterRule rule, Effect action, Packet packet) {
    return switch (matches(rule, packet)) {
      case YES -> EnumSet.of(action);
      case MAYBE -> EnumSet.of(action, Effect.NEXT);
      case NO -> EnumSet.of(Effect.NEXT);
    };
  }

  /// Whether a peer or a port of it has no field that is known.
  private boolean isUnknown(ClusterRule rule) {
    boolean unknown = rule.ports().contains(new ClusterPort.Unknown());
    for (ClusterPeer peer : rule.peers()) {
      unknown |= isUnknown(peer);
    }
    return unknown;
  }

  private boolean isUnknown(ClusterPeer peer) {
    return switch (peer) {
      case ClusterPeer.Unknown() -> true;
      case ClusterPeer.Nodes _ -> profile.says(Reading.NODES_UNSUPPORTED);
      case ClusterPeer.Pods _, ClusterPeer.Networks _, ClusterPeer.DomainNames _ -> false;
    };
  }

  private Truth matches(ClusterRule rule, Packet packet) {
    Truth any = Truth.NO;
    for (ClusterPeer peer : rule.peers()) {
      any = any.or(matches(peer, packet).and(ports(rule, peer, packet)));
    }
    return any;
  }

  private Truth matches(ClusterPeer peer, Packet packet) {
    return switch (peer) {
      case ClusterPeer.Pods(var scope) ->
          pod(packet.other()).map(pod -> labels.scope(scope, pod)).orElse(Truth.NO);
      case ClusterPeer.Networks(var blocks) -> Truth.of(packet.seen().inAny(blocks));
      case ClusterPeer.Nodes(var nodes) ->
          pod(packet.other()).isPresent() ? Truth.NO : nodes(nodes, packet.seen());
      case ClusterPeer.DomainNames _ -> pod(packet.other()).isPresent() ? Truth.NO : Truth.MAYBE;
      case ClusterPeer.Unknown() -> Truth.NO;
    };
  }

  /// "`nodes` matches an address if a selected `Node` has it (S6 says which count). Where nodes are
  /// not all known, and no selected node that is known has it, it *may* match."
  private Truth nodes(LabelSelector selector, Point seen) {
    if (profile.says(Reading.NODES_UNSUPPORTED) || profile.says(Reading.NODES_IGNORED)) {
      return Truth.NO;
    }
    Truth any = Truth.NO;
    for (Node node : snapshot.nodes()) {
      if (NaiveLabels.chooses(selector, node.labels())) {
        boolean has =
            node.addresses().stream()
                .filter(this::counts)
                .anyMatch(one -> Point.of(one.address()).equals(seen));
        any = any.or(has ? Truth.YES : node.addresses().isEmpty() ? Truth.MAYBE : Truth.NO);
      }
    }
    // "None is given", or "a pod names one that is not given".
    Set<String> given = snapshot.nodes().stream().map(Node::name).collect(toSet());
    boolean isAnyMissing =
        given.isEmpty()
            || snapshot.pods().stream()
                .anyMatch(pod -> !pod.node().isEmpty() && !given.contains(pod.node()));
    any = any.or(isAnyMissing ? Truth.MAYBE : Truth.NO);
    for (Gap gap : snapshot.gaps()) {
      boolean hidesNodes =
          switch (gap) {
            case Gap.Unlisted(var kind, _) -> kind == Kind.NODE;
            case Gap.UnreadableNode _ -> true;
            case Gap.UnreadablePolicy _,
                Gap.UnreadableClusterPolicy _,
                Gap.UnreadableNamespace _,
                Gap.UnreadablePod _ ->
                false;
          };
      any = any.or(hidesNodes ? Truth.MAYBE : Truth.NO);
    }
    return any;
  }

  private boolean counts(NodeAddress address) {
    return switch (address.type()) {
      case INTERNAL, EXTERNAL -> true;
      case OTHER -> profile.says(Reading.NODES_BY_ALL_ADDRESSES);
    };
  }

  /// In an egress rule a name is looked up "only through a peer that selects pods".
  private Truth ports(ClusterRule rule, ClusterPeer peer, Packet packet) {
    boolean namesCount =
        packet.direction() == Direction.INGRESS || peer instanceof ClusterPeer.Pods;
    List<ContainerPort> declared =
        namesCount ? pod(packet.destination()).map(Pod::ports).orElse(List.of()) : List.of();
    return Truth.of(
        NaivePorts.match(
            rule.ports(),
            packet.protocol(),
            packet.port(),
            declared,
            profile.says(Reading.NAMED_PORT_ANY_PROTOCOL)));
  }

  /// The pod that a cluster-wide policy sees at this end: never one on the host network.
  private static Optional<Pod> pod(End end) {
    return switch (end) {
      case End.OfAddress _ -> Optional.empty();
      case End.OfPod(var pod) -> Optional.of(pod).filter(one -> !one.hostNetwork());
      case End.Replica(var pod) -> Optional.of(pod).filter(one -> !one.hostNetwork());
    };
  }
}
