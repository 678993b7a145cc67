package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the NetworkPolicies of a pod's namespace say.
///
/// Source: semantics 2.1; decision 0008, points 3, 4, 9, 14, 22 and 24.
final class NaiveNetworkPolicies {
  private final Snapshot snapshot;
  private final CniProfile profile;
  private final NaiveLabels labels;

  NaiveNetworkPolicies(Snapshot snapshot, CniProfile profile, NaiveLabels labels) {
    this.snapshot = snapshot;
    this.profile = profile;
    this.labels = labels;
  }

  /// Whether any selects the pod, whatever its directions.
  boolean select(Pod pod) {
    return !selecting(pod).isEmpty() || !unreadable(pod).isEmpty();
  }

  /// "Pod P is isolated for D iff some policy in P's namespace has `podSelector` matching P and
  /// `policyTypes` ∋ D."
  boolean isolate(Pod pod, Direction direction) {
    return selecting(pod).stream().anyMatch(policy -> policy.policyTypes().contains(direction))
        || unreadable(pod).stream().anyMatch(directions -> directions.contains(direction));
  }

  /// "Isolated ⇒ allowed iff *any* rule of *any* such policy matches." An unreadable policy "*may*
  /// allow anything".
  Truth allow(Pod pod, Packet packet) {
    Truth any = Truth.NO;
    for (NetworkPolicy policy : selecting(pod)) {
      if (policy.policyTypes().contains(packet.direction())) {
        for (PolicyRule rule : policy.rules(packet.direction())) {
          any = any.or(matches(policy, rule, packet));
        }
      }
    }
    boolean mayBeAllowed =
        unreadable(pod).stream().anyMatch(directions -> directions.contains(packet.direction()));
    return any.or(mayBeAllowed ? Truth.MAYBE : Truth.NO);
  }

  private List<NetworkPolicy> selecting(Pod pod) {
    return snapshot.networkPolicies().stream()
        .filter(policy -> policy.namespace().equals(pod.namespace()))
        .filter(policy -> NaiveLabels.chooses(policy.podSelector(), pod.labels()))
        .toList();
  }

  /// The directions of each unreadable policy that selects the pod.
  private List<Set<Direction>> unreadable(Pod pod) {
    List<Set<Direction>> all = new ArrayList<>();
    for (Gap gap : snapshot.gaps()) {
      switch (gap) {
        case Gap.UnreadablePolicy policy
            when (policy.namespace().isEmpty() || policy.namespace().equals(pod.namespace()))
                && NaiveLabels.chooses(policy.podSelector(), pod.labels()) ->
            all.add(policy.directions());
        case Gap.Unlisted(var kind, var namespace)
            when kind == Kind.NETWORK_POLICY
                && (namespace.isEmpty() || namespace.equals(pod.namespace())) ->
            all.add(EnumSet.allOf(Direction.class));
        case Gap.UnreadablePolicy _,
            Gap.Unlisted _,
            Gap.UnreadableClusterPolicy _,
            Gap.UnreadableNamespace _,
            Gap.UnreadableNode _,
            Gap.UnreadablePod _ -> {}
      }
    }
    return all;
  }

  /// "Within a rule: peers ∧ ports. `from`/`to` absent or empty ⇒ all peers."
  private Truth matches(NetworkPolicy policy, PolicyRule rule, Packet packet) {
    if (rule.peers().isEmpty()) {
      return ports(rule, packet, true);
    }
    Truth any = Truth.NO;
    for (Peer peer : rule.peers()) {
      any =
          any.or(
              switch (peer) {
                case Peer.OwnNamespace(var pods) ->
                    pod(packet.other())
                        .map(
                            pod ->
                                Truth.of(
                                    pod.namespace().equals(policy.namespace())
                                        && NaiveLabels.chooses(pods, pod.labels())))
                        .orElse(Truth.NO)
                        .and(ports(rule, packet, true));
                case Peer.AcrossNamespaces(var namespaces, var pods) ->
                    pod(packet.other())
                        .map(
                            pod ->
                                Truth.of(NaiveLabels.chooses(pods, pod.labels()))
                                    .and(labels.namespace(namespaces, pod.namespace())))
                        .orElse(Truth.NO)
                        .and(ports(rule, packet, true));
                case Peer.IpBlock block ->
                    Truth.of(isIn(block, packet)).and(ports(rule, packet, false));
              });
    }
    return any;
  }

  /// "An `ipBlock` matches a pod by the pod's address only if S1 says so; it always matches an
  /// address, and a pod on the host network by its node's."
  private boolean isIn(Peer.IpBlock block, Packet packet) {
    boolean seesAddresses =
        switch (packet.other()) {
          case End.OfAddress _ -> true;
          case End.OfPod(var pod) -> pod.hostNetwork() || blocksMatchPods();
          case End.Replica(var pod) -> pod.hostNetwork() || blocksMatchPods();
        };
    return seesAddresses && packet.seen().in(block.cidr()) && !packet.seen().inAny(block.except());
  }

  private boolean blocksMatchPods() {
    return profile.says(Reading.IP_BLOCKS_MATCH_PODS);
  }

  /// "In an ingress rule that is the pod that the policy is about, whatever the peer. In an egress
  /// rule it is the pod at the other end, and only through a peer that selects pods (or a rule
  /// without peers)."
  private Truth ports(PolicyRule rule, Packet packet, boolean throughPods) {
    boolean namesCount = packet.direction() == Direction.INGRESS || throughPods;
    List<ContainerPort> declared =
        namesCount ? pod(packet.destination()).map(Pod::ports).orElse(List.of()) : List.of();
    return Truth.of(NaivePorts.match(rule.ports(), packet.protocol(), packet.port(), declared));
  }

  /// The pod that a NetworkPolicy sees at this end: none on the host network, unless S4 says so.
  private Optional<Pod> pod(End end) {
    return switch (end) {
      case End.OfAddress _ -> Optional.empty();
      case End.OfPod(var pod) -> Optional.of(pod).filter(this::isSeen);
      case End.Replica(var pod) -> Optional.of(pod).filter(this::isSeen);
    };
  }

  private boolean isSeen(Pod pod) {
    return !pod.hostNetwork() || profile.says(Reading.HOST_NETWORK_SELECTABLE);
  }
}
