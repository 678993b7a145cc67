package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the API means a cluster-wide policy: policy.networking.k8s.io, v1alpha1 and v1alpha2.
final class ClusterPolicyDecoderTest {

  private static PodScope house(String name) {
    return new PodScope(
        LabelSelector.labels(Map.of("conformance-house", name)), LabelSelector.EVERYTHING);
  }

  private static ClusterPolicy only(String yaml) {
    ReadSnapshot read = SnapshotReader.read(yaml, "a.yaml");
    assertThat(read.problems()).isEmpty();
    assertThat(read.snapshot().clusterPolicies()).hasSize(1);
    return read.snapshot().clusterPolicies().getFirst();
  }

  private static ClusterRule egress(String rule) {
    return only(cluster("egress: [" + rule + "]")).egress().getFirst();
  }

  private static String cluster(String spec) {
    return """
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: p}
        spec:
          tier: Admin
          priority: 3
          subject: {namespaces: {}}
        """
        + spec.indent(2);
  }

  private static String admin(String spec) {
    return """
        apiVersion: policy.networking.k8s.io/v1alpha1
        kind: AdminNetworkPolicy
        metadata: {name: p}
        spec:
          priority: 3
          subject: {namespaces: {}}
        """
        + spec.indent(2);
  }

  private static String baseline(String spec) {
    return """
        apiVersion: policy.networking.k8s.io/v1alpha1
        kind: BaselineAdminNetworkPolicy
        metadata: {name: default}
        spec:
          subject: {namespaces: {}}
        """
        + spec.indent(2);
  }

  @Test
  void anAdminNetworkPolicyIsReadWithAllOfItsPeersAndPorts() {
    ClusterPolicy policy =
        only(
            """
            apiVersion: policy.networking.k8s.io/v1alpha1
            kind: AdminNetworkPolicy
            metadata: {name: gress-rules}
            spec:
              priority: 75
              subject:
                pods:
                  namespaceSelector: {matchLabels: {conformance-house: gryffindor}}
                  podSelector: {matchLabels: {app: web}}
              ingress:
                - name: pass-from-ravenclaw
                  action: Pass
                  from:
                    - namespaces: {matchLabels: {conformance-house: ravenclaw}}
                  ports:
                    - portNumber: {port: 80}
                    - portRange: {protocol: SCTP, start: 9003, end: 9005}
                    - namedPort: web
              egress:
                - action: Allow
                  to:
                    - nodes: {matchExpressions: [{key: gpu, operator: Exists}]}
                    - networks: [10.0.0.0/8, "::/0"]
                    - domainNames: ["*.example.com"]
                - action: Deny
                  to: [{namespaces: {}}]
            """);
    assertThat(policy)
        .isEqualTo(
            new ClusterPolicy(
                PolicyRef.Kind.ADMIN_NETWORK_POLICY,
                "gress-rules",
                Tier.ADMIN,
                75,
                new PodScope(
                    house("gryffindor").namespaces(), LabelSelector.labels(Map.of("app", "web"))),
                List.of(
                    new ClusterRule(
                        "pass-from-ravenclaw",
                        Action.PASS,
                        List.of(new ClusterPeer.Pods(house("ravenclaw"))),
                        List.of(
                            new ClusterPort.Numbered(PortRange.single(Protocol.TCP, 80)),
                            new ClusterPort.Numbered(new PortRange(Protocol.SCTP, 9003, 9005)),
                            new ClusterPort.Named("web")))),
                List.of(
                    new ClusterRule(
                        "",
                        Action.ACCEPT,
                        List.of(
                            new ClusterPeer.Nodes(
                                new LabelSelector(List.of(new Requirement.Exists("gpu")))),
                            new ClusterPeer.Networks(
                                List.of(
                                    Cidr.parseStrict("10.0.0.0/8").orElseThrow(),
                                    Cidr.parseStrict("::/0").orElseThrow())),
                            new ClusterPeer.DomainNames(List.of("*.example.com"))),
                        List.of()),
                    new ClusterRule(
                        "",
                        Action.DENY,
                        List.of(new ClusterPeer.Pods(PodScope.EVERYTHING)),
                        List.of()))));
  }

  @Test
  void theBaselineAdminNetworkPolicyStandsInTheBaselineTier() {
    ClusterPolicy policy = only(baseline("ingress: [{action: Deny, from: [{namespaces: {}}]}]"));
    assertThat(policy.ref())
        .isEqualTo(new PolicyRef(PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY, "", "default"));
    assertThat(policy.tier()).isEqualTo(Tier.BASELINE);
    assertThat(policy.priority()).isZero();
  }

  @Test
  void aClusterNetworkPolicySaysItsTier() {
    assertThat(only(cluster("")).tier()).isEqualTo(Tier.ADMIN);
    assertThat(only(cluster("").replace("Admin", "Baseline")).tier()).isEqualTo(Tier.BASELINE);
  }

  @Test
  void aProtocolWithoutAPortMeansEveryPortOfIt() {
    assertThat(
            egress(
                    "{action: Accept, to: [{namespaces: {}}], protocols: [{udp: {}}, {tcp:"
                        + " {destinationPort: {number: 53}}}, {sctp: {destinationPort: {range:"
                        + " {start: 1, end: 2}}}}, {destinationNamedPort: dns}]}")
                .ports())
        .containsExactly(
            new ClusterPort.All(Protocol.UDP),
            new ClusterPort.Numbered(PortRange.single(Protocol.TCP, 53)),
            new ClusterPort.Numbered(new PortRange(Protocol.SCTP, 1, 2)),
            new ClusterPort.Named("dns"));
  }

  @Test
  void withoutANamespaceSelectorPodsOfEveryNamespaceAreMeantInVersion2Alone() {
    String rule = "egress: [{action: Deny, to: [{pods: {podSelector: {}}}]}]";
    assertThat(only(cluster(rule)).egress().getFirst().peers())
        .containsExactly(new ClusterPeer.Pods(PodScope.EVERYTHING));
    assertThat(problems(admin(rule))).containsExactly("SEVERE NL-FIELD-MISSING 7");
  }

  private static List<String> problems(String yaml) {
    return SnapshotReader.read(yaml, "a.yaml").problems().stream()
        .map(
            problem ->
                problem.weight() + " " + problem.code().text() + " " + problem.place().line())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{services: {}}", "{namespaces: null}", "{namespace: {}}"})
  void aPeerWithoutAFieldThatIsKnownFailsClosed(String peer) {
    String yaml =
        cluster("ingress: [{action: Deny, from: [" + peer + ", {pods: {podSelector: {}}}]}]");
    ReadSnapshot read = SnapshotReader.read(yaml, "a.yaml");
    assertThat(problems(yaml)).containsExactly("NOTICE NL-FAILS-CLOSED 8");
    assertThat(read.snapshot().clusterPolicies().getFirst().ingress().getFirst().peers())
        .containsExactly(new ClusterPeer.Unknown(), new ClusterPeer.Pods(PodScope.EVERYTHING));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{icmp: {}}", "{tcp: null}", "{destinationNamedPort: null}"})
  void aPortWithoutAFieldThatIsKnownFailsClosed(String port) {
    String yaml =
        cluster("egress: [{action: Deny, to: [{namespaces: {}}], protocols: [" + port + "]}]");
    ReadSnapshot read = SnapshotReader.read(yaml, "a.yaml");
    assertThat(problems(yaml)).containsExactly("NOTICE NL-FAILS-CLOSED 8");
    assertThat(read.snapshot().clusterPolicies().getFirst().egress().getFirst().ports())
        .containsExactly(new ClusterPort.Unknown());
  }

  @Test
  void aWordThatIsUnknownIsSevereAndThePolicyIsReadAllTheSame() {
    String yaml =
        cluster("ingress: [{action: Allow, from: [{namespaces: {}}]}]")
            .replace("tier: Admin", "tier: Platform");
    assertThat(problems(yaml))
        .containsExactly("SEVERE NL-WORD-UNKNOWN 5", "SEVERE NL-WORD-UNKNOWN 8");
    ReadSnapshot read = SnapshotReader.read(yaml, "a.yaml");
    assertThat(read.snapshot().clusterPolicies())
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.tier()).isEqualTo(Tier.UNKNOWN);
              assertThat(policy.ingress().getFirst().action()).isEqualTo(Action.UNKNOWN);
            });
    assertThat(problems(admin("ingress: [{action: Accept, from: [{namespaces: {}}]}]")))
        .containsExactly("SEVERE NL-WORD-UNKNOWN 7");
    assertThat(problems(baseline("ingress: [{action: Pass, from: [{namespaces: {}}]}]")))
        .containsExactly("SEVERE NL-WORD-UNKNOWN 6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{action: Deny}",
        "{action: Deny, to: []}",
        "{to: [{namespaces: {}}]}",
        "{action: 5, to: [{namespaces: {}}]}",
        "{action: Deny, to: [{namespaces: {}}], ports: []}",
        "{action: Deny, to: [{namespaces: {}}], protocols: []}",
        "{action: Deny, to: [{namespaces: {}, pods: {podSelector: {}}}]}",
        "{action: Deny, to: [{namespaces: {}, services: {}}]}",
        "{action: Deny, to: [{namespaces: {app: web}}]}",
        "{action: Deny, to: [{pods: {}}]}",
        "{action: Deny, to: [namespaces]}",
        "{action: Deny, to: [{networks: []}]}",
        "{action: Deny, to: [{networks: [10.0.0.1]}]}",
        "{action: Deny, to: [{networks: 10.0.0.0/8}]}",
        "{action: Deny, to: [{domainNames: [example.com]}]}",
        "{action: Pass, to: [{domainNames: [example.com]}]}",
        "{action: Accept, to: [{domainNames: [example]}]}",
        "{action: Accept, to: [{domainNames: ['a.*.com']}]}",
        "{action: Accept, to: [{domainNames: []}]}",
        "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {}, udp: {}}]}",
        "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {}, icmp: {}}]}",
        "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: 80}]}",
        "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {port: 80}}]}",
        "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {}}}]}",
        "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: 80}}]}",
        "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 0}}}]}",
        "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {range:"
            + " {start: 5, end: 5}}}}]}",
        "{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 5,"
            + " range: {start: 5, end: 6}}}}]}",
        "{action: Deny, to: [{nodes: {}}], protocols: [{destinationNamedPort: web}]}",
        "{action: Deny, to: [{networks: [10.0.0.0/8]}], protocols: [{destinationNamedPort: web}]}",
        "{action: Accept, to: [{domainNames: [a.b]}], protocols: [{destinationNamedPort: web}]}"
      })
  void whatTheApiRefusesCannotBeRead(String rule) {
    assertUnreadable(cluster("egress:\n  - " + rule), 9);
  }

  /// One problem or two, on that line; and no policy.
  private static void assertUnreadable(String yaml, int line) {
    ReadSnapshot read = SnapshotReader.read(yaml, "a.yaml");
    assertThat(read.snapshot().clusterPolicies()).isEmpty();
    assertThat(read.snapshot().gaps()).hasSize(2);
    assertThat(read.problems())
        .isNotEmpty()
        .allSatisfy(
            problem -> {
              assertThat(problem.weight()).isEqualTo(Problem.Weight.SEVERE);
              assertThat(problem.place().line()).isEqualTo(line);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"{nodes: {}}", "{networks: [10.0.0.0/8]}", "{domainNames: [a.b]}"})
  void addressesAreNoPeersOfIngress(String peer) {
    assertUnreadable(cluster("ingress:\n  - {action: Accept, from: [" + peer + "]}"), 9);
    assertUnreadable(admin("ingress:\n  - {action: Allow, from: [" + peer + "]}"), 8);
  }

  @Test
  void theBaselineKindHasNoDomainNames() {
    assertUnreadable(baseline("egress:\n  - {action: Allow, to: [{domainNames: [a.b]}]}"), 7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{portNumber: {}}",
        "{portNumber: {port: http}}",
        "{portNumber: {port: 80, endPort: 90}}",
        "{portRange: {start: 5}}",
        "{portRange: {start: 6, end: 5}}",
        "{portRange: {start: 5, end: 70000}}",
        "{namedPort: 80}",
        "{namedPort: http, portNumber: {port: 80}}"
      })
  void whatTheOlderApiRefusesAsAPortCannotBeRead(String port) {
    assertUnreadable(
        admin("egress:\n  - {action: Deny, to: [{namespaces: {}}], ports: [" + port + "]}"), 8);
  }

  @Test
  void listsAreAsLongAsTheApiAllows() {
    String rule = "{action: Deny, from: [{namespaces: {}}]}, ";
    assertThat(problems(cluster("ingress: [" + rule.repeat(25) + "]"))).isEmpty();
    assertThat(problems(cluster("ingress: [" + rule.repeat(26) + "]")))
        .containsExactly("SEVERE NL-VALUE-WRONG 8");
    assertThat(problems(admin("ingress: [" + rule.repeat(100) + "]"))).isEmpty();
    assertThat(problems(admin("ingress: [" + rule.repeat(101) + "]")))
        .containsExactly("SEVERE NL-VALUE-WRONG 7");
    for (String peer : List.of("{networks: [%s]}", "{domainNames: [%s]}")) {
      String entry = peer.contains("networks") ? "10.0.0.0/8, " : "example.com, ";
      String many = "egress: [{action: Accept, to: [" + peer + "]}]";
      assertThat(problems(cluster(many.formatted(entry.repeat(25))))).isEmpty();
      assertThat(problems(cluster(many.formatted(entry.repeat(26)))))
          .containsExactly("SEVERE NL-VALUE-WRONG 8");
    }
    String peers = "egress: [{action: Deny, to: [" + "{namespaces: {}}, ".repeat(26) + "]}]";
    assertThat(problems(cluster(peers))).containsExactly("SEVERE NL-VALUE-WRONG 8");
    assertThat(problems(admin(peers))).isEmpty();
    String ports =
        "egress: [{action: Deny, to: [{namespaces: {}}], protocols: ["
            + "{tcp: {}}, ".repeat(26)
            + "]}]";
    assertThat(problems(cluster(ports))).containsExactly("SEVERE NL-VALUE-WRONG 8");
  }

  @Test
  void aRulesNameIsSeenByNobody() {
    String named = "ingress: [{name: %s, action: Deny, from: [{namespaces: {}}]}]";
    assertThat(problems(cluster(named.formatted("a".repeat(100))))).isEmpty();
    assertThat(problems(cluster(named.formatted("a".repeat(101)))))
        .containsExactly("NOTICE NL-VALUE-WRONG 8");
    assertThat(problems(cluster(named.formatted("5")))).containsExactly("NOTICE NL-TYPE-WRONG 8");
  }

  @Test
  void aBlockIsReadAsItsNetworkWhateverItsAddress() {
    String yaml = cluster("egress: [{action: Deny, to: [{networks: [10.0.0.1/8]}]}]");
    assertThat(problems(yaml)).containsExactly("NOTICE NL-NOT-CANONICAL 8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tier: Admin, subject: {namespaces: {}}",
        "tier: Admin, priority: -1, subject: {namespaces: {}}",
        "tier: Admin, priority: 1001, subject: {namespaces: {}}",
        "tier: Admin, priority: high, subject: {namespaces: {}}",
        "priority: 1, subject: {namespaces: {}}",
        "tier: 5, priority: 1, subject: {namespaces: {}}",
        "tier: Admin, priority: 1",
        "tier: Admin, priority: 1, subject: {}",
        "tier: Admin, priority: 1, subject: {pods: {}}",
        "tier: Admin, priority: 1, subject: {namespaces: {}, pods: {podSelector: {}}}",
        "tier: Admin, priority: 1, subject: {namespaces: {app: web}}",
        "tier: Admin, priority: 1, subject: {namespaces: {}}, egres: []",
        "tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: {}"
      })
  void aPolicyNeedsATierAPriorityAndASubject(String spec) {
    assertUnreadable(
        "apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\n"
            + "metadata: {name: p}\nspec: {"
            + spec
            + "}\n",
        4);
  }

  @Test
  void thereIsOneBaselineAdminNetworkPolicyAndItsNameIsDefault() {
    assertUnreadable(baseline("").replace("name: default", "name: other"), 3);
    assertUnreadable(baseline("priority: 5"), 6);
  }
}
