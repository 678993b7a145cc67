package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.EndpointSlice;
import dev.nightlatch.engine.model.EndpointSlice.Endpoint;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Service.Backends;
import dev.nightlatch.engine.model.ServicePort;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.TargetPort;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.model.Workload;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Snapshots as files may hold them: nothing that cannot be read, and everything that can.
final class SnapshotModels {
  private static final List<String> KINDS =
      List.of(
          "Deployment",
          "ReplicaSet",
          "StatefulSet",
          "DaemonSet",
          "Job",
          "CronJob",
          "ReplicationController");

  private SnapshotModels() {}

  static Arbitrary<Snapshot> snapshots() {
    return Combinators.combine(
            few(namespaces()).uniqueElements(Namespace::name),
            few(pods()).uniqueElements(pod -> List.of(pod.namespace(), pod.name())),
            few(workloads())
                .uniqueElements(made -> List.of(made.namespace(), made.kind(), made.name())),
            few(nodes()).uniqueElements(Node::name),
            few(services()).uniqueElements(one -> List.of(one.namespace(), one.name())),
            few(slices()).uniqueElements(slice -> List.of(slice.namespace(), slice.name())),
            few(policies()).uniqueElements(NetworkPolicy::ref),
            few(clusterPolicies()).uniqueElements(ClusterPolicy::ref))
        .as(
            (namespaces, pods, workloads, nodes, services, slices, policies, clusterPolicies) ->
                new Snapshot(
                    namespaces,
                    pods,
                    workloads,
                    nodes,
                    services,
                    slices,
                    policies,
                    clusterPolicies,
                    List.of(),
                    Map.of()));
  }

  private static <T> net.jqwik.api.arbitraries.ListArbitrary<T> few(Arbitrary<T> arbitrary) {
    return arbitrary.list().ofMaxSize(3);
  }

  private static Arbitrary<Namespace> namespaces() {
    return Combinators.combine(Models.names(), Models.labels()).as(Namespace::new);
  }

  private static Arbitrary<Address> addresses() {
    return Arbitraries.of("10.0.0.1", "10.0.0.2", "192.0.2.255", "2001:db8::1", "::")
        .map(text -> Address.parse(text).orElseThrow());
  }

  private static Arbitrary<List<ContainerPort>> containerPorts() {
    return Combinators.combine(
            Arbitraries.of("", "http", "y", "dns"),
            Arbitraries.of(Protocol.values()),
            Arbitraries.of(1, 53, 8080, 65_535))
        .as(ContainerPort::new)
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<Controller> controllers() {
    return Arbitraries.oneOf(
        Arbitraries.just(Controller.NONE),
        Combinators.combine(Arbitraries.of("ReplicaSet", "Job"), Models.names())
            .as(Controller.Named::new));
  }

  private static Arbitrary<Pod> pods() {
    return Combinators.combine(
            Models.names(),
            Models.names(),
            Models.labels(),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            containerPorts(),
            addresses().list().ofMaxSize(2),
            Combinators.combine(
                    Arbitraries.of("", "n1"), addresses().list().ofMaxSize(2), controllers())
                .as(Seat::new))
        .as(
            (namespace, name, labels, host, finished, ports, own, seat) ->
                new Pod(
                    namespace,
                    name,
                    labels,
                    host,
                    finished,
                    ports,
                    own,
                    seat.node(),
                    seat.addresses(),
                    seat.controller()));
  }

  private record Seat(String node, List<Address> addresses, Controller controller) {}

  private static Arbitrary<Workload> workloads() {
    return Combinators.combine(
            Models.names(),
            Models.names(),
            Arbitraries.of(KINDS),
            Models.labels(),
            Arbitraries.integers().between(0, 9),
            Arbitraries.of(true, false),
            containerPorts(),
            controllers())
        .as(
            (namespace, name, kind, labels, replicas, host, ports, controller) ->
                new Workload(
                    namespace,
                    name,
                    kind,
                    labels,
                    kind.equals("DaemonSet") ? 1 : replicas,
                    host,
                    ports,
                    controller));
  }

  private static Arbitrary<Node> nodes() {
    return Combinators.combine(
            Models.names(),
            Models.labels(),
            Combinators.combine(Arbitraries.of(NodeAddress.Type.values()), addresses())
                .as(NodeAddress::new)
                .list()
                .ofMaxSize(3))
        .as(Node::new);
  }

  private static Arbitrary<Service> services() {
    Arbitrary<Backends> backends =
        Arbitraries.oneOf(
            Models.labels()
                .filter(labels -> !labels.isEmpty())
                .map(labels -> new Backends.Selected(LabelSelector.labels(labels))),
            Arbitraries.just(new Backends.Written()),
            Arbitraries.just(new Backends.External("db.example.com")));
    Arbitrary<ServicePort> ports =
        Combinators.combine(
                Arbitraries.of("", "web"),
                Arbitraries.of(Protocol.values()),
                Arbitraries.integers().between(1, 65_535),
                Arbitraries.oneOf(
                    Arbitraries.of("http", "y").map(TargetPort.Named::new),
                    Arbitraries.integers().between(1, 65_535).map(TargetPort.Numbered::new)))
            .as(ServicePort::new);
    return Combinators.combine(
            Models.names(),
            Models.names(),
            backends,
            ports.list().ofMaxSize(2),
            Arbitraries.of(true, false),
            addresses().list().ofMaxSize(2))
        .as(
            (namespace, name, where, listed, isHeadless, ips) ->
                new Service(
                    namespace, name, where, listed, isHeadless, isHeadless ? List.of() : ips));
  }

  private static Arbitrary<EndpointSlice> slices() {
    Arbitrary<EndpointSlice.Port> ports =
        Combinators.combine(
                Arbitraries.of("", "web"), Arbitraries.of(Protocol.values()), Arbitraries.of(80))
            .as(EndpointSlice.Port::new);
    Arbitrary<Endpoint> endpoints =
        Combinators.combine(addresses().list().ofMaxSize(2), Arbitraries.of("", "web-1"))
            .as(Endpoint::new);
    return Combinators.combine(
            Models.names(),
            Models.names(),
            Arbitraries.of("", "web"),
            ports.list().ofMaxSize(2),
            endpoints.list().ofMaxSize(2))
        .as(EndpointSlice::new);
  }

  private static Arbitrary<NetworkPolicy> policies() {
    return Models.policies().map(held -> held.policy());
  }

  private static Arbitrary<PodScope> scopes() {
    return Combinators.combine(Models.selectors(), Models.selectors()).as(PodScope::new);
  }

  private static Arbitrary<ClusterPolicy> clusterPolicies() {
    return Arbitraries.of(ClusterApi.values())
        .flatMap(
            api ->
                Combinators.combine(
                        api == ClusterApi.BASELINE_ADMIN
                            ? Arbitraries.just("default")
                            : Models.names(),
                        tiers(api),
                        api == ClusterApi.BASELINE_ADMIN
                            ? Arbitraries.just(0)
                            : Arbitraries.of(0, 1, 500, 1000),
                        scopes(),
                        few(clusterRules(api, false)),
                        few(clusterRules(api, true)))
                    .as(
                        (name, tier, priority, subject, ingress, egress) ->
                            new ClusterPolicy(
                                api.kind(), name, tier, priority, subject, ingress, egress)));
  }

  private static Arbitrary<Tier> tiers(ClusterApi api) {
    return switch (api) {
      case ADMIN -> Arbitraries.just(Tier.ADMIN);
      case BASELINE_ADMIN -> Arbitraries.just(Tier.BASELINE);
      case CLUSTER -> Arbitraries.of(Tier.values());
    };
  }

  private static Arbitrary<ClusterRule> clusterRules(ClusterApi api, boolean egress) {
    Arbitrary<Action> actions =
        api == ClusterApi.BASELINE_ADMIN
            ? Arbitraries.of(Action.ACCEPT, Action.DENY, Action.UNKNOWN)
            : Arbitraries.of(Action.values());
    return Combinators.combine(
            Models.texts().filter(text -> text.length() <= 100),
            actions,
            peers(api, egress).list().ofMinSize(1).ofMaxSize(3),
            ports(api).list().ofMaxSize(3))
        .as(ClusterRule::new)
        .filter(SnapshotModels::isAllowed);
  }

  private static boolean isAllowed(ClusterRule rule) {
    boolean names = rule.peers().stream().anyMatch(ClusterPeer.DomainNames.class::isInstance);
    boolean others =
        rule.peers().stream()
            .allMatch(
                peer -> peer instanceof ClusterPeer.Pods || peer instanceof ClusterPeer.Unknown);
    boolean named = rule.ports().stream().anyMatch(ClusterPort.Named.class::isInstance);
    boolean accepts = rule.action() == Action.ACCEPT || rule.action() == Action.UNKNOWN;
    return (!names || accepts) && (!named || others);
  }

  private static Arbitrary<ClusterPeer> peers(ClusterApi api, boolean egress) {
    Arbitrary<ClusterPeer> inside =
        Arbitraries.oneOf(
            scopes().map(ClusterPeer.Pods::new), Arbitraries.just(new ClusterPeer.Unknown()));
    if (!egress) {
      return inside;
    }
    Arbitrary<ClusterPeer> addresses =
        Arbitraries.oneOf(
            Models.selectors().map(ClusterPeer.Nodes::new),
            Arbitraries.of("10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32")
                .map(text -> Cidr.parseStrict(text).orElseThrow())
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(ClusterPeer.Networks::new));
    Arbitrary<ClusterPeer> names =
        Arbitraries.of("example.com", "*.example.com", "a_b.Example.com.")
            .list()
            .ofMinSize(1)
            .ofMaxSize(2)
            .map(ClusterPeer.DomainNames::new);
    return api == ClusterApi.BASELINE_ADMIN
        ? Arbitraries.oneOf(inside, addresses)
        : Arbitraries.oneOf(inside, addresses, names);
  }

  private static Arbitrary<ClusterPort> ports(ClusterApi api) {
    Arbitrary<ClusterPort> both =
        Arbitraries.oneOf(
            Models.ranges().map(ClusterPort.Numbered::new),
            Arbitraries.of("http", "yes", "80").map(ClusterPort.Named::new),
            Arbitraries.just(new ClusterPort.Unknown()));
    return api == ClusterApi.CLUSTER
        ? Arbitraries.oneOf(both, Arbitraries.of(Protocol.values()).map(ClusterPort.All::new))
        : both;
  }
}
