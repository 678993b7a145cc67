package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On the real control plane: what an opening would do is found out before it, and again while it
/// is open and after it, and an opening that would do anything else stays shut.
class ProvenIT extends OperatorAtWork {
  ProvenIT(TestCluster cluster, @TempDir Path folder) {
    super(cluster, folder);
  }

  private static String psqlToDb(Shop shop, String end) {
    return "%s/Deployment/psql -> %s/Deployment/db on 5432/TCP: %s"
        .formatted(shop.tools(), shop.namespace(), end);
  }

  private static String allowing(Shop shop, String name, String from) {
    return """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          podSelector: {matchLabels: {app: db}}
          policyTypes: [Ingress]
          ingress:
          - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}}]
        """
        .formatted(name, shop.namespace(), from);
  }

  static String shutForEgress(Shop shop) {
    return """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: nothing-out, namespace: %s}
        spec: {podSelector: {}, policyTypes: [Egress]}
        """
        .formatted(shop.tools());
  }

  // What is proven.

  @Test
  void beforeWhileOpenAndAfterwards() {
    Shop shop = site.shop();
    Person.Said said = shop.asks("db-shell", "30m", "--wait", "table");
    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    assertThat(said.out())
        .contains("Proof while open (evaluated): 1 connection is open, nothing else was opened")
        .contains(psqlToDb(shop, "allowed"));
    Asked grant = site.onlyGrantIn(shop);

    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();

    assertThat(grant.status().proofs())
        .extracting(Proof::moment, Proof::method, Proof::holds, Proof::connections)
        .containsExactly(
            tuple(
                Proof.Moment.BEFORE,
                Proof.Method.EVALUATED,
                true,
                List.of(psqlToDb(shop, "denied"))),
            tuple(
                Proof.Moment.OPEN,
                Proof.Method.EVALUATED,
                true,
                List.of(psqlToDb(shop, "allowed"))),
            tuple(
                Proof.Moment.CLOSED,
                Proof.Method.EVALUATED,
                true,
                List.of(psqlToDb(shop, "denied"))));
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  @Test
  void aSecondGrantBesideAnOpenOneOpensAndTheFirstThatClosesSaysThatItIsStillReachable() {
    Shop shop = site.shop();
    Asked first = shop.open("db-shell", "30m");
    Asked second = shop.open("db-shell", "30m");

    assertThat(site.alice().types("close", first.name(), "--wait").exitCode()).isZero();

    Proof closed = first.status().proof(Proof.Moment.CLOSED).orElseThrow();
    assertThat(closed.holds()).isFalse();
    assertThat(closed.sentence())
        .isEqualTo(
            "Closed, still reachable by another grant (NetworkPolicy " + second.policy() + ").");
    assertThat(second.isOpen()).isTrue();
    assertThat(site.alice().types("close", second.name(), "--wait").exitCode()).isZero();
    assertThat(second.status().proof(Proof.Moment.CLOSED).orElseThrow().holds()).isTrue();
  }

  @Test
  void whatSomebodyElseAllowsMeanwhileClosesNothingAndIsNamedAtTheEnd() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    site.apply(allowing(shop, "for-the-tools", shop.tools()));

    site.await(
        Site.SOON,
        () -> "the proof does not name the new policy: " + grant.status().proofs(),
        () ->
            grant
                .status()
                .proof(Proof.Moment.OPEN)
                .filter(proof -> proof.sentence().contains("Allowed also by NetworkPolicy"))
                .isPresent());
    assertThat(grant.status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
    assertThat(operator.noticed(grant))
        .containsOnlyOnce("NetworkPolicy " + shop.namespace() + "/for-the-tools Came");
    assertThat(grant.status().proof(Proof.Moment.CLOSED).orElseThrow().sentence())
        .isEqualTo(
            "Closed, still reachable by NetworkPolicy %s/for-the-tools."
                .formatted(shop.namespace()));
  }

  @Test
  void podsThatComeAreRecordedAndCloseNothing() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    shop.kubectl("run", "db-copy", "--image=never-pulled", "--labels=app=db");

    site.await(
        Site.SOON,
        () -> "the new pod is not in the proof: " + grant.status().proofs(),
        () ->
            grant.status().proof(Proof.Moment.OPEN).orElseThrow().connections().stream()
                .anyMatch(line -> line.contains("/Pod/db-copy")));
    String came = "Pod " + shop.namespace() + "/db-copy Came";
    site.await(
        Site.SOON,
        () -> "the new pod is not on record: " + operator.noticed(grant),
        () -> operator.noticed(grant).contains(came));
    assertThat(operator.noticed(grant)).containsOnlyOnce(came);
    assertThat(grant.status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
  }

  @Test
  void aPolicyAddedInTheMiddleThatShutsTheSourceOffClosesTheGrant() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    site.apply(shutForEgress(shop));

    grant.awaitEnd(Phase.REVOKED, Code.STILL_DENIED);
    assertThat(grant.status().message()).contains("NetworkPolicy " + shop.tools() + "/nothing-out");
    assertThat(operator.noticed(grant))
        .containsOnlyOnce("NetworkPolicy " + shop.tools() + "/nothing-out Came");
  }

  /// Between the record of the opening and its latch.
  @Test
  void aPolicyAddedBeforeTheOpeningIsDoneKeepsItShut() {
    Shop shop = site.shop();
    shop.leaveNoRoomForJobs();
    Asked grant = shop.ask("db-shell", "20s");
    site.await(
        Site.SOON,
        () -> "the opening is not on record",
        () -> operator.recordedKinds(grant).contains("Opening"));

    shop.kubectl("delete", "networkpolicy", "default-deny", "db");
    shop.kubectl("delete", "quota", "no-jobs");

    grant.awaitEnd(Phase.REVOKED, Code.WOULD_CUT);
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
    assertThat(site.trail().phases(grant, Phase.REVOKED))
        .containsExactly(Phase.APPROVED, Phase.OPENING, Phase.CLOSING, Phase.REVOKED);
  }

  // Both sides.

  @Test
  void aSourceThatMayNotGoOutIsOpenedOnItsSideTooUnderALatchOfItsOwn() {
    Shop shop = site.shop();
    site.apply(shutForEgress(shop));

    Asked grant = shop.open("db-shell", "30m");

    ObjectKey out = new ObjectKey(shop.tools(), Names.egressPolicy(grant.uid(), 1));
    HeldPolicy held = site.sight().policy(out).orElseThrow();
    assertThat(held.policy().policyTypes()).containsExactly(Direction.EGRESS);
    assertThat(held.meta().owners())
        .singleElement()
        .satisfies(
            owner ->
                assertThat(owner.uid())
                    .isEqualTo(
                        site.sight()
                            .latch(new ObjectKey(shop.tools(), Names.latch(grant.uid())))
                            .orElseThrow()
                            .meta()
                            .uid()));
    assertThat(grant.status().proof(Proof.Moment.OPEN).orElseThrow().connections())
        .containsExactly(psqlToDb(shop, "allowed"));

    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
    assertThat(grant.isOpen()).isFalse();
    assertThat(site.sight().policy(out)).isEmpty();
    assertThat(grant.status().proof(Proof.Moment.CLOSED).orElseThrow().holds()).isTrue();
  }

  @Test
  void aSourceThatMayNotGoOutResolvesNamesWhereItsRuleSaysSo() {
    Shop shop = site.shop();
    site.apply(shutForEgress(shop));
    String names = "names-" + shop.namespace();
    site.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: dns-0, namespace: %s, labels: {k8s-app: kube-dns}}
        spec: {containers: [{name: dns, image: never-pulled}]}
        """
            .formatted(names, names));
    shop.patch(
        "accessrule",
        "db-shell",
        "{\"spec\": {\"dns\": {\"namespace\": \"%s\", \"podSelector\": {\"matchLabels\": {\"k8s-app\": \"kube-dns\"}}}}}"
            .formatted(names));
    String term =
        "%s/app=psql -> %s/k8s-app=kube-dns on 53/TCP, 53/UDP".formatted(shop.tools(), names);

    Asked grant = shop.open("db-shell", "30m");

    ObjectKey out = new ObjectKey(shop.tools(), Names.egressPolicy(grant.uid(), 1));
    assertThat(site.sight().policy(out).orElseThrow().policy().egress()).hasSize(2);
    assertThat(grant.status().connections()).hasSize(2).contains(term);
    assertThat(grant.status().proof(Proof.Moment.OPEN).orElseThrow().connections())
        .containsExactlyInAnyOrder(
            psqlToDb(shop, "allowed"),
            "%s/Deployment/psql -> %s/Pod/dns-0 on 53/TCP, 53/UDP: allowed"
                .formatted(shop.tools(), names));
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
    assertThat(site.sight().policy(out)).isEmpty();
    assertThat(grant.status().proof(Proof.Moment.CLOSED).orElseThrow().sentence())
        .isEqualTo("Closed: 2 connections are denied again.");
  }

  /// Nothing of ours is at work: each namespace's latch closes its side.
  @Test
  void bothSidesCloseWithTheGrantThatIsDeleted() {
    Shop shop = site.shop();
    site.apply(shutForEgress(shop));
    Asked grant = shop.open("db-shell", "30m");
    ObjectKey out = new ObjectKey(shop.tools(), Names.egressPolicy(grant.uid(), 1));

    site.kubectl("delete", "accessgrant", grant.name());

    grant.awaitShut(Site.SOON);
    site.await(
        Site.SOON, () -> "the source's side is open", () -> site.sight().policy(out).isEmpty());
    site.await(
        Site.SOON,
        () -> "what is left is not on record: " + operator.recordedKinds(grant),
        () -> operator.recordedKinds(grant).equals(OperatorProcess.WHOLE_LIFE));
  }

  // What stays shut.

  private void assertRefused(Shop shop, String rule, Code code, String sentence) {
    Person.Said dry =
        site.admin()
            .types(
                "open",
                shop.namespace() + "/" + rule,
                "--incident=INC-4711",
                "--reason=why",
                "--for=20s",
                "--dry-run");
    Person.Said said = shop.asks(rule, "20s", "--wait", "table");
    assertLeftShut(shop, said, code);
    assertThat(said.out()).contains(sentence);
    assertThat(dry.out())
        .as(dry.err())
        .contains("Would be refused (" + code.text() + "): ")
        .contains(sentence);
    assertThat(dry.exitCode()).isEqualTo(code == Code.UNDECIDED ? Exit.UNDETERMINED : Exit.NO);
  }

  @Test
  void whatIsOpenAlready() {
    Shop shop = site.shop();
    site.apply(allowing(shop, "for-the-tools", shop.tools()));
    assertRefused(
        shop,
        "db-shell",
        Code.ALREADY_OPEN,
        "is allowed already, by NetworkPolicy %s/for-the-tools.".formatted(shop.namespace()));
  }

  @Test
  void whatSelectsNobody() {
    Shop shop = site.shop();
    shop.kubectl("delete", "deployment", "db");
    assertRefused(
        shop,
        "db-shell",
        Code.NOTHING_SELECTED,
        "AccessRule %s/db-shell selects no pod (%s/app=db)."
            .formatted(shop.namespace(), shop.namespace()));
  }

  @Test
  void whatIsOnTheHostNetwork() {
    Shop shop = site.shop();
    shop.kubectl("delete", "deployment", "db");
    site.await(
        Site.SOON,
        () -> "the pods stay",
        () -> shop.kubectl("get", "pods", "-l", "app=db", "-o", "name").isBlank());
    site.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: db-0, namespace: %s, labels: {app: db}}
        spec: {hostNetwork: true, containers: [{name: db, image: never-pulled}]}
        """
            .formatted(shop.namespace()));
    assertRefused(shop, "db-shell", Code.HOST_NETWORK, "is on the host network");
  }

  @Test
  void whatWouldOpenForAPodByItsAddress() {
    Shop shop = site.shop();
    String in = "--namespace=" + shop.tools();
    shop.kubectl("run", "visitor", "--image=never-pulled", in);
    shop.kubectl(
        "patch",
        "pod",
        "visitor",
        in,
        "--subresource=status",
        "--type=merge",
        "--patch={\"status\": {\"podIP\": \"10.20.0.17\", \"podIPs\": [{\"ip\": \"10.20.0.17\"}]}}");
    Person.Said said = shop.asks("db-from-laptop", "20s", "--wait", "table", "--from=10.20.0.17");
    assertThat(said.exitCode()).isEqualTo(Exit.NO);
    assertThat(said.out())
        .contains("Refused (NL-BLOCK-IN-CLUSTER): ")
        .contains("there is 10.20.0.17 of Pod " + shop.tools() + "/visitor");
  }

  @Test
  void whatAnAdminTierPolicyDeniesAndWhatCannotBeDecided() {
    site.serveClusterNetworkPolicies();
    Shop denied = site.shop();
    site.apply(guard("guard-" + denied.namespace(), denied, "Deny"));
    assertRefused(
        denied,
        "db-shell",
        Code.STILL_DENIED,
        "would be denied all the same, by ClusterNetworkPolicy guard-" + denied.namespace());

    Shop unknown = site.shop();
    site.apply(guard("guard-" + unknown.namespace(), unknown, "Log"));
    Asked waiting = unknown.ask("db-shell", "20s");
    site.await(
        Site.SOON,
        () -> "nothing is known of what would open: " + waiting.status(),
        () -> !waiting.status().hash().isEmpty());
    assertThat(waiting.status().phase()).isEqualTo(Phase.PENDING);
    assertThat(waiting.status().terms().orElseThrow().doubtCodes()).containsExactly("NL-UNDECIDED");
    assertThat(waiting.isOpen()).isFalse();
  }

  private static String guard(String name, Shop shop, String action) {
    return """
        apiVersion: policy.networking.k8s.io/v1alpha2
        kind: ClusterNetworkPolicy
        metadata: {name: %s}
        spec:
          tier: Admin
          priority: 1
          subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: %s}}}
          ingress:
          - action: %s
            from: [{namespaces: {}}]
        """
        .formatted(name, shop.namespace(), action);
  }

  // A dry run.

  @Test
  void aDryRunSaysWhatWouldOpenAndCreatesNothing() {
    Shop shop = site.shop();
    Person.Said said =
        site.admin()
            .types(
                "open",
                shop.namespace() + "/db-shell",
                "--incident=INC-4711",
                "--reason=why",
                "--dry-run");
    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    assertThat(said.out())
        .contains("Would open %s/db-shell for 30m:".formatted(shop.namespace()))
        .contains(
            "%s/Deployment/psql -> %s/Deployment/db on 5432/TCP"
                .formatted(shop.tools(), shop.namespace()))
        .contains("nothing was asked for");
    assertThat(site.sight().grants())
        .noneMatch(grant -> grant.request().rule().namespace().equals(shop.namespace()));
  }
}
