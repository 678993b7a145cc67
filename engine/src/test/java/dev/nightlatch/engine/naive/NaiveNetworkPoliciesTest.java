package dev.nightlatch.engine.naive;

import static dev.nightlatch.engine.explain.Answer.ALLOWED;
import static dev.nightlatch.engine.explain.Answer.DENIED;
import static dev.nightlatch.engine.naive.Scene.ALL;
import static dev.nightlatch.engine.naive.Scene.app;
import static dev.nightlatch.engine.naive.Scene.at;
import static dev.nightlatch.engine.naive.Scene.egress;
import static dev.nightlatch.engine.naive.Scene.ingress;
import static dev.nightlatch.engine.naive.Scene.ipBlock;
import static dev.nightlatch.engine.naive.Scene.peers;
import static dev.nightlatch.engine.naive.Scene.pod;
import static dev.nightlatch.engine.naive.Scene.ports;
import static dev.nightlatch.engine.naive.Scene.tcp;
import static dev.nightlatch.engine.naive.Scene.team;
import static dev.nightlatch.engine.naive.Scene.the;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Requirement;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each situation quotes the sentence of semantics 2.1, or the point of decision 0008, that it
/// holds to.
class NaiveNetworkPoliciesTest {
  private static final Pod WEB = pod("shop", "web", "10.0.0.1");
  private static final Pod DB = pod("shop", "db", "10.0.0.2");
  private static final Pod BANK = pod("bank", "db", "10.0.0.3");
  private static final PolicyRule EVERYTHING = ports();

  /// 2.1.1: "Not isolated ⇒ everything allowed in D."
  @Test
  void withoutAPolicyEverythingIsAllowed() {
    assertThat(new Scene(WEB, DB).ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    assertThat(new Scene(WEB, DB).ask(at("192.0.2.1"), the(DB), Protocol.SCTP, 65_535))
        .isEqualTo(ALLOWED);
  }

  /// 2.1.4: "`ingress` absent, null or `[]` with Ingress in types = deny all ingress.
  /// `ingress: [{}]` = allow all."
  @Test
  void noRuleDeniesAllAndAnEmptyRuleAllowsAll() {
    Scene none = new Scene(WEB, DB).with(ingress("shop", app("db")));
    assertThat(none.ask(the(WEB), the(DB))).isEqualTo(DENIED);
    assertThat(none.ask(the(DB), the(WEB))).isEqualTo(ALLOWED);
    Scene all = new Scene(WEB, DB).with(ingress("shop", app("db"), EVERYTHING));
    assertThat(all.ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    assertThat(all.ask(at("192.0.2.1"), the(DB))).isEqualTo(ALLOWED);
  }

  /// 2.1.1: "(union, no order, no deny)"
  @Test
  void whatOnePolicyAllowsNoOtherDenies() {
    Scene scene =
        new Scene(WEB, DB)
            .with(ingress("shop", ALL), ingress("shop", app("db"), ports(tcp(80, 80))));
    assertThat(scene.ask(the(WEB), the(DB), 80)).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB), the(DB), 81)).isEqualTo(DENIED);
  }

  /// 2.1.2: "Connection src→dst allowed ⇔ egress side of src allows ∧ ingress side of dst allows."
  @Test
  void bothSidesMustAllow() {
    NetworkPolicy out = egress("shop", app("web"), peers(new Peer.OwnNamespace(app("db"))));
    NetworkPolicy in = ingress("shop", app("db"), peers(new Peer.OwnNamespace(app("web"))));
    assertThat(new Scene(WEB, DB).with(out, in).ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    assertThat(new Scene(WEB, DB).with(out, ingress("shop", ALL)).ask(the(WEB), the(DB)))
        .isEqualTo(DENIED);
    assertThat(new Scene(WEB, DB).with(egress("shop", ALL), in).ask(the(WEB), the(DB)))
        .isEqualTo(DENIED);
  }

  /// 2.1.3: "If present it is literal: an `egress:` section with `policyTypes: [Ingress]` is dead
  /// text."
  @Test
  void rulesOfADirectionThatIsNotNamedAreDeadText() {
    NetworkPolicy dead =
        new NetworkPolicy(
            "shop",
            "dead",
            ALL,
            Set.of(Direction.INGRESS),
            List.of(EVERYTHING),
            List.of(peers(new Peer.OwnNamespace(app("nobody")))));
    assertThat(new Scene(WEB, DB).with(dead).ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
  }

  /// 2.1.6: "`podSelector` only → pods matching it **in the policy's own namespace**;
  /// `namespaceSelector` only → all pods of matching namespaces; both in the *same* list item →
  /// AND; in two list items (an extra `-`) → OR."
  @Test
  void aPeerIsOfItsOwnNamespaceUnlessItSelectsNamespaces() {
    assertThat(asks(the(BANK), new Peer.OwnNamespace(ALL))).isEqualTo(DENIED);
    assertThat(asks(the(BANK), new Peer.AcrossNamespaces(ALL, app("db")))).isEqualTo(ALLOWED);
    assertThat(asks(the(BANK), new Peer.AcrossNamespaces(team("bank"), app("web"))))
        .isEqualTo(DENIED);
    assertThat(asks(the(WEB), new Peer.AcrossNamespaces(team("bank"), app("web"))))
        .isEqualTo(DENIED);
    assertThat(
            asks(
                the(WEB),
                new Peer.AcrossNamespaces(team("bank"), ALL),
                new Peer.OwnNamespace(app("web"))))
        .isEqualTo(ALLOWED);
    assertThat(asks(at("192.0.2.1"), new Peer.AcrossNamespaces(ALL, ALL))).isEqualTo(DENIED);
  }

  private static Answer asks(End from, Peer... peers) {
    return new Scene(WEB, DB, BANK)
        .namespaces("shop", "bank")
        .with(ingress("shop", app("db"), peers(peers)))
        .ask(from, the(DB));
  }

  /// 2.1.7: "**`NotIn`: true when the key is missing.**" and "`matchLabels: {k: ""}` needs the key
  /// present with an empty value."
  @Test
  void notInChoosesWhatHasNoSuchKeyAndAnEmptyValueIsAValue() {
    assertThat(asks(the(WEB), chosen(new Requirement.NotIn("tier", List.of("a")))))
        .isEqualTo(ALLOWED);
    assertThat(asks(the(WEB), chosen(new Requirement.NotIn("app", List.of("web")))))
        .isEqualTo(DENIED);
    assertThat(asks(the(WEB), chosen(new Requirement.In("tier", List.of(""))))).isEqualTo(DENIED);
    assertThat(asks(the(WEB), chosen(new Requirement.Exists("app")))).isEqualTo(ALLOWED);
    assertThat(asks(the(WEB), chosen(new Requirement.DoesNotExist("app")))).isEqualTo(DENIED);
    Pod empty = new Pod("shop", "web", Map.of("tier", ""), false, false);
    assertThat(asks(the(empty), chosen(new Requirement.In("tier", List.of("")))))
        .isEqualTo(ALLOWED);
  }

  private static Peer chosen(Requirement requirement) {
    return new Peer.OwnNamespace(new LabelSelector(List.of(requirement)));
  }

  /// 2.1.15: "`kubernetes.io/metadata.name` is set by the API server."
  @Test
  void aNamespaceThatIsNotGivenCarriesItsName() {
    LabelSelector bank = LabelSelector.labels(Map.of(Namespace.NAME_LABEL, "bank"));
    Scene scene =
        new Scene(BANK, DB).with(ingress("shop", ALL, peers(new Peer.AcrossNamespaces(bank, ALL))));
    assertThat(scene.ask(the(BANK), the(DB))).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(DENIED);
  }

  /// 2.1.8: "v4 and v6 never match each other. Overlapping blocks are ORed: an address excluded by
  /// one block's `except` may be allowed by another."
  @Test
  void aBlockMatchesAddressesOfItsFamilyButForItsExceptions() {
    Peer most = ipBlock("192.0.2.0/24", "192.0.2.0/25");
    assertThat(asks(at("192.0.2.127"), most)).isEqualTo(DENIED);
    assertThat(asks(at("192.0.2.128"), most)).isEqualTo(ALLOWED);
    assertThat(asks(at("192.0.3.0"), most)).isEqualTo(DENIED);
    assertThat(asks(at("192.0.2.127"), most, ipBlock("192.0.2.127/32"))).isEqualTo(ALLOWED);
    assertThat(asks(at("::c000:280"), ipBlock("0.0.0.0/0"))).isEqualTo(DENIED);
    assertThat(asks(at("192.0.2.1"), ipBlock("::/0"))).isEqualTo(DENIED);
    assertThat(asks(at("2001:db8::ffff"), ipBlock("2001:db8::/112"))).isEqualTo(ALLOWED);
    assertThat(asks(at("2001:db8::1:0"), ipBlock("2001:db8::/112"))).isEqualTo(DENIED);
  }

  /// Point 9: "An `ipBlock` matches a pod by the pod's address only if S1 says so."
  @Test
  void whetherABlockMatchesAPodIsASwitch() {
    Scene scene =
        new Scene(WEB, DB).with(ingress("shop", app("db"), peers(ipBlock("10.0.0.0/24"))));
    assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB), the(DB), Reading.IP_BLOCKS_NEVER_MATCH_PODS)).isEqualTo(DENIED);
    assertThat(scene.dependsOn(the(WEB), the(DB))).containsExactly(Switch.S1);
  }

  /// 2.1.9: "`port` absent ⇒ all ports *of that protocol*" and 2.1.5: "`ports` absent or empty ⇒
  /// all ports **and all protocols**".
  @Test
  void portsAreOfAProtocol() {
    Scene tcp = new Scene(WEB, DB).with(ingress("shop", ALL, ports(tcp(8000, 8010))));
    assertThat(tcp.ask(the(WEB), the(DB), 7999)).isEqualTo(DENIED);
    assertThat(tcp.ask(the(WEB), the(DB), 8000)).isEqualTo(ALLOWED);
    assertThat(tcp.ask(the(WEB), the(DB), 8010)).isEqualTo(ALLOWED);
    assertThat(tcp.ask(the(WEB), the(DB), 8011)).isEqualTo(DENIED);
    assertThat(tcp.ask(the(WEB), the(DB), Protocol.UDP, 8005)).isEqualTo(DENIED);
    Scene udp =
        new Scene(WEB, DB).with(ingress("shop", ALL, ports(new PolicyPort.All(Protocol.UDP))));
    assertThat(udp.ask(the(WEB), the(DB), Protocol.UDP, 65_535)).isEqualTo(ALLOWED);
    assertThat(udp.ask(the(WEB), the(DB), Protocol.SCTP, 1)).isEqualTo(DENIED);
  }

  /// 2.1.10: "The name must match a `containers[].ports[]` entry with that name **and** that
  /// protocol; different pods can resolve one name to different numbers, or to several."
  @Test
  void aNamedPortIsLookedUpOnTheDestinationInBothDirections() {
    Pod db =
        DB.withPorts(
            List.of(
                new ContainerPort("http", Protocol.TCP, 80),
                new ContainerPort("http", Protocol.TCP, 8080),
                new ContainerPort("http", Protocol.UDP, 53)));
    PolicyRule http = ports(new PolicyPort.Named(Protocol.TCP, "http"));
    for (NetworkPolicy policy :
        List.of(ingress("shop", app("db"), http), egress("shop", app("web"), http))) {
      Scene scene = new Scene(WEB, db).with(policy);
      assertThat(scene.ask(the(WEB), the(db), 80)).isEqualTo(ALLOWED);
      assertThat(scene.ask(the(WEB), the(db), 8080)).isEqualTo(ALLOWED);
      assertThat(scene.ask(the(WEB), the(db), 53)).isEqualTo(DENIED);
      assertThat(scene.ask(the(WEB), the(db), Protocol.UDP, 53)).isEqualTo(DENIED);
    }
    Scene undeclared = new Scene(WEB, DB).with(ingress("shop", app("db"), http));
    assertThat(undeclared.ask(the(WEB), the(DB), 80)).isEqualTo(DENIED);
  }

  /// 2.1.10: "On an `ipBlock` peer ⇒ matches nothing". Point 14: in an ingress rule the name is
  /// looked up on "the pod that the policy is about, whatever the peer".
  @Test
  void throughABlockANameStandsForNothingInEgressAndForThePodsOwnPortInIngress() {
    Pod db = DB.withPorts(List.of(new ContainerPort("http", Protocol.TCP, 80)));
    PolicyRule rule =
        new PolicyRule(
            List.of(ipBlock("0.0.0.0/0")), List.of(new PolicyPort.Named(Protocol.TCP, "http")));
    assertThat(new Scene(WEB, db).with(egress("shop", app("web"), rule)).ask(the(WEB), the(db)))
        .isEqualTo(DENIED);
    assertThat(
            new Scene(WEB, db).with(ingress("shop", app("db"), rule)).ask(at("192.0.2.1"), the(db)))
        .isEqualTo(ALLOWED);
  }

  /// 2.1.11: "a Pod cannot block access to itself". Point 2: "A pod to itself is allowed, by no
  /// policy. A pod to its replica is judged as any two pods."
  @Test
  void aPodReachesItselfAndItsReplicaIsAnotherPod() {
    Scene shut = new Scene(DB).with(ingress("shop", ALL), egress("shop", ALL));
    assertThat(shut.ask(the(DB), the(DB))).isEqualTo(ALLOWED);
    assertThat(shut.ask(the(DB), new End.Replica(DB))).isEqualTo(DENIED);
    assertThat(shut.ask(new End.Replica(DB), the(DB))).isEqualTo(DENIED);
  }
}
