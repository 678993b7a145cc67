package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/// A cluster for one situation, and the words to set it up and to ask about it.
///
/// A pod is labelled `app` with its name; a namespace is labelled `team` with its name.
final class Scene {
  static final LabelSelector ALL = LabelSelector.EVERYTHING;

  private final List<Namespace> namespaces = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<NetworkPolicy> networkPolicies = new ArrayList<>();
  private final List<ClusterPolicy> clusterPolicies = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();

  Scene(Pod... pods) {
    this.pods.addAll(Arrays.asList(pods));
  }

  Scene namespaces(String... names) {
    for (String name : names) {
      namespaces.add(new Namespace(name, Map.of("team", name)));
    }
    return this;
  }

  Scene with(Node... some) {
    nodes.addAll(Arrays.asList(some));
    return this;
  }

  Scene with(NetworkPolicy... some) {
    networkPolicies.addAll(Arrays.asList(some));
    return this;
  }

  Scene with(ClusterPolicy... some) {
    clusterPolicies.addAll(Arrays.asList(some));
    return this;
  }

  Scene with(Gap... some) {
    gaps.addAll(Arrays.asList(some));
    return this;
  }

  /// The cluster.
  Snapshot snapshot() {
    return new Snapshot(
        namespaces,
        pods,
        List.of(),
        nodes,
        List.of(),
        List.of(),
        networkPolicies,
        clusterPolicies,
        gaps,
        Map.of());
  }

  private NaiveEvaluator evaluator(Reading... readings) {
    return new NaiveEvaluator(snapshot(), CniProfile.DEFAULT.with(readings));
  }

  /// Asks about TCP port 80.
  Answer ask(End from, End to, Reading... readings) {
    return ask(from, to, 80, readings);
  }

  /// Asks about a TCP port.
  Answer ask(End from, End to, int port, Reading... readings) {
    return ask(from, to, Protocol.TCP, port, readings);
  }

  Answer ask(End from, End to, Protocol protocol, int port, Reading... readings) {
    return evaluator(readings).answer(from, to, protocol, port);
  }

  /// Asks on what it depends, about TCP port 80.
  NavigableSet<Switch> dependsOn(End from, End to) {
    return evaluator().dependsOn(from, to, Protocol.TCP, 80);
  }

  static End the(Pod pod) {
    return new End.OfPod(pod);
  }

  static End at(String address) {
    return new End.OfAddress(address(address));
  }

  static Pod pod(String namespace, String name, String... addresses) {
    return new Pod(namespace, name, Map.of("app", name), false, false)
        .withAddresses(addresses(addresses));
  }

  static Pod hostPod(String namespace, String name, String node, String... nodeAddresses) {
    return new Pod(namespace, name, Map.of("app", name), true, false)
        .on(node, addresses(nodeAddresses));
  }

  static LabelSelector app(String name) {
    return LabelSelector.labels(Map.of("app", name));
  }

  static LabelSelector team(String name) {
    return LabelSelector.labels(Map.of("team", name));
  }

  static NetworkPolicy ingress(String namespace, LabelSelector pods, PolicyRule... rules) {
    return new NetworkPolicy(
        namespace, "in-" + pods, pods, Set.of(Direction.INGRESS), List.of(rules), List.of());
  }

  static NetworkPolicy egress(String namespace, LabelSelector pods, PolicyRule... rules) {
    return new NetworkPolicy(
        namespace, "out-" + pods, pods, Set.of(Direction.EGRESS), List.of(), List.of(rules));
  }

  /// These peers on every port.
  static PolicyRule peers(Peer... peers) {
    return new PolicyRule(List.of(peers), List.of());
  }

  /// Every peer on these ports.
  static PolicyRule ports(PolicyPort... ports) {
    return new PolicyRule(List.of(), List.of(ports));
  }

  static PolicyPort tcp(int first, int last) {
    return new PolicyPort.Numbered(new PortRange(Protocol.TCP, first, last));
  }

  static Peer ipBlock(String block, String... except) {
    return new Peer.IpBlock(block(block), Arrays.stream(except).map(Scene::block).toList());
  }

  static ClusterPolicy clusterPolicy(
      Tier tier, String name, int priority, Direction direction, ClusterRule... rules) {
    return new ClusterPolicy(
        PolicyRef.Kind.CLUSTER_NETWORK_POLICY,
        name,
        tier,
        priority,
        PodScope.EVERYTHING,
        direction == Direction.INGRESS ? List.of(rules) : List.of(),
        direction == Direction.EGRESS ? List.of(rules) : List.of());
  }

  /// What an Admin policy says of every pod's ingress, at priority 10.
  static ClusterPolicy adminIngress(ClusterRule... rules) {
    return clusterPolicy(Tier.ADMIN, "admin-in", 10, Direction.INGRESS, rules);
  }

  /// What an Admin policy says of every pod's egress, at priority 10.
  static ClusterPolicy adminEgress(ClusterRule... rules) {
    return clusterPolicy(Tier.ADMIN, "admin-out", 10, Direction.EGRESS, rules);
  }

  /// What a Baseline policy says of every pod's ingress, at priority 10.
  static ClusterPolicy baselineIngress(ClusterRule... rules) {
    return clusterPolicy(Tier.BASELINE, "baseline-in", 10, Direction.INGRESS, rules);
  }

  /// A rule about every pod at the other end, on every port.
  static ClusterRule all(Action action) {
    return rule(action, new ClusterPeer.Pods(PodScope.EVERYTHING));
  }

  /// A rule on every port.
  static ClusterRule rule(Action action, ClusterPeer... peers) {
    return new ClusterRule("", action, List.of(peers), List.of());
  }

  /// A rule about every pod at the other end.
  static ClusterRule rule(Action action, ClusterPort... ports) {
    return new ClusterRule(
        "", action, List.of(new ClusterPeer.Pods(PodScope.EVERYTHING)), List.of(ports));
  }

  static ClusterPeer networks(String... blocks) {
    return new ClusterPeer.Networks(Arrays.stream(blocks).map(Scene::block).toList());
  }

  static Gap unlisted(Kind kind) {
    return new Gap.Unlisted(kind, "");
  }

  static Set<Direction> both() {
    return EnumSet.allOf(Direction.class);
  }

  private static List<Address> addresses(String... texts) {
    return Arrays.stream(texts).map(Scene::address).toList();
  }

  static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  static Cidr block(String text) {
    return Cidr.parseStrict(text).orElseThrow();
  }
}
