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
import static dev.nightlatch.engine.naive.Scene.both;
import static dev.nightlatch.engine.naive.Scene.clusterPolicy;
import static dev.nightlatch.engine.naive.Scene.egress;
import static dev.nightlatch.engine.naive.Scene.hostPod;
import static dev.nightlatch.engine.naive.Scene.ingress;
import static dev.nightlatch.engine.naive.Scene.networks;
import static dev.nightlatch.engine.naive.Scene.peers;
import static dev.nightlatch.engine.naive.Scene.pod;
import static dev.nightlatch.engine.naive.Scene.ports;
import static dev.nightlatch.engine.naive.Scene.rule;
import static dev.nightlatch.engine.naive.Scene.tcp;
import static dev.nightlatch.engine.naive.Scene.team;
import static dev.nightlatch.engine.naive.Scene.the;
import static dev.nightlatch.engine.naive.Scene.unlisted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPeer;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.NodeAddress;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.model.Tier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is not known: each situation quotes the point of decision 0008 that it holds to.
class NaiveDoubtsTest {
  private static final Pod WEB = pod("shop", "web", "10.0.0.1");
  private static final Pod DB = pod("shop", "db", "10.0.0.2");
  private static final Pod BANK = pod("bank", "db", "10.0.0.3");

  /// Point 22: "An unreadable NetworkPolicy selects certainly what its selector selects, and *may*
  /// allow anything. It follows that what another policy allows to an isolated pod stays allowed,
  /// and that the rest of the selected pods' traffic in its directions is undetermined, except
  /// where the Admin tier decides."
  @Test
  void anUnreadableNetworkPolicyLeavesOpenWhatNoOtherAllows() {
    Gap gap = new Gap.UnreadablePolicy("shop", "torn", app("db"), Set.of(Direction.INGRESS));
    assertThat(new Scene(WEB, DB).with(gap).ask(the(WEB), the(DB))).isEqualTo(UNDETERMINED);
    assertThat(new Scene(WEB, DB).with(gap).ask(the(DB), the(WEB))).isEqualTo(ALLOWED);
    Scene other = new Scene(WEB, DB).with(gap).with(ingress("shop", app("db"), ports(tcp(80, 80))));
    assertThat(other.ask(the(WEB), the(DB), 80)).isEqualTo(ALLOWED);
    assertThat(other.ask(the(WEB), the(DB), 443)).isEqualTo(UNDETERMINED);
    assertThat(
            new Scene(WEB, DB)
                .with(gap)
                .with(adminIngress(all(Action.DENY)))
                .ask(the(WEB), the(DB)))
        .isEqualTo(DENIED);
    assertThat(new Scene(WEB, DB).with(gap).with(egress("shop", app("web"))).ask(the(WEB), the(DB)))
        .isEqualTo(DENIED);
  }

  /// Point 24: "NetworkPolicies that could not be listed count as an unreadable one that selects
  /// every pod there, in both directions."
  @Test
  void networkPoliciesThatCouldNotBeListedLeaveTheirNamespaceOpen() {
    Scene everywhere = new Scene(WEB, DB).with(unlisted(Kind.NETWORK_POLICY));
    assertThat(everywhere.ask(the(WEB), the(DB))).isEqualTo(UNDETERMINED);
    Scene bank = new Scene(WEB, DB, BANK).with(new Gap.Unlisted(Kind.NETWORK_POLICY, "bank"));
    assertThat(bank.ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    assertThat(bank.ask(the(WEB), the(BANK))).isEqualTo(UNDETERMINED);
    assertThat(bank.ask(the(BANK), the(DB))).isEqualTo(UNDETERMINED);
  }

  /// Point 23: "An unreadable cluster-wide policy *may* do anything with all the traffic of its
  /// subject, at its priority; where the priority is not known, before every other of its tiers."
  @Test
  void anUnreadableClusterPolicyMayDoAnythingAtItsPriority() {
    ClusterPolicy deny = adminIngress(all(Action.DENY));
    assertThat(unreadable(new Gap.Rank.Known(9), deny)).isEqualTo(UNDETERMINED);
    assertThat(unreadable(new Gap.Rank.Known(11), deny)).isEqualTo(DENIED);
    assertThat(unreadable(new Gap.Rank.Anywhere(), deny)).isEqualTo(UNDETERMINED);
    assertThat(unreadable(new Gap.Rank.Known(10), deny)).isEqualTo(UNDETERMINED);
  }

  private static Answer unreadable(Gap.Rank rank, ClusterPolicy other) {
    Gap gap =
        new Gap.UnreadableClusterPolicy(
            new PolicyRef(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "", "torn"),
            Set.of(Tier.ADMIN),
            rank,
            new PodScope(ALL, app("db")),
            Set.of(Direction.INGRESS));
    Scene scene = new Scene(WEB, DB).with(gap).with(other);
    assertThat(scene.ask(the(DB), the(WEB))).isEqualTo(DENIED);
    return scene.ask(the(WEB), the(DB));
  }

  /// Point 24: "AdminNetworkPolicies, BaselineAdminNetworkPolicies and ClusterNetworkPolicies count
  /// as an unreadable one of their tiers, at an unknown priority, about every pod."
  @Test
  void clusterPoliciesThatCouldNotBeListedLeaveTheirTiersOpen() {
    ClusterPolicy deny = adminIngress(all(Action.DENY));
    ClusterPolicy baseline = baselineIngress(all(Action.DENY));
    for (Kind kind : List.of(Kind.ADMIN_NETWORK_POLICY, Kind.CLUSTER_NETWORK_POLICY)) {
      assertThat(new Scene(WEB, DB).with(unlisted(kind)).with(deny).ask(the(WEB), the(DB)))
          .isEqualTo(UNDETERMINED);
    }
    Scene below = new Scene(WEB, DB).with(unlisted(Kind.BASELINE_ADMIN_NETWORK_POLICY));
    assertThat(below.ask(the(WEB), the(DB))).isEqualTo(UNDETERMINED);
    assertThat(below.with(baseline).ask(the(WEB), the(DB))).isEqualTo(UNDETERMINED);
    assertThat(below.with(deny).ask(the(WEB), the(DB))).isEqualTo(DENIED);
  }

  /// Point 25: "only the label with its name is known: a requirement on another key *may* be met. A
  /// subject or a peer that depends on it *may* match."
  @Test
  void ofANamespaceThatCannotBeReadOnlyTheNameIsKnown() {
    Scene scene =
        new Scene(BANK, DB)
            .namespaces("shop")
            .with(ingress("shop", ALL, peers(new Peer.AcrossNamespaces(team("bank"), ALL))));
    assertThat(scene.ask(the(BANK), the(DB))).isEqualTo(DENIED);
    assertThat(scene.with(new Gap.UnreadableNamespace("bank")).ask(the(BANK), the(DB)))
        .isEqualTo(UNDETERMINED);
    Scene all =
        new Scene(BANK, DB)
            .namespaces("shop")
            .with(unlisted(Kind.NAMESPACE))
            .with(ingress("shop", ALL, peers(new Peer.AcrossNamespaces(ALL, ALL))));
    assertThat(all.ask(the(BANK), the(DB))).isEqualTo(ALLOWED);
    ClusterPolicy subject =
        new ClusterPolicy(
            PolicyRef.Kind.CLUSTER_NETWORK_POLICY,
            "c",
            Tier.ADMIN,
            0,
            new PodScope(team("bank"), ALL),
            List.of(all(Action.DENY)),
            List.of());
    Scene unknown = new Scene(WEB, DB, BANK).namespaces("shop").with(unlisted(Kind.NAMESPACE));
    assertThat(unknown.with(subject).ask(the(WEB), the(BANK))).isEqualTo(UNDETERMINED);
    assertThat(unknown.ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
  }

  /// Point 10: "Where nodes are not all known, and no selected node that is known has it, it *may*
  /// match. They are not all known where they could not be listed or read, where none is given,
  /// where a pod names one that is not given, and where a selected one has no address."
  @Test
  void nodesThatAreNotKnownMayHaveAnyAddress() {
    ClusterPolicy deny = adminEgress(rule(Action.DENY, new ClusterPeer.Nodes(ALL)));
    Node known =
        new Node(
            "n2",
            Map.of(),
            List.of(new NodeAddress(NodeAddress.Type.INTERNAL, Scene.address("10.0.0.9"))));
    Node empty = new Node("n1", Map.of(), List.of());
    Pod elsewhere = hostPod("shop", "agent", "n3");
    assertThat(new Scene(WEB, DB).with(known).with(deny).ask(the(WEB), at("10.0.0.8")))
        .isEqualTo(ALLOWED);
    for (Scene scene :
        List.of(
            new Scene(WEB, DB).with(known).with(unlisted(Kind.NODE)),
            new Scene(WEB, DB).with(known).with(new Gap.UnreadableNode("n1")),
            new Scene(WEB, DB).with(known).with(empty),
            new Scene(WEB, DB, elsewhere).with(known),
            new Scene(WEB, DB))) {
      scene.with(deny);
      assertThat(scene.ask(the(WEB), at("10.0.0.8"))).isEqualTo(UNDETERMINED);
      assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(ALLOWED);
    }
  }

  /// Point 11: "`domainNames` *may* match any address and any pod on the host network, and never
  /// another pod."
  @Test
  void aDomainNameMayBeAnyAddressOutside() {
    Scene scene =
        new Scene(WEB, DB)
            .with(
                adminEgress(
                    rule(Action.ACCEPT, new ClusterPeer.DomainNames(List.of("example.com"))),
                    rule(Action.DENY, networks("0.0.0.0/0"))));
    assertThat(scene.ask(the(WEB), at("192.0.2.1"))).isEqualTo(UNDETERMINED);
    assertThat(scene.ask(the(WEB), the(DB))).isEqualTo(DENIED);
  }

  /// Point 20: "Uncertain: the whole policy may do anything … Strict: the action is Deny, the tier
  /// Admin. Skipped: the rule or the policy is not there."
  @Test
  void anUnknownWordMeansWhatS9Says() {
    Scene action = new Scene(WEB, DB).with(adminIngress(all(Action.ACCEPT), all(Action.UNKNOWN)));
    assertThat(action.ask(the(WEB), the(DB))).isEqualTo(UNDETERMINED);
    assertThat(action.ask(the(WEB), the(DB), Reading.UNKNOWN_WORDS_STRICT)).isEqualTo(ALLOWED);
    assertThat(action.ask(the(WEB), the(DB), Reading.UNKNOWN_WORDS_SKIPPED)).isEqualTo(ALLOWED);
    assertThat(action.dependsOn(the(WEB), the(DB))).containsExactly(Switch.S9);
    ClusterPolicy policy = clusterPolicy(Tier.UNKNOWN, "c", 0, Direction.INGRESS, all(Action.DENY));
    Scene tier = new Scene(WEB, DB).with(policy).with(ingress("shop", ALL, ports()));
    assertThat(tier.ask(the(WEB), the(DB))).isEqualTo(UNDETERMINED);
    assertThat(tier.ask(the(WEB), the(DB), Reading.UNKNOWN_WORDS_STRICT)).isEqualTo(DENIED);
    assertThat(tier.ask(the(WEB), the(DB), Reading.UNKNOWN_WORDS_SKIPPED)).isEqualTo(ALLOWED);
    assertThat(
            new Scene(WEB, DB)
                .with(adminIngress(all(Action.UNKNOWN)))
                .ask(the(WEB), the(DB), Reading.UNKNOWN_WORDS_STRICT))
        .isEqualTo(DENIED);
  }

  /// Point 26: "an unreadable one, too".
  @Test
  void anUnreadableNetworkPolicyEndsTheBaselineWhereS2SaysSo() {
    Scene scene =
        new Scene(WEB, DB)
            .with(new Gap.UnreadablePolicy("shop", "torn", ALL, Set.of(Direction.EGRESS)))
            .with(baselineIngress(all(Action.DENY)));
    assertThat(scene.ask(at("192.0.2.1"), the(DB))).isEqualTo(ALLOWED);
    assertThat(scene.ask(the(BANK), the(DB))).isEqualTo(DENIED);
    assertThat(scene.ask(the(BANK), the(DB), Reading.BASELINE_ONLY_WITHOUT_NETWORK_POLICY))
        .isEqualTo(ALLOWED);
  }

  /// Point 21: "Doubts are independent of each other."
  @Test
  void twoDoubtsMayTurnOutEitherWay() {
    Gap out = new Gap.UnreadablePolicy("shop", "out", app("web"), both());
    Gap in = new Gap.UnreadablePolicy("shop", "in", app("db"), both());
    assertThat(new Scene(WEB, DB).with(out, in).ask(the(WEB), the(DB))).isEqualTo(UNDETERMINED);
    assertThat(new Scene(WEB, DB).with(out, in).ask(the(WEB), the(WEB))).isEqualTo(ALLOWED);
  }
}
