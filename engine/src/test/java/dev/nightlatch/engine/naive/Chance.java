package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
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
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Clusters at random, out of few words so that things meet: every kind, every switch, every gap.
///
/// The same seed makes the same cluster.
public final class Chance {
  private static final List<String> NAMESPACES = List.of("x", "y", "z");
  private static final List<String> KEYS = List.of("app", "tier");
  private static final List<String> VALUES = List.of("a", "b", "");
  private static final List<Integer> NUMBERS = List.of(53, 80, 81, 443);
  private static final List<String> PORT_NAMES = List.of("dns", "http");
  private static final List<String> BLOCKS =
      List.of(
          "0.0.0.0/0",
          "::/0",
          "10.0.0.0/30",
          "10.0.0.0/31",
          "10.0.0.2/32",
          "10.9.0.0/31",
          "2001:db8::/126",
          "2001:db8::2/127",
          "192.0.2.0/24");
  private static final List<String> OUTSIDE =
      List.of("192.0.2.7", "10.9.0.0", "10.9.0.1", "10.9.0.2", "2001:db8::9", "8.8.8.8");

  private final SplittableRandom random;

  /// How often something is not known, of a hundred.
  private final int doubts;

  /// Whether this cluster is about cluster-wide policies above all: many of one priority, with
  /// named ports.
  private final boolean isTiered;

  /// @param doubts how often something is not known, of a hundred
  public Chance(long seed, int doubts) {
    this.random = new SplittableRandom(seed);
    this.doubts = doubts;
    this.isTiered = happens(35);
  }

  private boolean happens(int ofHundred) {
    return random.nextInt(100) < ofHundred;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> List<T> some(int least, int most, Supplier<T> make) {
    List<T> made = new ArrayList<>();
    int count = least + random.nextInt(most - least + 1);
    for (int i = 0; i < count; i++) {
      made.add(make.get());
    }
    return made;
  }

  /// A cluster.
  public Snapshot snapshot() {
    List<Namespace> namespaces = new ArrayList<>();
    for (String name : NAMESPACES) {
      if (happens(80)) {
        namespaces.add(new Namespace(name, labels()));
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      if (happens(80)) {
        nodes.add(node(i));
      }
    }
    List<Pod> pods = new ArrayList<>();
    int count = 3 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      pods.add(pod(i));
    }
    List<Workload> workloads = new ArrayList<>();
    if (happens(40)) {
      workloads.add(
          new Workload(
              one(NAMESPACES),
              "w",
              one(List.of("Deployment", "CronJob")),
              labels(),
              2,
              happens(15),
              some(0, 2, this::containerPort),
              Controller.NONE));
    }
    List<NetworkPolicy> policies = new ArrayList<>();
    count = random.nextInt(isTiered ? 2 : 6);
    for (int i = 0; i < count; i++) {
      policies.add(networkPolicy(i));
    }
    List<ClusterPolicy> clusterPolicies = new ArrayList<>();
    count = isTiered ? 3 + random.nextInt(2) : happens(50) ? 1 + random.nextInt(2) : 0;
    for (int i = 0; i < count; i++) {
      clusterPolicies.add(clusterPolicy(i));
    }
    List<Gap> gaps = happens(doubts / 2) ? some(1, 2, this::gap) : List.of();
    return new Snapshot(
        namespaces,
        pods,
        workloads,
        nodes,
        List.of(),
        List.of(),
        policies,
        clusterPolicies,
        gaps,
        Map.of());
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    for (String key : KEYS) {
      if (happens(60)) {
        labels.put(key, one(VALUES));
      }
    }
    return labels;
  }

  private Node node(int number) {
    List<NodeAddress> addresses = new ArrayList<>();
    if (!happens(doubts)) {
      addresses.add(
          new NodeAddress(
              one(List.of(NodeAddress.Type.INTERNAL, NodeAddress.Type.OTHER)),
              address("10.9.0." + number)));
      if (happens(30)) {
        addresses.add(new NodeAddress(NodeAddress.Type.EXTERNAL, address("192.0.2." + number)));
      }
      if (happens(20)) {
        addresses.add(new NodeAddress(NodeAddress.Type.OTHER, address("2001:db8::" + number)));
      }
    }
    return new Node("n" + number, labels(), addresses);
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  private Pod pod(int number) {
    boolean hostNetwork = happens(15);
    List<Address> addresses = new ArrayList<>();
    if (!hostNetwork && !happens(doubts)) {
      if (happens(85)) {
        addresses.add(address("10.0.0." + number));
      }
      if (addresses.isEmpty() || happens(25)) {
        addresses.add(address("2001:db8::" + number));
      }
    }
    int node = random.nextInt(3);
    return new Pod(one(NAMESPACES), "p" + number, labels(), hostNetwork, happens(5))
        .withPorts(some(0, 3, this::containerPort))
        .withAddresses(addresses)
        .on(
            node == 2 ? "" : "n" + node,
            node < 2 && happens(30) ? List.of(address("10.9.0." + node)) : List.of());
  }

  private ContainerPort containerPort() {
    return new ContainerPort(
        happens(70) ? one(PORT_NAMES) : "", one(List.of(Protocol.values())), one(NUMBERS));
  }

  private LabelSelector selector() {
    if (happens(35)) {
      return LabelSelector.EVERYTHING;
    }
    return new LabelSelector(some(1, 2, this::requirement));
  }

  private LabelSelector namespaceSelector() {
    return happens(25)
        ? new LabelSelector(
            List.of(new Requirement.In(Namespace.NAME_LABEL, List.of(one(NAMESPACES)))))
        : selector();
  }

  private Requirement requirement() {
    String key = one(KEYS);
    return switch (random.nextInt(6)) {
      case 0 -> new Requirement.NotIn(key, some(1, 2, () -> one(VALUES)));
      case 1 -> new Requirement.Exists(key);
      case 2 -> new Requirement.DoesNotExist(key);
      default -> new Requirement.In(key, some(1, 2, () -> one(VALUES)));
    };
  }

  private NetworkPolicy networkPolicy(int number) {
    Set<Direction> types =
        one(
            List.of(
                EnumSet.of(Direction.INGRESS),
                EnumSet.of(Direction.EGRESS),
                EnumSet.allOf(Direction.class)));
    return new NetworkPolicy(
        one(NAMESPACES),
        "np" + number,
        selector(),
        types,
        some(0, 2, this::policyRule),
        some(0, 2, this::policyRule));
  }

  private PolicyRule policyRule() {
    return new PolicyRule(some(0, 2, this::peer), some(0, 2, this::policyPort));
  }

  private Peer peer() {
    return switch (random.nextInt(5)) {
      case 0 -> new Peer.OwnNamespace(selector());
      case 1, 2 -> new Peer.AcrossNamespaces(namespaceSelector(), selector());
      default -> ipBlock();
    };
  }

  private Cidr cidr() {
    return Cidr.parse(one(BLOCKS)).orElseThrow();
  }

  private Peer ipBlock() {
    Cidr whole = cidr();
    List<Cidr> except = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Cidr hole = cidr();
      if (whole.contains(hole) && !hole.equals(whole)) {
        except.add(hole);
      }
    }
    return new Peer.IpBlock(whole, except);
  }

  private PortRange range() {
    int first = one(NUMBERS);
    return new PortRange(
        one(List.of(Protocol.values())), first, happens(30) ? Math.max(first, 443) : first);
  }

  private PolicyPort policyPort() {
    return switch (random.nextInt(4)) {
      case 0 -> new PolicyPort.All(one(List.of(Protocol.values())));
      case 1 -> new PolicyPort.Named(one(List.of(Protocol.values())), one(PORT_NAMES));
      default -> new PolicyPort.Numbered(range());
    };
  }

  private ClusterPolicy clusterPolicy(int number) {
    PolicyRef.Kind kind =
        number == 0 && happens(30)
            ? PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY
            : one(
                List.of(
                    PolicyRef.Kind.ADMIN_NETWORK_POLICY,
                    PolicyRef.Kind.CLUSTER_NETWORK_POLICY,
                    PolicyRef.Kind.CLUSTER_NETWORK_POLICY));
    Tier tier =
        switch (kind) {
          case ADMIN_NETWORK_POLICY -> Tier.ADMIN;
          case BASELINE_ADMIN_NETWORK_POLICY -> Tier.BASELINE;
          case CLUSTER_NETWORK_POLICY, NETWORK_POLICY ->
              happens(doubts / 4) ? Tier.UNKNOWN : happens(50) ? Tier.ADMIN : Tier.BASELINE;
        };
    return new ClusterPolicy(
        kind,
        "cp" + number,
        tier,
        random.nextInt(isTiered ? 1 : 2),
        isTiered && happens(60) ? PodScope.EVERYTHING : scope(),
        some(0, 3, () -> clusterRule(false)),
        some(0, 3, () -> clusterRule(true)));
  }

  private PodScope scope() {
    return new PodScope(namespaceSelector(), selector());
  }

  private ClusterRule clusterRule(boolean isEgress) {
    Action action =
        happens(doubts / 4)
            ? Action.UNKNOWN
            : one(List.of(Action.ACCEPT, Action.DENY, Action.PASS));
    return new ClusterRule(
        "",
        action,
        some(1, 2, () -> clusterPeer(isEgress, action)),
        happens(isTiered ? 20 : 40) ? List.of() : some(1, 2, this::clusterPort));
  }

  private ClusterPeer clusterPeer(boolean isEgress, Action action) {
    if (happens(4)) {
      return new ClusterPeer.Unknown();
    }
    if (!isEgress || happens(50)) {
      return new ClusterPeer.Pods(scope());
    }
    if (action == Action.ACCEPT && happens(15)) {
      return new ClusterPeer.DomainNames(List.of("example.com"));
    }
    return happens(40)
        ? new ClusterPeer.Nodes(selector())
        : new ClusterPeer.Networks(some(1, 2, this::cidr));
  }

  private ClusterPort clusterPort() {
    return switch (random.nextInt(10)) {
      case 0 -> new ClusterPort.All(one(List.of(Protocol.values())));
      case 1, 2, 4, 5 -> new ClusterPort.Named(one(PORT_NAMES));
      case 3 -> happens(20) ? new ClusterPort.Unknown() : new ClusterPort.Numbered(range());
      default -> new ClusterPort.Numbered(range());
    };
  }

  private Gap gap() {
    Set<Direction> directions =
        one(List.of(EnumSet.of(Direction.INGRESS), EnumSet.allOf(Direction.class)));
    return switch (random.nextInt(7)) {
      case 0 -> new Gap.UnreadablePolicy(one(NAMESPACES), "bad", selector(), directions);
      case 1 ->
          new Gap.UnreadableClusterPolicy(
              new PolicyRef(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "", "bad"),
              one(
                  List.of(
                      EnumSet.of(Tier.ADMIN),
                      EnumSet.of(Tier.BASELINE),
                      EnumSet.of(Tier.ADMIN, Tier.BASELINE))),
              happens(50) ? new Gap.Rank.Known(random.nextInt(2)) : new Gap.Rank.Anywhere(),
              scope(),
              directions);
      case 2 -> new Gap.UnreadableNamespace(one(NAMESPACES));
      case 3 -> new Gap.UnreadableNode("n9");
      case 4 -> new Gap.Unlisted(Kind.NODE, "");
      case 5 -> new Gap.Unlisted(Kind.NAMESPACE, "");
      default ->
          new Gap.Unlisted(
              one(
                  List.of(
                      Kind.NETWORK_POLICY,
                      Kind.ADMIN_NETWORK_POLICY,
                      Kind.BASELINE_ADMIN_NETWORK_POLICY,
                      Kind.CLUSTER_NETWORK_POLICY)),
              "");
    };
  }

  /// An address that is no pod's.
  public Address outside() {
    return address(one(OUTSIDE));
  }

  /// A number of one of `count` things.
  public int index(int count) {
    return random.nextInt(count);
  }

  /// A protocol.
  public Protocol protocol() {
    return one(List.of(Protocol.values()));
  }

  /// A port on which rules differ, mostly.
  public int port() {
    return happens(90) ? one(NUMBERS) : 7;
  }
}
