package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Peer;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What does not open, said to whoever asked: exit code 1, a stable code and a sentence. Policies
/// are read as by kube-network-policies: by no other plugin could a grant open more than it names.
class RefusedIT extends OperatorAtWork {
  RefusedIT(TestCluster cluster, @TempDir Path folder) {
    super(cluster, folder, "--profile", "kube-network-policies");
  }

  /// Asks, and asserts that the answer is no, with this code and these words, and nothing was done.
  private void assertRefused(Shop shop, String rule, Code code, String sentence, String... more) {
    Person.Said said = shop.asks(rule, "20s", "--wait", "table", more);

    assertLeftShut(shop, said, code);
    assertThat(said.out()).contains("Refused (" + code.text() + "): " + sentence);
  }

  @Test
  void whereNoPolicyIsolatesTheTarget() {
    Shop shop = site.shop();
    shop.kubectl("delete", "networkpolicy", "--all");
    shop.kubectl("run", "db-0", "--image=never-pulled", "--labels=app=db");

    assertRefused(
        shop,
        "db-shell",
        Code.WOULD_CUT,
        "Opening AccessRule %s/db-shell would cut ".formatted(shop.namespace()));
    assertThat(site.onlyGrantIn(shop).status().message())
        .contains("No standing policy isolates pod " + shop.namespace() + "/db");
  }

  @Test
  void whereThePolicyOfAnotherGrantAloneIsolatesTheTarget() {
    Shop shop = site.shop();
    Asked first = shop.open("db-shell", "30m");
    shop.kubectl("delete", "networkpolicy", "default-deny", "db");

    first.awaitEnd(Phase.REVOKED, Code.WOULD_CUT);
    Person.Said second = shop.asks("db-shell", "20s", "--wait", "table");
    assertThat(second.exitCode()).isEqualTo(Exit.NO);
    assertThat(second.out()).contains("NL-WOULD-CUT").contains("would cut");
  }

  @Test
  void whereTheSourceDoesNotConsent() {
    Shop shop = site.shop();
    shop.patch(
        "accesssource",
        "tools",
        """
        {"spec": {"usableFrom": {"namespaces": ["web", "warehouse"]}}}\
        """,
        "--namespace=" + shop.tools());

    assertRefused(
        shop,
        "db-shell",
        Code.SOURCE_NOT_USABLE,
        "AccessSource %s/tools does not let rules of namespace %s use it; its usableFrom lists"
            .formatted(shop.tools(), shop.namespace()));
  }

  @Test
  void whereTheSourceIsNotThere() {
    Shop shop = site.shop();
    shop.kubectl("delete", "accesssource", "tools", "--namespace=" + shop.tools());

    assertRefused(
        shop,
        "db-shell",
        Code.SOURCE_MISSING,
        "AccessRule %s/db-shell names AccessSource %s/tools, which is not there."
            .formatted(shop.namespace(), shop.tools()));
  }

  @Test
  void whereMoreTimeIsAskedForThanTheRuleGives() {
    Shop shop = site.shop();
    shop.patch("accessrule", "db-shell", "{\"spec\": {\"maxDuration\": \"15s\"}}");

    assertRefused(
        shop,
        "db-shell",
        Code.DURATION_TOO_LONG,
        "AccessRule %s/db-shell gives at most 15s, and 20s were asked for."
            .formatted(shop.namespace()));
  }

  @Test
  void whereTheRuleIsNotThere() {
    Shop shop = site.shop();

    Person.Said said = shop.asks("no-such-rule", "20s", "--wait", "table");

    assertThat(said.exitCode()).isEqualTo(Exit.NO);
    assertThat(said.err())
        .contains("There is no AccessRule " + shop.namespace() + "/no-such-rule (NL-RULE-MISSING)");
  }

  @Test
  void whereTheRuleHasGoneBetweenTheQuestionAndTheAnswer() {
    Shop shop = site.shop();

    byHand(shop, "no-such-rule", "").awaitEnd(Phase.REFUSED, Code.RULE_MISSING);
  }

  /// Asks past the command, which would have known better.
  ///
  /// @param more a line of the request
  private Asked byHand(Shop shop, String rule, String more) {
    String name =
        site.create(
            """
            apiVersion: nightlatch.dev/v1alpha1
            kind: AccessGrant
            metadata: {generateName: by-hand-}
            spec:
              request:
                rule: {namespace: %s, name: %s}
                incident: {id: INC-4711}
                reason: orders are stuck
                duration: 20s
                requestedBy: alice@example.com
                groups: [oncall, 'system:authenticated']
                %s
            """
                .formatted(shop.namespace(), rule, more));
    Asked grant = site.onlyGrantIn(shop);
    assertThat(grant.name()).isEqualTo(name);
    return grant;
  }

  private void assertRefusedByHand(Shop shop, String more, Code code, String sentence) {
    Asked grant = byHand(shop, "db-shell", more);

    Person.Said said = site.alice().types("get", grant.name(), "-w");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.DONE);
    assertLeftShut(grant, code);
    assertThat(site.alice().types("get", grant.name()).out())
        .contains("Refused (" + code.text() + "): " + sentence);
  }

  @Test
  void whereItIsToStartInMoreThanAWeek() {
    assertRefusedByHand(
        site.shop(),
        "startsAt: '2099-12-31T23:59:59Z'",
        Code.STARTS_TOO_LATE,
        "A grant starts at most 7 days after it was asked for, and 2099-12-31T23:59:59Z is later.");
  }

  @Test
  void whereASourceIsWantedThatTheRuleDoesNotName() {
    Shop shop = site.shop();
    assertRefusedByHand(
        shop,
        "sources: [{namespace: %s, name: workstations}]".formatted(shop.tools()),
        Code.SOURCE_OUTSIDE,
        "AccessRule %s/db-shell does not name AccessSource %s/workstations."
            .formatted(shop.namespace(), shop.tools()));
  }

  @Test
  void whereTheRuleWantsOnesOwnAddressAndNoneIsNamed() {
    Shop shop = site.shop();

    assertRefused(
        shop,
        "db-from-laptop",
        Code.ADDRESS_NEEDED,
        "AccessRule %s/db-from-laptop opens only for your own address: name it with --from."
            .formatted(shop.namespace()));
  }

  @Test
  void whereTheAddressIsOutsideTheSourcesBlocks() {
    Shop shop = site.shop();

    assertRefused(
        shop,
        "db-from-laptop",
        Code.ADDRESS_OUTSIDE,
        "Address 10.20.1.17 is in no block of the sources of AccessRule %s/db-from-laptop."
            .formatted(shop.namespace()),
        "--from=10.20.1.17");
  }

  @Test
  void whereTheAddressIsAServices() {
    Shop shop = site.shop();
    service(shop, "10.20.0.33");

    assertRefused(
        shop,
        "db-from-laptop",
        Code.BLOCK_IN_CLUSTER,
        "AccessRule %s/db-from-laptop would open for block 10.20.0.33/32, in which there is"
                .formatted(shop.namespace())
            + " 10.20.0.33 of Service %s/gate: a block is for addresses outside the cluster."
                .formatted(shop.namespace()),
        "--from=10.20.0.33");
  }

  @Test
  void whatIsOpenClosesWhenAServiceGetsItsAddress() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-from-laptop", "30m", "--from=10.20.0.34");

    service(shop, "10.20.0.34");

    grant.awaitEnd(Phase.REVOKED, Code.BLOCK_IN_CLUSTER);
  }

  private void service(Shop shop, String address) {
    site.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: gate, namespace: %s}
        spec: {externalIPs: [%s], ports: [{port: 443}]}
        """
            .formatted(shop.namespace(), address));
  }

  @Test
  void anAddressInsideOpensForItAlone() {
    Asked grant = site.shop().open("db-from-laptop", "30m", "--from=10.20.0.17");

    assertThat(
            site.sight().policy(grant.policy()).orElseThrow().policy().ingress().stream()
                .flatMap(rule -> rule.peers().stream()))
        .containsExactly(Peer.IpBlock.whole(Cidr.parse("10.20.0.17/32").orElseThrow()));
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
  }

  @Test
  void whereAnAddressIsToBePinnedInASourceOfPods() {
    Shop shop = site.shop();
    shop.patch(
        "accessrule",
        "db-shell",
        "{\"spec\": {\"sources\": [{\"namespace\": \"%s\", \"name\": \"tools\", \"pinAddress\": true}]}}"
            .formatted(shop.tools()));

    assertRefused(
        shop,
        "db-shell",
        Code.PIN_NEEDS_BLOCKS,
        "AccessRule %s/db-shell wants an address pinned in AccessSource %s/tools, which consists of"
                .formatted(shop.namespace(), shop.tools())
            + " pods.",
        "--from=10.20.0.17");
  }

  @Test
  void whereNobodyKeepsTheIncident() {
    assertRefused(
        site.shop(),
        "db-shell",
        Code.PROVIDER_MISSING,
        "There is no IncidentProvider no-such-pager.",
        "--provider=no-such-pager");
  }

  @Test
  void whereTheIncidentIsNoneThatTheRuleIsFor() {
    Shop shop = site.shop();
    shop.patch(
        "accessrule", "db-shell", "{\"spec\": {\"incidents\": {\"providers\": [\"pager\"]}}}");

    assertRefused(
        shop,
        "db-shell",
        Code.INCIDENT_UNFIT,
        "Incident INC-4711 is none for AccessRule %s/db-shell: found provider manual; wanted one of"
                .formatted(shop.namespace())
            + " pager.",
        "--provider=manual");
  }

  @Test
  void whereWhatSomebodyElseHasOpenIsToBeExtended() {
    Shop shop = site.shop();
    Asked first = shop.open("db-shell", "30m");

    Person.Said said =
        site.bob().types("extend", first.name(), "--reason=not done yet", "--for=30m", "--wait");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.NO);
    assertThat(said.out())
        .contains(
            "Refused (NL-EXTENDS-NOTHING): Grant %s cannot be extended: it was asked for by alice"
                .formatted(first.name()));
    assertThat(first.status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(site.alice().types("close", first.name(), "--wait").exitCode()).isZero();
    Asked second =
        site.grantsIn(shop).stream()
            .filter(grant -> !grant.equals(first))
            .findFirst()
            .orElseThrow();
    assertLeftShut(second, Code.EXTENDS_NOTHING);
  }

  /// A policy of the Baseline tier keeps the database from speaking with anybody as long as no
  /// NetworkPolicy selects it, and the grant's would.
  @Test
  void whereADenialWouldCountNoMoreOnceAPolicySelectsTheTarget() {
    site.serveClusterNetworkPolicies();
    Shop shop = site.shop();
    shop.kubectl("delete", "networkpolicy", "--all");
    site.apply(
        """
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: base-%1$s}
        spec:
          tier: Baseline
          priority: 1
          subject:
            pods:
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
              podSelector: {matchLabels: {app: db}}
          ingress:
          - action: Deny
            from: [{ofAKindThatIsNewer: {}}]
          egress:
          - action: Deny
            to: [{namespaces: {}}]
        """
            .formatted(shop.namespace()));

    assertRefused(
        shop,
        "db-shell",
        Code.OPENS_MORE,
        "Opening AccessRule %1$s/db-shell would open more than it names: %1$s/Deployment/db -> "
            .formatted(shop.namespace()));
  }

  @Test
  void whereABoundaryForbidsTheNamespaceOfTheRulesNameServers() {
    Shop shop = site.shop();
    String names = "names-" + shop.namespace();
    forbid(shop, names);
    shop.patch(
        "accessrule",
        "db-shell",
        "{\"spec\": {\"dns\": {\"namespace\": \"%s\", \"podSelector\": {\"matchLabels\": {\"k8s-app\": \"kube-dns\"}}}}}"
            .formatted(names));

    assertRefused(
        shop,
        "db-shell",
        Code.BOUNDARY_CROSSED,
        "AccessBoundary of-%1$s does not allow this of AccessRule %1$s/db-shell: found name servers"
                .formatted(shop.namespace())
            + " in namespace %s; wanted name servers in another namespace.".formatted(names));
  }

  @Test
  void whatIsOpenClosesWhenABoundaryIsMadeStricter() {
    Shop shop = site.shop();
    forbid(shop, "nowhere-" + shop.namespace());
    Asked grant = shop.open("db-shell", "30m");

    forbid(shop, shop.namespace());

    grant.awaitEnd(Phase.REVOKED, Code.BOUNDARY_CROSSED);
    assertThat(grant.status().message())
        .isEqualTo(
            ("AccessBoundary of-%1$s does not allow this of AccessRule %1$s/db-shell: found a target"
                    + " in namespace %1$s; wanted a target in another namespace.")
                .formatted(shop.namespace()));
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  /// A boundary that holds in the whole cluster, and is about this namespace alone.
  private void forbid(Shop shop, String namespace) {
    site.apply(
        """
        apiVersion: nightlatch.dev/v1alpha1
        kind: AccessBoundary
        metadata: {name: of-%s}
        spec: {forbiddenNamespaces: [%s]}
        """
            .formatted(shop.namespace(), namespace));
  }

  @Test
  void whereAQuotaHasNoRoomForTheLatchUntilNobodyKnowsAnyMore() {
    Shop shop = site.shop();
    shop.leaveNoRoomForJobs();

    Person.Said said = shop.asks("db-shell", "20s", "--wait", "table", "--timeout=2m");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.NO);
    assertThat(said.out())
        .contains("(NL-OPENING-STALE): Its opening was begun and then interrupted for");
    Asked grant = site.onlyGrantIn(shop);
    grant.awaitEnd(Phase.TIMED_OUT, Code.OPENING_STALE);
    assertThat(site.trail().phases(grant, Phase.TIMED_OUT))
        .containsExactly(Phase.APPROVED, Phase.CLOSING, Phase.TIMED_OUT);
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
    assertThat(site.trail().latchesMade(grant.latch())).isZero();
  }

  @Test
  void whereSomebodyMustApproveItWaitsAndOpensNothing() {
    Shop shop = site.shop();
    shop.kubectl(
        "patch",
        "accessrule",
        "db-shell",
        "--type=json",
        "--patch=[{\"op\": \"remove\", \"path\": \"/spec/approval\"}]");

    Asked first = shop.ask("db-shell", "20s");
    site.await(
        Site.SOON,
        () -> "nobody has looked at it",
        () -> first.status().message().equals("Waits for 1 approval."));

    Person.Said said = shop.asks("db-shell", "20s", "--wait", "json", "--timeout=3s");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.WAITING);
    Asked second = site.asked(said);
    for (Asked grant : List.of(first, second)) {
      assertThat(grant.status().phase()).isEqualTo(Phase.PENDING);
      assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
      grant.awaitEnd(Phase.WITHDRAWN, Code.CLOSED_BY_REQUESTER);
      assertThat(site.trail().latchesMade(grant.latch())).isZero();
    }
  }
}
