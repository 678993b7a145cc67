package dev.nightlatch.bench;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
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
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// W1 to W3: namespaces that deny by default, let DNS out, and have edges between applications.
final class Company {
  private static final List<String> TIERS = List.of("be", "db", "fe", "job");
  private static final Set<Direction> BOTH = EnumSet.allOf(Direction.class);

  private final int namespaces;
  private final int workloads;
  private final int replicas;
  private final int edges;
  private final int teams;
  private final boolean withPods;
  private final SplittableRandom random;
  private final List<Workload> all = new ArrayList<>();
  private final List<NetworkPolicy> policies = new ArrayList<>();
  private int nextAddress = 10 << 24 | 1;

  /// @param workloads of each namespace
  /// @param replicas of each workload
  /// @param edges of each namespace; each makes two policies
  /// @param teams 0 for none; with teams there are expressions and cluster-wide policies
  Company(
      int namespaces,
      int workloads,
      int replicas,
      int edges,
      int teams,
      boolean withPods,
      long seed) {
    this.namespaces = namespaces;
    this.workloads = workloads;
    this.replicas = replicas;
    this.edges = edges;
    this.teams = teams;
    this.withPods = withPods;
    this.random = new SplittableRandom(seed);
  }

  Snapshot snapshot() {
    List<Namespace> spaces = new ArrayList<>();
    for (int i = 0; i < namespaces; i++) {
      spaces.add(new Namespace(name(i), teams == 0 ? Map.of() : Map.of("team", team(i))));
      for (int j = 0; j < workloads; j++) {
        all.add(workload(i, j));
      }
    }
    for (int i = 0; i < namespaces; i++) {
      basics(name(i));
      for (int edge = 0; edge < edges; edge++) {
        edge(i, edge);
      }
    }
    List<Pod> pods = new ArrayList<>();
    if (withPods) {
      all.forEach(workload -> pods(workload, pods));
    }
    return new Snapshot(
        spaces,
        pods,
        all,
        List.of(),
        List.of(),
        List.of(),
        policies,
        teams == 0 ? List.of() : clusterPolicies(),
        List.of(),
        Map.of());
  }

  /// The policies that would be drawn next: those of as many edges, two for each.
  ///
  /// Only after [#snapshot].
  List<NetworkPolicy> more(int count) {
    int drawn = policies.size();
    for (int i = 0; i < count; i++) {
      edge(random.nextInt(namespaces), edges + i);
    }
    return List.copyOf(policies.subList(drawn, policies.size()));
  }

  private static String name(int namespace) {
    return "ns-%03d".formatted(namespace);
  }

  private String team(int namespace) {
    return "team-" + namespace % Math.max(1, teams);
  }

  private Workload workload(int namespace, int number) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("app", "app-" + number);
    labels.put("tier", TIERS.get(random.nextInt(TIERS.size())));
    if (teams > 0) {
      labels.put("team", team(namespace));
    }
    return new Workload(
        name(namespace),
        "app-%d".formatted(number),
        "Deployment",
        labels,
        replicas,
        false,
        List.of(
            new ContainerPort("http", Protocol.TCP, 8080),
            new ContainerPort("metrics", Protocol.TCP, 9090)),
        Controller.NONE);
  }

  private void pods(Workload workload, List<Pod> pods) {
    String hash = "%08x".formatted(workload.name().hashCode() & 0x7fffffff);
    for (int i = 0; i < replicas; i++) {
      Map<String, String> labels = new TreeMap<>(workload.podLabels());
      labels.put("pod-template-hash", hash);
      pods.add(
          new Pod(
                  workload.namespace(),
                  workload.name() + "-" + hash + "-" + i,
                  labels,
                  false,
                  false)
              .withPorts(workload.ports())
              .withAddresses(
                  List.of(new Address(Family.IPV4, 0, Integer.toUnsignedLong(nextAddress++))))
              .madeBy(new Controller.Named("Deployment", workload.name())));
    }
  }

  private void basics(String namespace) {
    policies.add(
        new NetworkPolicy(
            namespace, "default-deny", LabelSelector.EVERYTHING, BOTH, List.of(), List.of()));
    policies.add(
        new NetworkPolicy(
            namespace,
            "dns",
            LabelSelector.EVERYTHING,
            EnumSet.of(Direction.EGRESS),
            List.of(),
            List.of(
                new PolicyRule(
                    List.of(
                        new Peer.AcrossNamespaces(
                            named(name(0)), LabelSelector.labels(Map.of("app", "app-0")))),
                    List.of(port(Protocol.UDP, 53), port(Protocol.TCP, 53))))));
  }

  private static PolicyPort port(Protocol protocol, int number) {
    return new PolicyPort.Numbered(PortRange.single(protocol, number));
  }

  private static LabelSelector named(String namespace) {
    return LabelSelector.labels(Map.of(Namespace.NAME_LABEL, namespace));
  }

  /// Two policies that let a workload of this namespace reach one of any.
  private void edge(int namespace, int number) {
    Workload from = all.get(namespace * workloads + random.nextInt(workloads));
    Workload to = all.get(random.nextInt(all.size()));
    PolicyPort port = port(Protocol.TCP, 8000 + random.nextInt(100));
    policies.add(
        new NetworkPolicy(
            from.namespace(),
            "egress-%d-%d".formatted(namespace, number),
            selector(from),
            EnumSet.of(Direction.EGRESS),
            List.of(),
            List.of(
                new PolicyRule(
                    List.of(new Peer.AcrossNamespaces(named(to.namespace()), selector(to))),
                    List.of(port)))));
    policies.add(
        new NetworkPolicy(
            to.namespace(),
            "ingress-%d-%d".formatted(namespace, number),
            selector(to),
            EnumSet.of(Direction.INGRESS),
            List.of(
                new PolicyRule(
                    List.of(new Peer.AcrossNamespaces(named(from.namespace()), selector(from))),
                    List.of(port))),
            List.of()));
  }

  private LabelSelector selector(Workload workload) {
    String app = workload.podLabels().get("app");
    String tier = workload.podLabels().get("tier");
    if (teams > 0 && random.nextInt(5) == 0) {
      return new LabelSelector(
          List.of(
              new Requirement.In("app", List.of(app)),
              random.nextBoolean()
                  ? new Requirement.NotIn("canary", List.of("yes"))
                  : new Requirement.NotIn("tier", List.of("none", "other"))));
    }
    return LabelSelector.labels(Map.of("app", app, "tier", tier));
  }

  private List<ClusterPolicy> clusterPolicies() {
    List<ClusterPolicy> made = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      made.add(clusterPolicy("admin-%02d".formatted(i), Tier.ADMIN, 10 + i, i));
    }
    for (int i = 0; i < 5; i++) {
      made.add(clusterPolicy("baseline-%d".formatted(i), Tier.BASELINE, 10 + i, 30 + i));
    }
    return made;
  }

  private ClusterPolicy clusterPolicy(String name, Tier tier, int priority, int team) {
    return new ClusterPolicy(
        PolicyRef.Kind.CLUSTER_NETWORK_POLICY,
        name,
        tier,
        priority,
        new PodScope(
            LabelSelector.labels(Map.of("team", "team-" + team % teams)), LabelSelector.EVERYTHING),
        clusterRules(),
        clusterRules());
  }

  private List<ClusterRule> clusterRules() {
    List<ClusterRule> rules = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      int action = random.nextInt(10);
      rules.add(
          new ClusterRule(
              "rule-" + i,
              action < 2 ? Action.ACCEPT : action < 6 ? Action.DENY : Action.PASS,
              List.of(
                  new ClusterPeer.Pods(
                      new PodScope(
                          LabelSelector.labels(Map.of("team", "team-" + random.nextInt(teams))),
                          random.nextBoolean()
                              ? LabelSelector.EVERYTHING
                              : LabelSelector.labels(
                                  Map.of("tier", TIERS.get(random.nextInt(TIERS.size()))))))),
              List.of(
                  new ClusterPort.Numbered(
                      PortRange.single(Protocol.TCP, 8000 + random.nextInt(100))))));
    }
    return rules;
  }
}
