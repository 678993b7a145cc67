package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.EndpointSlice;
import dev.nightlatch.engine.model.EndpointSlice.Endpoint;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Service.Backends;
import dev.nightlatch.engine.model.ServicePort;
import dev.nightlatch.engine.model.TargetPort;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Namespaces, nodes, services and endpoint slices.
final class ClusterObjectsTest {

  private static ReadSnapshot read(String yaml) {
    return SnapshotReader.read(yaml, "a.yaml");
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  @Test
  void aNamespaceBearsItsLabelsAndItsName() {
    ReadSnapshot read =
        read("{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: a}}}");
    assertThat(read.snapshot().namespaces())
        .containsExactly(new Namespace("shop", Map.of("team", "a")));
  }

  @Test
  void aNamespaceOnSomethingThatHasNoneIsANotice() {
    ReadSnapshot read =
        read("{apiVersion: v1, kind: Namespace, metadata: {name: shop, namespace: other}}");
    assertThat(read.snapshot().namespaces()).containsExactly(Namespace.bare("shop"));
    assertThat(read.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.weight()).isEqualTo(Problem.Weight.NOTICE));
  }

  @Test
  void whatAnApiServerDoesNotListIsAGap() {
    SnapshotAssembly assembly = new SnapshotAssembly();
    assembly.add(new Gap.Unlisted(Kind.POD, "shop"));
    assertThat(assembly.snapshot().gaps()).containsExactly(new Gap.Unlisted(Kind.POD, "shop"));
  }

  @Test
  void aNamespaceWhoseLabelsCannotBeReadIsAGap() {
    ReadSnapshot read =
        read("{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: yes}}}");
    assertThat(read.snapshot().namespaces()).isEmpty();
    assertThat(read.snapshot().gaps()).contains(new Gap.UnreadableNamespace("shop"));
  }

  @Test
  void aNamespaceWithoutANameMayBeAnyThatIsNotGiven() {
    assertThat(read("{apiVersion: v1, kind: Namespace, metadata: {}}").snapshot().gaps())
        .contains(new Gap.Unlisted(Kind.NAMESPACE, ""));
  }

  @Test
  void aNodeHasItsLabelsAndThoseOfItsAddressesThatAreSome() {
    ReadSnapshot read =
        read(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {kubernetes.io/os: linux}, unknown: 5}
            status:
              addresses:
                - {type: InternalIP, address: 192.0.2.1}
                - {type: ExternalIP, address: "2001:db8::1"}
                - {type: Hostname, address: n1}
                - {type: InternalDNS, address: 198.51.100.1}
              images: 5
            """);
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().nodes())
        .containsExactly(
            new Node(
                "n1",
                Map.of("kubernetes.io/os", "linux"),
                List.of(
                    new NodeAddress(NodeAddress.Type.INTERNAL, address("192.0.2.1")),
                    new NodeAddress(NodeAddress.Type.EXTERNAL, address("2001:db8::1")),
                    new NodeAddress(NodeAddress.Type.OTHER, address("198.51.100.1")))));
    assertThat(read.snapshot().gaps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: {name: n1, labels: 5}",
        "metadata: {name: n1}\nstatus: {addresses: [{type: InternalIP, address: n1}]}",
        "metadata: {name: n1}\nstatus: {addresses: [{type: InternalIP}]}",
        "metadata: {name: n1}\nstatus: {addresses: 5}"
      })
  void aNodeWhoseLabelsOrAddressesCannotBeReadIsAGapAndANodeAllTheSame(String rest) {
    assertThat(read("apiVersion: v1\nkind: Node\n" + rest).snapshot().gaps())
        .containsExactly(new Gap.UnreadableNode("n1"));
  }

  @Test
  void whereNoNodeIsGivenTheyAreNotListed() {
    assertThat(read("").snapshot().gaps()).containsExactly(new Gap.Unlisted(Kind.NODE, ""));
    assertThat(new SnapshotAssembly().snapshot().gaps()).isEmpty();
  }

  private static Service service(String spec) {
    ReadSnapshot read =
        read(
            "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: " + spec);
    assertThat(read.problems()).isEmpty();
    return read.snapshot().services().getFirst();
  }

  @Test
  void aServiceSendsToPodsOrToEndpointsOrOutside() {
    assertThat(service("{selector: {app: web}}").backends())
        .isEqualTo(new Backends.Selected(LabelSelector.labels(Map.of("app", "web"))));
    assertThat(service("{}").backends()).isEqualTo(new Backends.Written());
    assertThat(service("{selector: {}}").backends()).isEqualTo(new Backends.Written());
    assertThat(service("{type: ExternalName, externalName: a.b, selector: {a: b}}").backends())
        .isEqualTo(new Backends.External("a.b"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',80",
    "', targetPort: 8080',8080",
    "', targetPort: http',http",
    "', targetPort: 0',80",
    "', targetPort: \"\"',80"
  })
  void aServicesPortLeadsToItsOwnNumberUnlessItSaysOtherwise(String target, String wanted) {
    TargetPort leads =
        Character.isDigit(wanted.charAt(0))
            ? new TargetPort.Numbered(Integer.parseInt(wanted))
            : new TargetPort.Named(wanted);
    assertThat(service("{ports: [{name: web, port: 80, protocol: UDP" + target + "}]}").ports())
        .containsExactly(new ServicePort("web", Protocol.UDP, 80, leads));
  }

  @Test
  void aServiceIsReachedFromOutsideAtItsExternalAddressesAndItsLoadBalancers() {
    assertThat(service("{externalIPs: [203.0.113.7, 203.0.113.5]}").externalIps())
        .containsExactly(address("203.0.113.5"), address("203.0.113.7"));
    ReadSnapshot read =
        read(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: gate, namespace: shop}
            spec: {type: LoadBalancer, externalIPs: [nowhere]}
            status: {loadBalancer: {ingress: [{ip: 203.0.113.9}, {hostname: lb.example.com}]}}
            """);
    assertThat(read.snapshot().services())
        .singleElement()
        .satisfies(gate -> assertThat(gate.externalIps()).containsExactly(address("203.0.113.9")));
  }

  @Test
  void aNodesPodsGetTheirAddressesFromItsBlocks() {
    assertThat(podBlocks("{podCIDR: 10.244.1.0/24, podCIDRs: [10.244.1.0/24, '2001:db8:1::/64']}"))
        .containsExactly("10.244.1.0/24", "2001:db8:1::/64");
    assertThat(podBlocks("{podCIDR: 10.244.1.0/24}")).containsExactly("10.244.1.0/24");
    assertThat(podBlocks("{podCIDR: everywhere}")).isEmpty();
    assertThat(podBlocks("{}")).isEmpty();
  }

  private static List<String> podBlocks(String spec) {
    return read("{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: " + spec + "}")
        .snapshot()
        .nodes()
        .getFirst()
        .podBlocks()
        .stream()
        .map(Cidr::toString)
        .toList();
  }

  @Test
  void aHeadlessServiceHasNoAddress() {
    assertThat(service("{clusterIP: None, clusterIPs: [None]}").clusterIps()).isEmpty();
    assertThat(service("{clusterIP: ''}").clusterIps()).isEmpty();
    assertThat(service("{clusterIP: 10.96.0.1}").clusterIps())
        .containsExactly(address("10.96.0.1"));
    assertThat(service("{clusterIP: 10.96.0.1, clusterIPs: [10.96.0.1, '::1']}").clusterIps())
        .containsExactly(address("10.96.0.1"), address("::1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ports: [{}]}",
        "{ports: [{port: 0}]}",
        "{selector: 5}",
        "{type: ExternalName}",
        "{ports: [{port: 80, targetPort: -1}]}"
      })
  void aServiceThatCannotBeReadIsLeftOut(String spec) {
    ReadSnapshot read =
        read("apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: b}\nspec: " + spec);
    assertThat(read.snapshot().services()).isEmpty();
    assertThat(read.problems()).hasSize(1);
  }

  @Test
  void anEndpointSliceKnowsItsServiceAndItsPods() {
    ReadSnapshot read =
        read(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: s, namespace: shop, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            ports: [{name: http, port: 8080}, {name: any, port: null}]
            endpoints:
              - {addresses: [10.0.0.7], targetRef: {kind: Pod, name: web-1}}
              - {addresses: [db.example.com, 10.0.0.8], targetRef: {kind: Node, name: n1}}
            """);
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().endpointSlices())
        .containsExactly(
            new EndpointSlice(
                "shop",
                "s",
                "web",
                List.of(new EndpointSlice.Port("http", Protocol.TCP, 8080)),
                List.of(
                    new Endpoint(List.of(address("10.0.0.7")), "web-1"),
                    new Endpoint(List.of(address("10.0.0.8")), ""))));
  }
}
