package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.HeldPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the API means a network policy. Source: NetworkPolicySpec, networking.k8s.io/v1.
final class PolicyDecoderTest {
  private static final LabelSelector WEB = LabelSelector.labels(Map.of("app", "web"));

  private static NetworkPolicy spec(String spec) {
    Decoded<HeldPolicy> decoded = decoded(spec);
    assertThat(decoded.problems()).isEmpty();
    return decoded.value().orElseThrow().policy();
  }

  private static Decoded<HeldPolicy> decoded(String spec) {
    String text =
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
            + "metadata: {name: p, namespace: shop}\nspec: "
            + spec;
    return Decoder.policy(Yaml.read(text, "a.yaml").trees().getFirst());
  }

  private static Peer peer(String peer) {
    return spec("{podSelector: {}, ingress: [{from: [" + peer + "]}]}")
        .ingress()
        .getFirst()
        .peers()
        .getFirst();
  }

  private static PolicyPort port(String port) {
    return spec("{podSelector: {}, ingress: [{ports: [" + port + "]}]}")
        .ingress()
        .getFirst()
        .ports()
        .getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{podSelector: {}}",
        "{podSelector: {}, policyTypes: []}",
        "{podSelector: {}, policyTypes: null}",
        "{podSelector: {}, egress: []}",
        "{podSelector: {}, egress: null}",
        "{podSelector: {}, ingress: [{}]}",
        "{podSelector: {}, policyTypes: [Ingress]}",
        "{podSelector: {}, policyTypes: [Ingress], egress: [{}]}"
      })
  void withoutEgressRulesOrWithIngressAloneWrittenItIsolatesForIngress(String spec) {
    assertThat(spec(spec).policyTypes()).containsExactly(Direction.INGRESS);
  }

  @Test
  void egressRulesWithoutPolicyTypesIsolateForIngressToo() {
    assertThat(spec("{podSelector: {}, egress: [{}]}").policyTypes())
        .containsExactly(Direction.INGRESS, Direction.EGRESS);
  }

  @Test
  void policyTypesThatAreWrittenAreTakenLiterally() {
    assertThat(spec("{podSelector: {}, policyTypes: [Egress], ingress: [{}]}").policyTypes())
        .containsExactly(Direction.EGRESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "spec:\n", "spec: {}\n", "spec: {podSelector: }\n"})
  void withoutASpecItIsolatesEveryPodOfItsNamespaceForIngressAndSaysSo(String spec) {
    String text =
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
            + "metadata: {name: p, namespace: shop}\n"
            + spec;
    Decoded<HeldPolicy> decoded = Decoder.policy(Yaml.read(text, "a.yaml").trees().getFirst());
    assertThat(decoded.problems())
        .extracting(problem -> problem.weight() + " " + problem.code())
        .containsExactly("NOTICE SELECTS_ALL");
    assertThat(decoded.value().orElseThrow().policy()).isEqualTo(spec("{podSelector: {}}"));
  }

  @Test
  void anApiServersPolicyWithoutASpecIsReadWithoutANotice() {
    Map<String, Object> object =
        Map.of("metadata", Map.of("name", "p", "namespace", "shop", "uid", "u"));
    Decoded<HeldPolicy> decoded = Decoder.policy(Tree.of(object, "NetworkPolicy shop/p"));
    assertThat(decoded.problems()).isEmpty();
    assertThat(decoded.value().orElseThrow().policy()).isEqualTo(spec("{podSelector: {}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", ingress: []", ", ingress: null"})
  void noRuleLetsNothingThrough(String ingress) {
    assertThat(spec("{podSelector: {}" + ingress + "}").ingress()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{from: [], ports: []}", "{from: null, ports: null}"})
  void anEmptyRuleLetsEverythingThrough(String rule) {
    assertThat(spec("{podSelector: {}, ingress: [" + rule + "]}").ingress())
        .containsExactly(new PolicyRule(List.of(), List.of()));
  }

  @Test
  void aPodSelectorAloneMeansThePolicysOwnNamespace() {
    assertThat(peer("{podSelector: {matchLabels: {app: web}}}"))
        .isEqualTo(new Peer.OwnNamespace(WEB));
    assertThat(peer("{podSelector: {}, namespaceSelector: null}"))
        .isEqualTo(new Peer.OwnNamespace(LabelSelector.EVERYTHING));
  }

  @Test
  void aNamespaceSelectorAloneMeansAllPodsOfThoseNamespaces() {
    assertThat(peer("{namespaceSelector: {}}"))
        .isEqualTo(new Peer.AcrossNamespaces(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING));
  }

  @Test
  void bothSelectorsInOneItemMustBothMatch() {
    assertThat(peer("{namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}"))
        .isEqualTo(new Peer.AcrossNamespaces(LabelSelector.EVERYTHING, WEB));
  }

  @Test
  void aBlockIsReadAsItsNetworkWhateverItsAddress() {
    Decoded<HeldPolicy> decoded =
        decoded("{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/8}}]}]}");
    assertThat(decoded.problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.NOT_CANONICAL);
    assertThat(decoded.value().orElseThrow().policy().ingress().getFirst().peers())
        .containsExactly(Peer.IpBlock.whole(Cidr.parseStrict("10.0.0.0/8").orElseThrow()));
  }

  @Test
  void portsAreOfTcpUnlessTheySayOtherwise() {
    assertThat(port("{}")).isEqualTo(new PolicyPort.All(Protocol.TCP));
    assertThat(port("{protocol: UDP}")).isEqualTo(new PolicyPort.All(Protocol.UDP));
    assertThat(port("{port: 80}"))
        .isEqualTo(new PolicyPort.Numbered(PortRange.single(Protocol.TCP, 80)));
    assertThat(port("{port: 80, endPort: 90, protocol: SCTP}"))
        .isEqualTo(new PolicyPort.Numbered(new PortRange(Protocol.SCTP, 80, 90)));
    assertThat(port("{port: http}")).isEqualTo(new PolicyPort.Named(Protocol.TCP, "http"));
  }

  @Test
  void labelsAndExpressionsMustAllMatch() {
    assertThat(
            spec("{podSelector: {matchLabels: {app: web}, matchExpressions: [{key: a, operator:"
                    + " NotIn, values: [b]}, {key: c, operator: Exists}]}}")
                .podSelector())
        .isEqualTo(
            new LabelSelector(
                List.of(
                    new Requirement.In("app", List.of("web")),
                    new Requirement.NotIn("a", List.of("b")),
                    new Requirement.Exists("c"))));
  }

  @Test
  void anEmptyLabelValueIsAValue() {
    assertThat(spec("{podSelector: {matchLabels: {app: ''}}}").podSelector())
        .isEqualTo(LabelSelector.labels(Map.of("app", "")));
  }

  @Test
  void aFieldThatAnApiServerAddedToTheMeaningOfARuleIsNeverPassedOver() {
    Map<String, Object> rule = Map.of("from", List.of(), "onlyOnMondays", true);
    Map<String, Object> object =
        Map.of(
            "metadata", Map.of("name", "p", "namespace", "shop", "uid", "u"),
            "spec", Map.of("podSelector", Map.of(), "ingress", List.of(rule)));
    Decoded<HeldPolicy> decoded = Decoder.policy(Tree.of(object, "NetworkPolicy shop/p"));
    assertThat(decoded.value()).isEmpty();
    assertThat(decoded.problems())
        .extracting(Problem::text)
        .containsExactly(
            "NetworkPolicy shop/p: NL-FIELD-UNKNOWN: found the field"
                + " spec.ingress[0].onlyOnMondays; wanted one of from, ports");
    assertThat(Decoder.meta(Tree.of(object, "NetworkPolicy shop/p")).value()).isPresent();
  }
}
