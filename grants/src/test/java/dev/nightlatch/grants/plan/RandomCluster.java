package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// A small cluster at random, with most of what a snapshot may hold or not know.
final class RandomCluster {
  private static final List<String> NAMESPACES = List.of("a", "b", "c", "d");
  private static final List<String> APPS = List.of("db", "web", "job");
  private static final List<String> BLOCKS =
      List.of(
          "0.0.0.0/0", "10.0.0.0/28", "10.0.0.2/32", "192.168.0.0/24", "fd00::/64", "fd00::2/128");

  private final SplittableRandom random;

  /// Whether many pods are on the host network, and what they may speak depends on nodes.
  private final boolean onHosts;

  RandomCluster(int seed) {
    this.random = new SplittableRandom(seed);
    this.onHosts = rarely(4);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  private boolean rarely(int one) {
    return below(one) == 0;
  }

  private <T> T one(List<T> all) {
    return all.get(below(all.size()));
  }

  private <T> List<T> upTo(int count, Supplier<T> made) {
    List<T> all = new ArrayList<>();
    for (int i = below(count + 1); i > 0; i--) {
      all.add(made.get());
    }
    return all;
  }

  String namespace() {
    return one(NAMESPACES);
  }

  /// Some pods of a namespace, by a selector that is not empty.
  LabelSelector someSelector() {
    return rarely(5)
        ? LabelSelector.of(Map.of(), List.of(new Requirement.Exists("app")))
        : LabelSelector.labels(Map.of("app", one(APPS)));
  }

  private LabelSelector selector() {
    return switch (below(4)) {
      case 0 -> LabelSelector.EVERYTHING;
      case 1 ->
          LabelSelector.of(Map.of(), List.of(new Requirement.NotIn("app", List.of(one(APPS)))));
      default -> someSelector();
    };
  }

  /// The peer that a grant's policy has for these pods.
  Peer named(Term.From.Pods pods) {
    return new Peer.AcrossNamespaces(byName(pods.namespace()), pods.pods());
  }

  private static LabelSelector byName(String namespace) {
    return LabelSelector.labels(Map.of(Namespace.NAME_LABEL, namespace));
  }

  List<PortRange> ports() {
    return List.of(range());
  }

  List<PolicyPort> policyPorts(Term term) {
    return term.ports().stream().<PolicyPort>map(PolicyPort.Numbered::new).toList();
  }

  private PortRange range() {
    int first = 5432 + below(3);
    return new PortRange(Protocol.TCP, first, first + below(2));
  }

  CniProfile profile() {
    List<Reading> readings = new ArrayList<>();
    for (Switch question : Switch.values()) {
      readings.add(
          one(Arrays.stream(Reading.values()).filter(it -> it.question() == question).toList()));
    }
    return !onHosts && rarely(2)
        ? CniProfile.DEFAULT
        : CniProfile.DEFAULT.with(readings.toArray(Reading[]::new));
  }

  Snapshot snapshot() {
    List<Namespace> namespaces = new ArrayList<>();
    List<Pod> pods = new ArrayList<>();
    List<Workload> workloads = new ArrayList<>();
    List<NetworkPolicy> policies = new ArrayList<>();
    for (String name : NAMESPACES) {
      if (!rarely(6)) {
        namespaces.add(new Namespace(name, rarely(2) ? Map.of("team", "x") : Map.of()));
      }
      if (!rarely(6)) {
        workloads.add(workload(name));
      }
      if (!rarely(4)) {
        policies.add(
            new NetworkPolicy(
                name, "deny", LabelSelector.EVERYTHING, directions(), List.of(), List.of()));
      }
    }
    int address = 1;
    for (int i = 3 + below(5); i > 0; i--) {
      pods.add(pod("pod-" + i, address++));
    }
    for (int i = below(5); i > 0; i--) {
      policies.add(policy("policy-" + i));
    }
    List<ClusterPolicy> clusterWide = new ArrayList<>();
    for (int i = rarely(2) ? below(4) : 0; i > 0; i--) {
      clusterWide.add(clusterPolicy("cluster-" + i));
    }
    if (rarely(6)) {
      clusterWide.add(secluding());
    }
    if (onHosts) {
      clusterWide.add(byNodes());
    }
    return new Snapshot(
        namespaces,
        pods,
        workloads,
        !onHosts && rarely(2) ? List.of() : nodes(),
        List.of(),
        List.of(),
        policies,
        clusterWide,
        rarely(3) ? upTo(2, this::gap) : List.of(),
        Map.of());
  }

  private Set<Direction> directions() {
    return switch (below(3)) {
      case 0 -> EnumSet.of(Direction.INGRESS);
      default -> EnumSet.allOf(Direction.class);
    };
  }

  private Workload workload(String namespace) {
    return new Workload(
        namespace,
        "made",
        "Deployment",
        Map.of("app", one(APPS)),
        1,
        rarely(12),
        containerPorts(),
        Controller.NONE);
  }

  private List<ContainerPort> containerPorts() {
    return rarely(2) ? List.of(new ContainerPort("sql", Protocol.TCP, 5432 + below(2))) : List.of();
  }

  private Pod pod(String name, int number) {
    Pod bare =
        new Pod(
            namespace(),
            name,
            rarely(4) ? Map.of("app", one(APPS), "tier", "x") : Map.of("app", one(APPS)),
            onHosts ? !rarely(3) : rarely(12),
            rarely(12),
            List.of(),
            List.of(),
            rarely(2) ? "node-" + below(3) : "",
            rarely(3) ? List.of(address("192.168.0." + (1 + below(3)))) : List.of(),
            rarely(3) ? new Controller.Named("Deployment", "made") : Controller.NONE);
    List<Address> addresses =
        switch (below(6)) {
          case 0 -> List.<Address>of();
          case 1 -> List.of(address("10.0.0." + number), address("fd00::" + number));
          case 2 -> List.of(address("fd00::" + number));
          default -> List.of(address("10.0.0." + number));
        };
    return bare.withPorts(containerPorts()).withAddresses(addresses);
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  private List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 1 + below(3); i++) {
      nodes.add(
          new Node(
              "node-" + i,
              Map.of("app", "db"),
              rarely(5)
                  ? List.of()
                  : List.of(
                      new NodeAddress(
                          NodeAddress.Type.INTERNAL, address("192.168.0." + (i + 1))))));
    }
    return nodes;
  }

  private NetworkPolicy policy(String name) {
    Set<Direction> directions = directions();
    return new NetworkPolicy(
        namespace(),
        name,
        selector(),
        directions,
        upTo(2, this::rule),
        directions.contains(Direction.EGRESS) ? upTo(2, this::rule) : List.of());
  }

  private PolicyRule rule() {
    return new PolicyRule(upTo(2, this::peer), upTo(1, this::port));
  }

  private Peer peer() {
    return switch (below(4)) {
      case 0 -> new Peer.OwnNamespace(selector());
      case 1 -> Peer.IpBlock.whole(Cidr.parseStrict(one(BLOCKS)).orElseThrow());
      case 2 -> new Peer.AcrossNamespaces(namespaceSelector(), selector());
      default -> new Peer.AcrossNamespaces(byName(namespace()), selector());
    };
  }

  private LabelSelector namespaceSelector() {
    return rarely(2) ? LabelSelector.EVERYTHING : LabelSelector.labels(Map.of("team", "x"));
  }

  private PolicyPort port() {
    return rarely(3) ? new PolicyPort.Named(Protocol.TCP, "sql") : new PolicyPort.Numbered(range());
  }

  private ClusterPolicy clusterPolicy(String name) {
    return new ClusterPolicy(
        PolicyRef.Kind.CLUSTER_NETWORK_POLICY,
        name,
        rarely(2) ? Tier.ADMIN : Tier.BASELINE,
        below(3),
        new PodScope(namespaceSelector(), selector()),
        upTo(2, this::clusterRule),
        upTo(2, this::clusterRule));
  }

  /// Lets pods that nothing isolates speak with some other pods, and with nobody else: what is the
  /// first to isolate them cuts pods alone.
  private ClusterPolicy secluding() {
    return ofAll(
        Tier.BASELINE,
        new ClusterRule("", Action.ACCEPT, List.of(pods()), List.of()),
        new ClusterRule("", Action.DENY, List.of(new ClusterPeer.Unknown()), List.of()));
  }

  /// What it says of a pod on the host network is known where all nodes are: a pod that stands
  /// anywhere on another one tells that they are not.
  private ClusterPolicy byNodes() {
    return ofAll(
        Tier.ADMIN,
        new ClusterRule(
            "", Action.DENY, List.of(new ClusterPeer.Nodes(someSelector())), List.of()));
  }

  private static ClusterPolicy ofAll(Tier tier, ClusterRule... rules) {
    return new ClusterPolicy(
        PolicyRef.Kind.CLUSTER_NETWORK_POLICY,
        "all-" + tier.name().toLowerCase(Locale.ROOT),
        tier,
        0,
        PodScope.EVERYTHING,
        List.of(rules),
        List.of(rules));
  }

  private ClusterPeer pods() {
    return new ClusterPeer.Pods(new PodScope(namespaceSelector(), selector()));
  }

  private ClusterRule clusterRule() {
    return new ClusterRule(
        "",
        one(List.of(Action.values())),
        List.of(clusterPeer()),
        rarely(2)
            ? List.of()
            : List.of(
                rarely(3) ? new ClusterPort.Named("sql") : new ClusterPort.Numbered(range())));
  }

  private ClusterPeer clusterPeer() {
    return switch (below(6)) {
      case 0 -> new ClusterPeer.Nodes(selector());
      case 1 -> new ClusterPeer.Networks(List.of(Cidr.parseStrict(one(BLOCKS)).orElseThrow()));
      case 2 -> rarely(3) ? new ClusterPeer.Unknown() : new ClusterPeer.Nodes(selector());
      default -> pods();
    };
  }

  private Gap gap() {
    return switch (below(7)) {
      case 0 -> new Gap.Unlisted(one(List.of(Kind.values())), "");
      case 1 -> new Gap.Unlisted(Kind.NETWORK_POLICY, namespace());
      case 2 -> new Gap.UnreadablePolicy(namespace(), "unreadable", selector(), directions());
      case 3 ->
          new Gap.UnreadableClusterPolicy(
              new PolicyRef(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "", "unreadable"),
              EnumSet.allOf(Tier.class),
              new Gap.Rank.Anywhere(),
              new PodScope(namespaceSelector(), selector()),
              directions());
      case 4 -> new Gap.UnreadableNode("node-9");
      case 5 -> new Gap.UnreadablePod(rarely(2) ? "" : namespace(), "", "");
      default -> new Gap.UnreadablePolicy("", "lost", LabelSelector.EVERYTHING, directions());
    };
  }
}
