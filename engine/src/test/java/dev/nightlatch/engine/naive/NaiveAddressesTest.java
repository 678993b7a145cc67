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
import static dev.nightlatch.engine.naive.Scene.egress;
import static dev.nightlatch.engine.naive.Scene.hostPod;
import static dev.nightlatch.engine.naive.Scene.ingress;
import static dev.nightlatch.engine.naive.Scene.ipBlock;
import static dev.nightlatch.engine.naive.Scene.networks;
import static dev.nightlatch.engine.naive.Scene.peers;
import static dev.nightlatch.engine.naive.Scene.pod;
import static dev.nightlatch.engine.naive.Scene.ports;
import static dev.nightlatch.engine.naive.Scene.rule;
import static dev.nightlatch.engine.naive.Scene.the;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.set.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Ends, their addresses and their nodes: each situation quotes the point of decision 0008 that it
/// holds to.
class NaiveAddressesTest {
  private static final Pod WEB = pod("shop", "web", "10.0.0.1");
  private static final Pod DB = pod("shop", "db", "10.0.0.2");
  private static final Pod UNKNOWN = pod("shop", "unknown");
  private static final Pod AGENT = hostPod("shop", "agent", "n1", "10.0.0.8");

  /// Point 1: "Finished pods are no ends and are not seen."
  @Test
  void aFinishedPodIsNoEnd() {
    Pod over = new Pod("shop", "over", Map.of(), false, true);
    assertThatThrownBy(() -> new Scene(over, DB).ask(the(over), the(DB)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scene(over, DB).ask(the(DB), new End.Replica(over)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Point 3: "no policy is about it, so its own side allows everything; no pod selector of a peer
  /// matches it; it has no named ports. The other side sees an address of its node."
  @Test
  void aPodOnTheHostNetworkIsItsNode() {
    Pod agent = AGENT.withPorts(List.of(new ContainerPort("http", Protocol.TCP, 80)));
    assertThat(new Scene(WEB, agent).with(ingress("shop", ALL)).ask(the(WEB), the(agent)))
        .isEqualTo(ALLOWED);
    Peer pods = new Peer.OwnNamespace(ALL);
    assertThat(
            new Scene(WEB, agent).with(ingress("shop", ALL, peers(pods))).ask(the(agent), the(WEB)))
        .isEqualTo(DENIED);
    assertThat(
            new Scene(WEB, agent)
                .with(egress("shop", ALL, ports(new PolicyPort.Named(Protocol.TCP, "http"))))
                .ask(the(WEB), the(agent)))
        .isEqualTo(DENIED);
    assertThat(
            new Scene(WEB, agent)
                .with(ingress("shop", ALL, peers(ipBlock("10.0.0.8/32"))))
                .ask(the(agent), the(WEB), Reading.IP_BLOCKS_NEVER_MATCH_PODS))
        .isEqualTo(ALLOWED);
  }

  /// Point 4: "NetworkPolicies are about it, and their pod peers and named ports see it, as any
  /// pod. Cluster-wide policies still leave it out."
  @Test
  void withS4NetworkPoliciesSeeItAndClusterWidePoliciesDoNot() {
    Pod agent = AGENT.withPorts(List.of(new ContainerPort("http", Protocol.TCP, 80)));
    Reading selectable = Reading.HOST_NETWORK_SELECTABLE;
    assertThat(
            new Scene(WEB, agent).with(ingress("shop", ALL)).ask(the(WEB), the(agent), selectable))
        .isEqualTo(DENIED);
    assertThat(new Scene(WEB, agent).with(ingress("shop", ALL)).dependsOn(the(WEB), the(agent)))
        .containsExactly(Switch.S4);
    assertThat(
            new Scene(WEB, agent)
                .with(
                    ingress("shop", app("web"), peers(new Peer.OwnNamespace(app("agent")))),
                    egress("shop", app("web"), ports(new PolicyPort.Named(Protocol.TCP, "http"))))
                .ask(the(WEB), the(agent), selectable))
        .isEqualTo(ALLOWED);
    assertThat(
            new Scene(WEB, agent)
                .with(adminIngress(all(Action.DENY)))
                .ask(the(WEB), the(agent), selectable))
        .isEqualTo(ALLOWED);
  }

  /// Point 7: "A connection with several possible pairs of addresses is allowed if it is allowed
  /// for one pair of the same family."
  @Test
  void onePairOfAFamilyIsEnough() {
    Pod dual = pod("shop", "dual", "10.0.0.3", "2001:db8::3");
    Pod both = pod("shop", "both", "10.0.0.4", "2001:db8::4");
    Scene onlyV6 = new Scene(dual, both).with(ingress("shop", ALL, peers(ipBlock("::/0"))));
    assertThat(onlyV6.ask(the(dual), the(both))).isEqualTo(ALLOWED);
    assertThat(onlyV6.ask(the(dual), the(DB))).isEqualTo(DENIED);
    assertThat(onlyV6.ask(the(WEB), the(both))).isEqualTo(DENIED);
  }

  /// Point 7: "where no pair is of the same family, if it is allowed for one pair".
  @Test
  void endsOfDifferentFamiliesAreJudgedAllTheSame() {
    Pod v6 = pod("shop", "v6", "2001:db8::3");
    assertThat(new Scene(v6, DB).ask(the(v6), the(DB))).isEqualTo(ALLOWED);
    assertThat(
            new Scene(v6, DB)
                .with(ingress("shop", ALL, peers(ipBlock("2001:db8::/126"))))
                .ask(the(v6), the(DB)))
        .isEqualTo(ALLOWED);
    assertThat(
            new Scene(v6, DB)
                .with(ingress("shop", ALL, peers(ipBlock("0.0.0.0/0"))))
                .ask(the(v6), the(DB)))
        .isEqualTo(DENIED);
  }

  /// Point 6: "for a pod on the host network, those of the `Node` object that `spec.nodeName` names
  /// and `status.hostIPs`, all of them".
  @Test
  void aPodOnTheHostNetworkIsSeenUnderEveryAddressOfItsNode() {
    Scene scene =
        new Scene(WEB, AGENT)
            .with(node("n1", "10.0.0.9"))
            .with(egress("shop", ALL, peers(ipBlock("10.0.0.9/32"))));
    assertThat(scene.ask(the(WEB), the(AGENT))).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB), at("10.0.0.8"))).isEqualTo(DENIED);
  }

  /// Point 8: "An end whose addresses are not known has exactly one, of a family of the other end,
  /// and it may be any … If the verdict is not the same for all of them, it is undetermined."
  @Test
  void anUnknownAddressMayBeAny() {
    Scene some = scene(ipBlock("10.0.0.0/30"));
    assertThat(some.ask(the(UNKNOWN), the(DB))).isEqualTo(UNDETERMINED);
    assertThat(some.ask(the(UNKNOWN), the(DB), Reading.IP_BLOCKS_NEVER_MATCH_PODS))
        .isEqualTo(DENIED);
    assertThat(scene(ipBlock("0.0.0.0/0")).ask(the(UNKNOWN), the(DB))).isEqualTo(ALLOWED);
    assertThat(scene(ipBlock("::/0")).ask(the(UNKNOWN), the(DB))).isEqualTo(DENIED);
    assertThat(scene(ipBlock("0.0.0.0/0", "255.255.255.255/32")).ask(the(UNKNOWN), the(DB)))
        .isEqualTo(UNDETERMINED);
    assertThat(scene(ipBlock("0.0.0.0/1"), ipBlock("128.0.0.0/1")).ask(the(UNKNOWN), the(DB)))
        .isEqualTo(ALLOWED);
    assertThat(scene(new Peer.OwnNamespace(app("unknown"))).ask(the(UNKNOWN), the(DB)))
        .isEqualTo(ALLOWED);
  }

  private static Scene scene(Peer... peers) {
    return new Scene(UNKNOWN, DB).with(ingress("shop", app("db"), peers(peers)));
  }

  /// Point 8: "Where neither end's is known, both have one of the same family … Families in play
  /// are IPv4, and IPv6 if an address of a pod's own or a block of a policy in the snapshot is
  /// IPv6."
  @Test
  void whereNeitherAddressIsKnownBothAreOfAFamilyInPlay() {
    Pod other = pod("shop", "other");
    Scene v4 = new Scene(UNKNOWN, other).with(egress("shop", ALL, peers(ipBlock("0.0.0.0/0"))));
    assertThat(v4.ask(the(UNKNOWN), the(other))).isEqualTo(ALLOWED);
    assertThat(v4.with(node("n6", "2001:db8::8")).ask(the(UNKNOWN), the(other))).isEqualTo(ALLOWED);
    Scene block =
        new Scene(UNKNOWN, other)
            .with(
                egress("shop", app("unknown"), peers(ipBlock("0.0.0.0/0"))),
                ingress("shop", app("other"), peers(ipBlock("::/0"))));
    assertThat(block.ask(the(UNKNOWN), the(other))).isEqualTo(DENIED);
  }

  /// Point 12: "To a pod, from an address of its own node or from a pod on the host network of the
  /// same node (one node name, or one of the node's addresses): allowed, by no policy of any tier."
  @Test
  void fromItsOwnNodeAPodIsAlwaysReached() {
    Pod db = DB.on("n1", List.of());
    Scene scene =
        new Scene(db, AGENT)
            .with(node("n1", "10.0.0.9"), node("n2", "10.0.0.10"))
            .with(ingress("shop", ALL))
            .with(adminIngress(all(Action.DENY)));
    assertThat(scene.ask(at("10.0.0.9"), the(db))).isEqualTo(ALLOWED);
    assertThat(scene.ask(at("10.0.0.10"), the(db))).isEqualTo(DENIED);
    assertThat(scene.ask(the(AGENT), the(db))).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(hostPod("shop", "far", "n2")), the(db))).isEqualTo(DENIED);
    assertThat(scene.ask(the(hostPod("shop", "nameless", "", "10.0.0.9")), the(db)))
        .isEqualTo(ALLOWED);
    assertThat(scene.ask(the(WEB.on("n1", List.of())), the(db))).isEqualTo(DENIED);
  }

  /// Point 12: "Where it is not known whether the node is the same, it is taken for another."
  @Test
  void aNodeThatIsNotKnownIsAnother() {
    Pod nowhere = hostPod("shop", "nowhere", "");
    assertThat(new Scene(DB, nowhere).with(ingress("shop", ALL)).ask(the(nowhere), the(DB)))
        .isEqualTo(DENIED);
    assertThat(new Scene(DB).with(ingress("shop", ALL)).ask(at("10.0.0.8"), the(DB)))
        .isEqualTo(DENIED);
  }

  /// Point 13: "From a pod to its own node: policed, or allowed if S10 says so."
  @Test
  void toItsOwnNodeAPodIsPoliced() {
    Pod web = WEB.on("n1", List.of(Scene.address("10.0.0.8")));
    Scene scene = new Scene(web, AGENT).with(adminEgress(rule(Action.DENY, networks("0.0.0.0/0"))));
    assertThat(scene.ask(the(web), at("10.0.0.8"))).isEqualTo(DENIED);
    assertThat(scene.ask(the(web), at("10.0.0.8"), Reading.OWN_NODE_OPEN)).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(web), the(AGENT), Reading.OWN_NODE_OPEN)).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(web), at("10.0.0.9"), Reading.OWN_NODE_OPEN)).isEqualTo(DENIED);
    assertThat(scene.dependsOn(the(web), at("10.0.0.8"))).containsExactly(Switch.S10);
  }

  private static Node node(String name, String... addresses) {
    return new Node(
        name,
        Map.of(),
        Arrays.stream(addresses)
            .map(text -> new NodeAddress(NodeAddress.Type.INTERNAL, Scene.address(text)))
            .toList());
  }
}
