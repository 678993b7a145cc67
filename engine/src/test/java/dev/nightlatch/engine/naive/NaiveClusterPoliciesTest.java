package dev.nightlatch.engine.naive;

import static dev.nightlatch.engine.explain.Answer.ALLOWED;
import static dev.nightlatch.engine.explain.Answer.DENIED;
import static dev.nightlatch.engine.explain.Answer.UNDETERMINED;
import static dev.nightlatch.engine.naive.Scene.ALL;
import static dev.nightlatch.engine.naive.Scene.adminEgress;
import static dev.nightlatch.engine.naive.Scene.adminIngress;
import static dev.nightlatch.engine.naive.Scene.all;
import static dev.nightlatch.engine.naive.Scene.app;
import static dev.nightlatch.engine.naive.Scene.at;
import static dev.nightlatch.engine.naive.Scene.baselineIngress;
import static dev.nightlatch.engine.naive.Scene.clusterPolicy;
import static dev.nightlatch.engine.naive.Scene.egress;
import static dev.nightlatch.engine.naive.Scene.hostPod;
import static dev.nightlatch.engine.naive.Scene.ingress;
import static dev.nightlatch.engine.naive.Scene.networks;
import static dev.nightlatch.engine.naive.Scene.pod;
import static dev.nightlatch.engine.naive.Scene.ports;
import static dev.nightlatch.engine.naive.Scene.rule;
import static dev.nightlatch.engine.naive.Scene.the;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each situation quotes the sentence of semantics 2.2 to 2.4, or the point of decision 0008, that
/// it holds to.
class NaiveClusterPoliciesTest {
  private static final Pod WEB = pod("shop", "web", "10.0.0.1");
  private static final Pod DB = pod("shop", "db", "10.0.0.2");
  private static final ClusterPeer UNKNOWN = new ClusterPeer.Unknown();

  /// 2.2: "`priority` 0–1000, **lower wins**" and "Rules … in order; first match within the ordered
  /// list decides."
  @Test
  void theLowestPriorityAndThenTheFirstRuleDecides() {
    ClusterPolicy early = admin("z", 1, all(Action.ACCEPT), all(Action.DENY));
    ClusterPolicy late = admin("a", 2, all(Action.DENY));
    assertThat(new Scene(WEB, DB).with(early, late).ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
  }

  /// 2.2: "**No implicit isolation**; an ANP without rules for D does nothing in D."
  @Test
  void whatNoRuleMatchesGoesOn() {
    Scene scene =
        new Scene(WEB, DB)
            .with(adminIngress(rule(Action.ACCEPT, port(443))), baselineIngress(all(Action.DENY)));
    assertThat(scene.ask(the(WEB), the(DB), 443)).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB), the(DB), 80)).isEqualTo(DENIED);
    assertThat(new Scene(WEB, DB).with(adminEgress()).ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
  }

  /// 2.2: "`Allow` and `Deny` are final for that direction. `Pass` = skip the remaining ANPs, go to
  /// NetworkPolicy, then BANP."
  @Test
  void passGoesToTheNetworkPoliciesAndThenToTheBaseline() {
    ClusterPolicy pass = admin("a", 1, all(Action.PASS));
    ClusterPolicy deny = admin("b", 2, all(Action.DENY));
    assertThat(new Scene(WEB, DB).with(pass, deny).ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    assertThat(
            new Scene(WEB, DB)
                .with(pass, deny, baselineIngress(all(Action.DENY)))
                .ask(the(WEB), the(DB)))
        .isEqualTo(DENIED);
    assertThat(new Scene(WEB, DB).with(pass).with(ingress("shop", ALL)).ask(the(WEB), the(DB)))
        .isEqualTo(DENIED);
  }

  /// 2.3: "**Pass in Baseline ⇒ default allow** (nothing below)".
  @Test
  void passInTheBaselineAllows() {
    Scene scene = new Scene(WEB, DB).with(baselineIngress(all(Action.PASS), all(Action.DENY)));
    assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
  }

  /// 2.4: "if P isolated in D by NetworkPolicy: a = union of matching NP rules; allow += R∩a;
  /// deny += R−a; R = ∅".
  @Test
  void aNetworkPolicyTakesThePlaceOfTheBaselineInItsDirection() {
    Scene scene =
        new Scene(WEB, DB)
            .with(baselineIngress(all(Action.DENY)))
            .with(ingress("shop", app("db"), ports()));
    assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(DB), the(WEB))).isEqualTo(DENIED);
  }

  /// Point 26: "any NetworkPolicy that selects the pod, whatever its directions, ends the Baseline
  /// tier in both".
  @Test
  void whetherAPolicyOfOneDirectionEndsTheBaselineOfTheOtherIsASwitch() {
    Scene scene =
        new Scene(WEB, DB)
            .with(baselineIngress(all(Action.DENY)))
            .with(egress("shop", app("db"), ports()));
    assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(DENIED);
    assertThat(scene.ask(the(WEB), the(DB), Reading.BASELINE_ONLY_WITHOUT_NETWORK_POLICY))
        .isEqualTo(ALLOWED);
    assertThat(scene.dependsOn(the(WEB), the(DB))).containsExactly(Switch.S2);
  }

  /// 2.3: "egress Accept does not bypass the destination's ingress rules".
  @Test
  void acceptedEgressIsNoAcceptedIngress() {
    Scene scene =
        new Scene(WEB, DB).with(adminEgress(all(Action.ACCEPT))).with(ingress("shop", app("db")));
    assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(DENIED);
  }

  /// 2.2: "hostNetwork pods are in neither subject nor `namespaces`/`pods` peers."
  @Test
  void podsOnTheHostNetworkAreNeitherSubjectNorPeer() {
    Pod host = hostPod("shop", "agent", "n1", "10.0.0.8");
    assertThat(new Scene(WEB, host).with(adminIngress(all(Action.DENY))).ask(the(WEB), the(host)))
        .isEqualTo(ALLOWED);
    assertThat(new Scene(WEB, host).with(adminEgress(all(Action.DENY))).ask(the(WEB), the(host)))
        .isEqualTo(ALLOWED);
    assertThat(
            new Scene(WEB, host)
                .with(adminEgress(all(Action.DENY)))
                .ask(the(WEB), the(host), Reading.HOST_NETWORK_SELECTABLE))
        .isEqualTo(ALLOWED);
  }

  /// 2.2: "**`networks` also matches pod IPs**".
  @Test
  void networksMatchPodsWhateverBlocksOfNetworkPoliciesDo() {
    Scene scene = new Scene(WEB, DB).with(adminEgress(rule(Action.DENY, networks("10.0.0.2/32"))));
    assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(DENIED);
    assertThat(scene.ask(the(WEB), the(DB), Reading.IP_BLOCKS_NEVER_MATCH_PODS)).isEqualTo(DENIED);
    assertThat(scene.ask(the(DB), the(WEB))).isEqualTo(ALLOWED);
  }

  /// S6: "text: all of `status.addresses`"; "KNP: InternalIP, ExternalIP only". Point 17: "`nodes`
  /// under `NODES_UNSUPPORTED` is a peer that has no known field; under `NODES_IGNORED` it matches
  /// nothing."
  @Test
  void whichAddressesOfNodesCountIsASwitch() {
    Node node =
        new Node(
            "n1",
            Map.of("app", "n1"),
            List.of(
                new NodeAddress(NodeAddress.Type.INTERNAL, Scene.address("10.0.0.8")),
                new NodeAddress(NodeAddress.Type.OTHER, Scene.address("10.0.0.9"))));
    Scene scene =
        new Scene(WEB, DB)
            .with(node)
            .with(adminEgress(rule(Action.DENY, new ClusterPeer.Nodes(app("n1")))));
    assertThat(scene.ask(the(WEB), at("10.0.0.8"))).isEqualTo(DENIED);
    assertThat(scene.ask(the(WEB), at("10.0.0.9"))).isEqualTo(DENIED);
    assertThat(scene.ask(the(WEB), at("10.0.0.10"))).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB), at("10.0.0.8"), Reading.NODES_BY_INTERNAL_AND_EXTERNAL))
        .isEqualTo(DENIED);
    assertThat(scene.ask(the(WEB), at("10.0.0.9"), Reading.NODES_BY_INTERNAL_AND_EXTERNAL))
        .isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB), at("10.0.0.8"), Reading.NODES_IGNORED)).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB), at("192.0.2.1"), Reading.NODES_UNSUPPORTED)).isEqualTo(DENIED);
  }

  /// Point 9: "`nodes` matches addresses and pods on the host network, never other pods."
  @Test
  void nodesMatchPodsOnTheHostNetworkAndNoOthers() {
    Node node =
        new Node(
            "n1",
            Map.of(),
            List.of(new NodeAddress(NodeAddress.Type.INTERNAL, Scene.address("10.0.0.2"))));
    Pod host = hostPod("shop", "agent", "n1");
    Scene scene =
        new Scene(WEB, DB, host)
            .with(node)
            .with(adminEgress(rule(Action.DENY, new ClusterPeer.Nodes(ALL))));
    assertThat(scene.ask(the(WEB), the(host))).isEqualTo(DENIED);
    assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
  }

  /// 2.3: "a peer with no known field set ⇒ Allow/Accept rule "matches no traffic", Deny **and
  /// Pass** rules "treat the rule as a 'Deny all' rule"." Point 16: "or, if S8 says so, that peer
  /// or port matches nothing and the others count".
  @Test
  void aRuleWithAnUnknownPeerFailsClosed() {
    ClusterPeer web = new ClusterPeer.Pods(new PodScope(ALL, app("web")));
    ClusterPolicy deny = admin("later", 20, all(Action.DENY));
    Scene accept = new Scene(WEB, DB).with(adminIngress(rule(Action.ACCEPT, web, UNKNOWN)), deny);
    assertThat(accept.ask(the(WEB), the(DB))).isEqualTo(DENIED);
    Scene denial = new Scene(WEB, DB).with(adminIngress(rule(Action.DENY, UNKNOWN)));
    assertThat(denial.ask(at("192.0.2.1"), the(DB))).isEqualTo(DENIED);
    Scene pass = new Scene(WEB, DB).with(adminIngress(rule(Action.PASS, web, UNKNOWN)), deny);
    assertThat(pass.ask(the(WEB), the(DB))).isEqualTo(DENIED);
    assertThat(pass.ask(at("192.0.2.1"), the(DB))).isEqualTo(DENIED);
    assertThat(pass.ask(the(WEB), the(DB), Reading.UNKNOWN_PEER_OF_PASS_MATCHES_NOTHING))
        .isEqualTo(ALLOWED);
    assertThat(pass.dependsOn(the(WEB), the(DB))).containsExactly(Switch.S8);
    Scene port =
        new Scene(WEB, DB).with(adminIngress(rule(Action.DENY, new ClusterPort.Unknown())));
    assertThat(port.ask(the(WEB), the(DB), Protocol.UDP, 1)).isEqualTo(DENIED);
    Scene onlyPort =
        new Scene(WEB, DB).with(adminIngress(rule(Action.PASS, new ClusterPort.Unknown())), deny);
    assertThat(onlyPort.ask(the(WEB), the(DB), Reading.UNKNOWN_PEER_OF_PASS_MATCHES_NOTHING))
        .isEqualTo(DENIED);
  }

  /// 2.2: "protocol comes from the pod's port". Point 15: "a cluster-wide one takes the protocol
  /// that the pod declares, or any if S7 says so".
  @Test
  void aNamedPortHasTheProtocolThatThePodDeclares() {
    Pod dns =
        DB.withPorts(
            List.of(
                new ContainerPort("dns", Protocol.UDP, 53),
                new ContainerPort("http", Protocol.TCP, 53)));
    Scene scene =
        new Scene(WEB, dns).with(adminIngress(rule(Action.DENY, new ClusterPort.Named("dns"))));
    assertThat(scene.ask(the(WEB), the(dns), Protocol.UDP, 53)).isEqualTo(DENIED);
    assertThat(scene.ask(the(WEB), the(dns), Protocol.TCP, 53)).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB), the(dns), Protocol.TCP, 53, Reading.NAMED_PORT_ANY_PROTOCOL))
        .isEqualTo(DENIED);
    assertThat(scene.ask(the(WEB), the(dns), Protocol.TCP, 80, Reading.NAMED_PORT_ANY_PROTOCOL))
        .isEqualTo(ALLOWED);
  }

  /// Point 14: "through `ipBlock`, `networks`, `nodes` and `domainNames` it matches nothing".
  @Test
  void throughNetworksANamedPortMatchesNothing() {
    Pod dns = DB.withPorts(List.of(new ContainerPort("dns", Protocol.TCP, 80)));
    ClusterRule rule =
        new ClusterRule(
            "", Action.DENY, List.of(networks("0.0.0.0/0")), List.of(new ClusterPort.Named("dns")));
    assertThat(new Scene(WEB, dns).with(adminEgress(rule)).ask(the(WEB), the(dns)))
        .isEqualTo(ALLOWED);
  }

  /// Point 18: "A `BaselineAdminNetworkPolicy` comes after every Baseline ClusterNetworkPolicy.
  /// AdminNetworkPolicies and Admin ClusterNetworkPolicies are one sequence, by priority."
  @Test
  void theOldKindsStandBesideTheNewOne() {
    ClusterPolicy last =
        new ClusterPolicy(
            PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY,
            "default",
            Tier.BASELINE,
            0,
            PodScope.EVERYTHING,
            List.of(all(Action.DENY)),
            List.of());
    ClusterPolicy baseline =
        clusterPolicy(Tier.BASELINE, "b", 1000, Direction.INGRESS, all(Action.ACCEPT));
    assertThat(new Scene(WEB, DB).with(last).ask(the(WEB), the(DB))).isEqualTo(DENIED);
    assertThat(new Scene(WEB, DB).with(last, baseline).ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    assertThat(
            new Scene(WEB, DB)
                .with(old("a", 3, Action.DENY), admin("a", 2, all(Action.ACCEPT)))
                .ask(the(WEB), the(DB)))
        .isEqualTo(ALLOWED);
  }

  /// Point 19: "Equal priority, undefined: each order is possible. By name: by name, then by the
  /// kind's name."
  @Test
  void ofEqualPriorityEitherMayCountOrTheFirstByName() {
    Scene differ =
        new Scene(WEB, DB).with(admin("b", 1, all(Action.DENY)), admin("a", 1, all(Action.ACCEPT)));
    assertThat(differ.ask(the(WEB), the(DB))).isEqualTo(UNDETERMINED);
    assertThat(differ.ask(the(WEB), the(DB), Reading.EQUAL_PRIORITY_BY_NAME)).isEqualTo(ALLOWED);
    assertThat(differ.dependsOn(the(WEB), the(DB))).containsExactly(Switch.S3);
    Scene agree =
        new Scene(WEB, DB).with(admin("b", 1, all(Action.PASS)), admin("a", 1, all(Action.ACCEPT)));
    assertThat(agree.ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    Scene kinds =
        new Scene(WEB, DB).with(old("a", 1, Action.DENY), admin("a", 1, all(Action.ACCEPT)));
    assertThat(kinds.ask(the(WEB), the(DB), Reading.EQUAL_PRIORITY_BY_NAME)).isEqualTo(DENIED);
  }

  private static ClusterPolicy admin(String name, int priority, ClusterRule... rules) {
    return clusterPolicy(Tier.ADMIN, name, priority, Direction.INGRESS, rules);
  }

  private static ClusterPolicy old(String name, int priority, Action action) {
    return new ClusterPolicy(
        PolicyRef.Kind.ADMIN_NETWORK_POLICY,
        name,
        Tier.ADMIN,
        priority,
        PodScope.EVERYTHING,
        List.of(all(action)),
        List.of());
  }

  private static ClusterPort port(int number) {
    return new ClusterPort.Numbered(PortRange.single(Protocol.TCP, number));
  }
}
