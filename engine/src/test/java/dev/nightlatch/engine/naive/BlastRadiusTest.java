package dev.nightlatch.engine.naive;

import static dev.nightlatch.engine.naive.Scene.ALL;
import static dev.nightlatch.engine.naive.Scene.app;
import static dev.nightlatch.engine.naive.Scene.egress;
import static dev.nightlatch.engine.naive.Scene.ingress;
import static dev.nightlatch.engine.naive.Scene.ipBlock;
import static dev.nightlatch.engine.naive.Scene.peers;
import static dev.nightlatch.engine.naive.Scene.pod;
import static dev.nightlatch.engine.naive.Scene.ports;
import static dev.nightlatch.engine.naive.Scene.tcp;
import static dev.nightlatch.engine.naive.Scene.team;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.eval.BlastRadius;
import dev.nightlatch.engine.eval.Differences;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.explain.Radius;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is within reach once the pods `db` of namespace `shop` are opened to `psql` of `tools`, on
/// TCP port 5432; everything else is shut unless a situation opens it.
final class BlastRadiusTest {
  private static final int MOST = 20;
  private static final Peer PSQL = across("tools", "psql");
  private static final Peer DB = across("shop", "db");

  private static Peer across(String namespace, String app) {
    return new Peer.AcrossNamespaces(team(namespace), app(app));
  }

  private static Scene scene() {
    return new Scene(
            pod("tools", "psql", "10.0.0.1"),
            pod("shop", "db", "10.0.0.2"),
            pod("shop", "web", "10.0.0.3"),
            pod("billing", "ledger", "10.0.0.4"),
            pod("billing", "mail", "10.0.0.5"))
        .namespaces("tools", "shop", "billing")
        .with(ingress("shop", ALL), ingress("billing", ALL), ingress("tools", ALL))
        .with(egress("tools", ALL, peers(DB)))
        .with(egress("shop", ALL), egress("billing", ALL));
  }

  /// A policy beside those that shut everything.
  private static NetworkPolicy named(String name, NetworkPolicy policy) {
    return new NetworkPolicy(
        policy.namespace(),
        name,
        policy.podSelector(),
        policy.policyTypes(),
        policy.ingress(),
        policy.egress());
  }

  private static PolicyRule on(int port, Peer... peers) {
    return new PolicyRule(List.of(peers), ports(tcp(port, port)).ports());
  }

  /// That one may speak to the other on this port, from both sides.
  private static NetworkPolicy[] path(
      String fromNamespace, String from, String toNamespace, String to, int port) {
    String name = from + "-to-" + to;
    return new NetworkPolicy[] {
      named(name + "-out", egress(fromNamespace, app(from), on(port, across(toNamespace, to)))),
      named(name + "-in", ingress(toNamespace, app(to), on(port, across(fromNamespace, from))))
    };
  }

  private static Radius radius(Scene scene, Peer... peers) {
    return radius(scene.snapshot(), peers);
  }

  private static Radius radius(Snapshot before, Peer... peers) {
    List<NetworkPolicy> policies = new ArrayList<>(before.networkPolicies());
    policies.add(named("grant", ingress("shop", app("db"), on(5432, peers))));
    Snapshot after = before.withPolicies(policies, before.clusterPolicies());
    return BlastRadius.of(
        after,
        CniProfile.DEFAULT,
        Differences.between(before, after, CniProfile.DEFAULT).opening(),
        MOST);
  }

  private static List<String> lines(Radius radius) {
    return radius.lines().stream()
        .map(
            line ->
                (line.isKnown() ? "" : "perhaps ")
                    + text(line.from())
                    + " -> "
                    + text(line.to())
                    + " on "
                    + line.ports())
        .toList();
  }

  private static String text(Party party) {
    return switch (party) {
      case Party.Pods(var workload) -> workload.toString();
      case Party.Outside(var addresses) ->
          addresses.ranges().stream()
              .map(range -> range.first() + "-" + range.last())
              .collect(Collectors.joining(", "));
    };
  }

  @Test
  void podsThatReachNobodyAreTheWholeRadius() {
    Radius radius = radius(scene(), PSQL);
    assertThat(radius.opened()).isEqualTo(new Radius.Reach(1, 1, 1, 1, 0));
    assertThat(radius.beyond()).isEqualTo(new Radius.Reach(0, 0, 0, 0, 0));
    assertThat(radius.outside()).isEqualTo(Answer.DENIED);
    assertThat(radius.lines()).isEmpty();
  }

  @Test
  void whomTheOpenedPodsReachIsTheSecondStep() {
    Radius radius =
        radius(
            scene()
                .with(path("shop", "db", "billing", "ledger", 8443))
                .with(path("shop", "db", "shop", "web", 80)),
            PSQL);
    assertThat(radius.beyond()).isEqualTo(new Radius.Reach(2, 2, 2, 2, 0));
    assertThat(lines(radius))
        .containsExactly(
            "shop/Pod/db -> billing/Pod/ledger on 8443/TCP",
            "shop/Pod/db -> shop/Pod/web on 80/TCP");
  }

  @Test
  void aThirdStepIsNotCounted() {
    Radius radius =
        radius(
            scene()
                .with(path("shop", "db", "billing", "ledger", 8443))
                .with(path("billing", "ledger", "billing", "mail", 25)),
            PSQL);
    assertThat(radius.beyond().pods()).isEqualTo(1);
    assertThat(lines(radius)).containsExactly("shop/Pod/db -> billing/Pod/ledger on 8443/TCP");
  }

  @Test
  void whatTheSourceReachesByItselfIsNoGain() {
    Radius radius =
        radius(
            scene()
                .with(path("shop", "db", "billing", "ledger", 8443))
                .with(path("tools", "psql", "billing", "ledger", 8443)),
            PSQL);
    assertThat(radius.beyond()).isEqualTo(new Radius.Reach(0, 0, 0, 0, 0));
    assertThat(radius.lines()).isEmpty();
  }

  @Test
  void whatTheSourceReachesOnOtherPortsIsAGainOnThese() {
    Radius radius =
        radius(
            scene()
                .with(path("shop", "db", "billing", "ledger", 8443))
                .with(path("tools", "psql", "billing", "ledger", 443)),
            PSQL);
    assertThat(lines(radius)).containsExactly("shop/Pod/db -> billing/Pod/ledger on 8443/TCP");
  }

  @Test
  void theWayBackToTheSourceLeadsNowhere() {
    Radius radius = radius(scene().with(path("shop", "db", "tools", "psql", 22)), PSQL);
    assertThat(radius.lines()).isEmpty();
  }

  @Test
  void whoIsOpenedToTwoMayBringOneOfThemToTheOther() {
    Scene scene =
        scene()
            .with(path("shop", "db", "shop", "web", 80))
            .with(named("web-out", egress("shop", app("web"), peers(DB))));
    Radius radius = radius(scene, PSQL, across("shop", "web"));
    assertThat(lines(radius)).containsExactly("shop/Pod/db -> shop/Pod/web on 80/TCP");
  }

  @Test
  void addressesOutsideThatOnlyTheOpenedPodsReachAreSaid() {
    Radius radius =
        radius(
            scene()
                .with(
                    named("db-out", egress("shop", app("db"), on(443, ipBlock("203.0.113.0/24"))))),
            PSQL);
    assertThat(radius.outside()).isEqualTo(Answer.ALLOWED);
    assertThat(radius.beyond()).isEqualTo(new Radius.Reach(0, 0, 0, 1, 0));
    assertThat(lines(radius))
        .containsExactly("shop/Pod/db -> 203.0.113.0-203.0.113.255 on 443/TCP");
  }

  @Test
  void addressesOutsideThatTheSourceReachesTooAreNoGain() {
    Radius radius =
        radius(
            scene()
                .with(
                    named("db-out", egress("shop", app("db"), on(443, ipBlock("203.0.113.0/24")))))
                .with(
                    named(
                        "psql-out", egress("tools", app("psql"), peers(ipBlock("203.0.0.0/16"))))),
            PSQL);
    assertThat(radius.outside()).isEqualTo(Answer.DENIED);
    assertThat(radius.lines()).isEmpty();
  }

  @Test
  void aSourceOfAddressesReachesThroughThePodsWhomNotAllOfItReach() {
    Scene scene =
        scene()
            .with(path("shop", "db", "billing", "ledger", 8443))
            .with(path("shop", "db", "billing", "mail", 25))
            .with(named("a", ingress("billing", app("mail"), peers(ipBlock("203.0.113.0/24")))))
            .with(named("b", ingress("billing", app("ledger"), peers(ipBlock("203.0.113.0/25")))));
    Radius radius = radius(scene, ipBlock("203.0.113.0/24"));
    assertThat(radius.opened()).isEqualTo(new Radius.Reach(1, 1, 1, 1, 0));
    assertThat(lines(radius)).containsExactly("shop/Pod/db -> billing/Pod/ledger on 8443/TCP");
  }

  @Test
  void aSourceOfAddressesIsNotReachedThroughThePods() {
    Scene scene =
        scene().with(named("db-out", egress("shop", app("db"), peers(ipBlock("203.0.113.0/24")))));
    assertThat(radius(scene, ipBlock("203.0.113.0/24")).outside()).isEqualTo(Answer.DENIED);
    assertThat(radius(scene, ipBlock("203.0.113.0/25")).outside()).isEqualTo(Answer.ALLOWED);
  }

  @Test
  void whatIsNotKnownIsCountedApart() {
    Scene scene =
        scene()
            .with(named("db-out", egress("shop", app("db"), on(80, across("shop", "web")))))
            .with(new Gap.UnreadablePolicy("shop", "torn", app("web"), Set.of(Direction.INGRESS)));
    Radius radius = radius(scene, PSQL);
    assertThat(radius.opened()).isEqualTo(new Radius.Reach(1, 1, 1, 1, 0));
    assertThat(radius.beyond()).isEqualTo(new Radius.Reach(0, 0, 0, 0, 1));
    assertThat(lines(radius)).containsExactly("perhaps shop/Pod/db -> shop/Pod/web on 80/TCP");
  }

  @Test
  void whatIsPerhapsOpenedLeadsPerhapsOnward() {
    Snapshot before =
        scene()
            .with(path("shop", "db", "shop", "web", 80))
            .with(new Gap.UnreadablePolicy("shop", "torn", app("db"), Set.of(Direction.INGRESS)))
            .snapshot();
    Radius radius = radius(before, PSQL);
    assertThat(radius.opened()).isEqualTo(new Radius.Reach(0, 0, 0, 0, 1));
    assertThat(radius.beyond()).isEqualTo(new Radius.Reach(0, 0, 0, 0, 1));
    assertThat(lines(radius)).containsExactly("perhaps shop/Pod/db -> shop/Pod/web on 80/TCP");
  }

  @Test
  void everyNamespaceIsToldOfBeforeOneIsToldOfTwice() {
    Snapshot before =
        scene()
            .with(path("shop", "db", "billing", "ledger", 8443))
            .with(path("shop", "db", "billing", "mail", 25))
            .with(path("shop", "db", "shop", "web", 80))
            .with(named("out", egress("shop", app("db"), on(443, ipBlock("203.0.113.0/24")))))
            .snapshot();
    List<NetworkPolicy> policies = new ArrayList<>(before.networkPolicies());
    policies.add(named("grant", ingress("shop", app("db"), on(5432, PSQL))));
    Snapshot after = before.withPolicies(policies, List.of());
    Radius radius =
        BlastRadius.of(
            after,
            CniProfile.DEFAULT,
            Differences.between(before, after, CniProfile.DEFAULT).opening(),
            3);
    assertThat(radius.beyond()).isEqualTo(new Radius.Reach(3, 3, 2, 4, 0));
    assertThat(lines(radius))
        .containsExactly(
            "shop/Pod/db -> billing/Pod/ledger on 8443/TCP",
            "shop/Pod/db -> shop/Pod/web on 80/TCP",
            "shop/Pod/db -> 203.0.113.0-203.0.113.255 on 443/TCP");
  }

  @Test
  void nothingOpenedIsNoRadius() {
    assertThat(BlastRadius.of(scene().snapshot(), CniProfile.DEFAULT, List.of(), MOST))
        .isEqualTo(Radius.NONE);
  }
}
