package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What the API server refuses, done all the same by somebody who takes the guards away for a
/// moment: the operator finds it, and makes it good or closes.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TamperedIT {
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Site site;
  private final Path journal;
  private OperatorProcess operator;

  TamperedIT(TestCluster cluster, @TempDir Path folder) {
    site = new Site(cluster, folder);
    journal = site.freshJournal();
  }

  @BeforeAll
  void start() {
    operator = site.startOperator(journal);
  }

  @AfterAll
  void close() {
    site.close();
  }

  /// What holds the object itself does not hold its path.
  @Test
  void aGrantDeletedWhileAFinalizerHoldsItCloses() {
    Asked grant = site.shop().open("db-shell", "30m");
    site.tamper(
        () ->
            site.kubectl(
                "patch",
                "accessgrant",
                grant.name(),
                "--type=merge",
                "--patch={\"metadata\": {\"finalizers\": [\"example.com/hold\"]}}"));

    site.kubectl("delete", "accessgrant", grant.name(), "--wait=false");

    grant.awaitEnd(Phase.REVOKED, Code.GRANT_DELETED);
    site.kubectl(
        "patch",
        "accessgrant",
        grant.name(),
        "--type=merge",
        "--patch={\"metadata\": {\"finalizers\": null}}");
  }

  /// Beyond all time: the latch itself would not close any more.
  @Test
  void aLatchWhoseDeadlineIsPutOffForACenturyCloses() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    site.tamper(
        () ->
            shop.patch(
                "job",
                grant.latch().name(),
                "{\"spec\": {\"activeDeadlineSeconds\": 3000000000}}"));

    grant.awaitEnd(Phase.REVOKED, Code.LATCH_TAMPERED);
  }

  /// As if the policy had been put in before its latch had started.
  @Test
  void aStatusFromWhichSomebodyTookTheLatchCloses() {
    Asked grant = site.shop().open("db-shell", "30m");

    site.tamper(
        () ->
            site.kubectl(
                "patch",
                "accessgrant",
                grant.name(),
                "--subresource=status",
                "--type=merge",
                "--patch={\"status\": {\"latches\": null}}"));

    grant.awaitEnd(Phase.REVOKED, Code.LATCH_MISSING);
    assertThat(site.alice().types("get", grant.name()).out())
        .contains("Revoked (NL-LATCH-MISSING): There was a policy without a started latch.");
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
  }

  @Test
  void aPolicyThatSomebodyWidenedIsPutRight() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");
    HeldPolicy made = site.sight().policy(grant.policy()).orElseThrow();

    site.tamper(
        () ->
            shop.patch(
                "networkpolicy",
                grant.policy().name(),
                """
        {"spec": {"ingress": [{}]}}\
        """));

    site.await(
        Site.SOON,
        () -> "the policy stays widened",
        () ->
            site.sight()
                .policy(grant.policy())
                .filter(now -> now.policy().equals(made.policy()))
                .isPresent());
    assertThat(grant.status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(operator.recordedKinds(grant)).containsOnlyOnce("Drifted");
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
  }

  @Test
  void aPolicyThatSomebodyDeletedIsPutInAgainUntilTheSameEnd() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");
    HeldPolicy made = site.sight().policy(grant.policy()).orElseThrow();
    Instant end = grant.leaseEnd();

    site.tamper(() -> shop.kubectl("delete", "networkpolicy", grant.policy().name()));

    site.await(
        Site.SOON,
        () -> "the policy is not put in again",
        () ->
            site.sight()
                .policy(grant.policy())
                .filter(now -> !now.meta().uid().equals(made.meta().uid()))
                .filter(now -> now.policy().equals(made.policy()))
                .isPresent());
    site.await(
        Site.SOON,
        () -> "it is not on record: " + operator.recordedKinds(grant),
        () -> operator.recordedKinds(grant).stream().filter("Opened"::equals).count() == 2);
    assertThat(operator.recordedKinds(grant)).containsOnlyOnce("Drifted");
    assertThat(grant.leaseEnd()).isEqualTo(end);
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
  }

  /// The rule says that nobody lays hands on what is open.
  @Test
  void underARuleThatClosesAPolicyThatSomebodyWidenedCloses() {
    Shop shop = site.shop();
    Asked grant = openStrictly(shop);

    site.tamper(
        () ->
            shop.patch("networkpolicy", grant.policy().name(), "{\"spec\": {\"ingress\": [{}]}}"));

    grant.awaitEnd(Phase.REVOKED, Code.DRIFTED);
    assertThat(grant.status().message()).contains("somebody altered the policy " + grant.policy());
    assertThat(operator.recordedKinds(grant)).containsOnlyOnce("Drifted");
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
  }

  @Test
  void underARuleThatClosesAPolicyThatSomebodyDeletedIsNotMadeAgain() {
    Shop shop = site.shop();
    Asked grant = openStrictly(shop);

    site.tamper(() -> shop.kubectl("delete", "networkpolicy", grant.policy().name()));

    grant.awaitEnd(Phase.REVOKED, Code.DRIFTED);
    assertThat(grant.status().message()).contains("somebody deleted the policy " + grant.policy());
    assertThat(operator.recordedKinds(grant)).containsOnlyOnce("Drifted");
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
  }

  private static Asked openStrictly(Shop shop) {
    shop.patch("accessrule", "db-shell", "{\"spec\": {\"onDrift\": \"Close\"}}");
    return shop.open("db-shell", "30m");
  }

  @Test
  void aPolicyThatSomebodyGaveASecondOwnerCloses() {
    Shop shop = site.shop();
    giveASecondOwner(shop, shop.open("db-shell", "30m"));
  }

  @Test
  void underARuleThatClosesAPolicyThatSomebodyGaveASecondOwnerClosesAsWell() {
    Shop shop = site.shop();
    giveASecondOwner(shop, openStrictly(shop));
  }

  private void giveASecondOwner(Shop shop, Asked grant) {
    String uid = site.kubectl("get", "ns", shop.namespace(), "-o", "jsonpath={.metadata.uid}");

    site.tamper(
        () ->
            shop.kubectl(
                "patch",
                "networkpolicy",
                grant.policy().name(),
                "--type=json",
                ("--patch=[{op: add, path: /metadata/ownerReferences/-,"
                        + " value: {apiVersion: v1, kind: Namespace, name: %s, uid: %s}}]")
                    .formatted(shop.namespace(), uid)));

    grant.awaitEnd(Phase.REVOKED, Code.POLICY_TAMPERED);
    assertThat(operator.recordedKinds(grant)).containsOnlyOnce("Drifted");
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
  }

  @Test
  void aPolicyWhoseLabelSomebodyTookAwayIsClosedAtTheEndAllTheSame() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "12s");
    Instant end = grant.leaseEnd();

    site.tamper(
        () ->
            shop.kubectl("label", "networkpolicy", grant.policy().name(), Names.GRANT_LABEL + "-"));

    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(site.trail().closing(grant.policy()).received()).isBetween(end, end.plus(SLACK));
  }

  /// While no guard stood and no operator looked; both are there again.
  @Test
  void aPolicyThatLostItsLabelWhileNobodyLookedIsMarkedAgainPastNoGuard() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");
    operator.kill();
    site.tamper(
        () ->
            shop.kubectl("label", "networkpolicy", grant.policy().name(), Names.GRANT_LABEL + "-"));

    operator = site.startOperator(journal);

    site.await(
        Site.SOON,
        () -> "it does not get its label back",
        () -> site.sight().policy(grant.policy()).filter(HeldPolicy::isMarked).isPresent());
    assertThat(grant.status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(operator.recordedKinds(grant)).containsOnlyOnce("Drifted");
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
  }

  @Test
  void aPolicyThatLostItsLabelAndIsHeldByAFinalizerGoesPastNoGuard() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");
    operator.kill();
    site.tamper(
        () ->
            shop.kubectl(
                "patch",
                "networkpolicy",
                grant.policy().name(),
                "--type=merge",
                ("--patch={\"metadata\": {\"labels\": {\"%s\": null},"
                        + " \"finalizers\": [\"example.com/hold\"]}}")
                    .formatted(Names.GRANT_LABEL)));

    operator = site.startOperator(journal);

    grant.awaitEnd(Phase.REVOKED, Code.POLICY_TAMPERED);
    assertThat(site.sight().policy(grant.policy())).isEmpty();
  }

  @Test
  void aPolicyOfAStrangerThatBearsOurLabelIsLeftAlone() {
    Shop shop = site.shop();
    site.tamper(
        () ->
            site.apply(
                """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: strangers-deny
          namespace: %s
          labels: {nightlatch.dev/grant: 0b5b9a0e-7a34-4d24-a3de-5b2f1f3f6a11}
          annotations: {nightlatch.dev/expires-at: "2020-01-01T00:00:00Z"}
        spec:
          podSelector: {}
          policyTypes: [Ingress]
        """
                    .formatted(shop.namespace())));

    shop.open("db-shell", "10s").awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    site.await(
        Site.SOON,
        () -> "nobody was told",
        () ->
            operator
                .log()
                .lines()
                .anyMatch(line -> line.contains("ALARM") && line.contains("strangers-deny")));
    String uid =
        shop.kubectl("get", "networkpolicy", "strangers-deny", "--output=jsonpath={.metadata.uid}");
    assertThat(uid).isNotBlank();
    assertThat(new Told(site).warning(shop.namespace(), "NetworkPolicy", uid, "PolicyAlarm"))
        .startsWith("Bears Nightlatch's label and is not provably its own (");
  }

  @Test
  void aGuardThatIsDeletedIsSeenBeforeTheNextOpening() {
    Shop shop = site.shop();
    site.kubectl("delete", "validatingadmissionpolicy", "nightlatch-sources");

    Asked grant = shop.ask("db-shell", "30m");

    grant.awaitEnd(Phase.REFUSED, Code.GUARDS_MISSING);
    assertThat(grant.status().message())
        .contains("ValidatingAdmissionPolicy nightlatch-sources is missing");
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
    site.guard();
    shop.open("db-shell", "10s").awaitEnd(Phase.EXPIRED, Code.EXPIRED);
  }

  /// Approved past the guard that would have refused it, which then stands again.
  @Test
  void anApprovalThatWasForgedWhileTheGuardsWereAwayOpensNothing() {
    Shop shop = site.shop();
    shop.patch("accessrule", "db-shell", "{\"spec\": {\"approval\": {\"required\": 1}}}");
    Asked grant = shop.ask("db-shell", "30m");
    site.await(Site.SOON, () -> "no terms", () -> !grant.status().hash().isEmpty());
    String approvals =
        "{\"spec\": {\"approvals\": [{\"by\": \"bob@example.com\", \"terms\": \"%s\"}]}}"
            .formatted(grant.status().hash());

    site.tamper(
        () ->
            site.kubectl(
                "patch", "accessgrant", grant.name(), "--type=merge", "--patch=" + approvals));

    grant.awaitEnd(Phase.REFUSED, Code.GUARDS_MISSING);
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
  }
}
