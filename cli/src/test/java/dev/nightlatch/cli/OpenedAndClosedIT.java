package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.AuditEvent;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job with everything at work: asked for by alice, opened and closed by the operator.
class OpenedAndClosedIT extends OperatorAtWork {
  private static final Duration SLACK = Duration.ofSeconds(5);

  OpenedAndClosedIT(TestCluster cluster, @TempDir Path folder) {
    super(cluster, folder);
  }

  /// At the lease's end the operator and the latch close at the same instant, so either may be
  /// first here; [ControllerManagerStoppedIT] has the operator alone, [OperatorKilledIT] the latch.
  @Test
  void openedByTheOperatorAndClosedAtTheLeasesEnd() {
    Asked grant = site.shop().open("db-shell", "12s");
    Instant end = grant.leaseEnd();
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);

    AuditEvent opening = site.trail().opening(grant.policy());
    assertThat(opening.user()).isEqualTo(Trail.OPERATOR);
    assertThat(site.trail().latchStart(grant.latch()).staged())
        .as("the latch runs before the policy is asked for")
        .isBefore(opening.received());
    assertThat(operator.recordedAt(grant, "Opening").orElseThrow())
        .as("the opening is on record before the policy is asked for")
        .isBefore(opening.received());
    AuditEvent closing = site.trail().closing(grant.policy());
    assertThat(closing.user()).isIn(Trail.OPERATOR, Trail.GARBAGE_COLLECTOR);
    assertThat(closing.received()).isBetween(end, end.plus(SLACK));
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
    assertThat(site.trail().phases(grant, Phase.EXPIRED))
        .containsExactly(Phase.APPROVED, Phase.OPENING, Phase.ACTIVE, Phase.CLOSING, Phase.EXPIRED);
  }

  @Test
  void closedEarlyByItsRequester() {
    Asked grant = site.shop().open("db-shell", "30m");

    Person.Said said = site.alice().types("close", grant.name(), "--wait");

    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(grant.isOpen()).isFalse();
    grant.awaitEnd(Phase.CLOSED, Code.CLOSED_BY_REQUESTER);
    assertThat(site.trail().phases(grant, Phase.CLOSED)).endsWith(Phase.CLOSING, Phase.CLOSED);
    assertThat(site.trail().closing(grant.policy()).user()).isEqualTo(Trail.OPERATOR);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    assertThat(site.alice().types("close", grant.name()).exitCode()).isZero();
    Person.Said followed = site.alice().types("get", grant.name(), "-w", "-o", "json");
    assertThat(followed.exitCode()).as(followed.err()).isZero();
    assertThat(followed.out()).hasLineCount(1).contains("\"phase\":\"Closed\"");
  }

  @Test
  void closedEarlyBySomebodyElse() {
    Asked grant = site.shop().open("db-shell", "30m");

    Person.Said said = site.bob().types("close", grant.name(), "--reason=enough", "--wait");

    assertThat(said.exitCode()).as(said.err()).isZero();
    grant.awaitEnd(Phase.REVOKED, Code.REVOKED);
    assertThat(site.trail().phases(grant, Phase.REVOKED)).endsWith(Phase.CLOSING, Phase.REVOKED);
    assertThat(grant.status().message()).contains("bob@example.com").contains("enough");
  }

  @Test
  void aLatchDeletedByAStrangerClosesAndDoesNotReopen() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    shop.kubectl("delete", "job", grant.latch().name(), "--cascade=foreground", "--wait=false");
    grant.awaitEnd(Phase.REVOKED, Code.LATCH_GONE);

    // Meanwhile another one opens and closes: so nothing is done about this one any more.
    shop.open("db-shell", "10s").awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
    assertThat(site.trail().latchesMade(grant.latch())).isEqualTo(1);
    assertThat(grant.isOpen()).isFalse();
    assertThat(grant.hasLatch()).isFalse();
  }

  @Test
  void aRuleDeletedWhileOpenCloses() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    shop.kubectl("delete", "accessrule", "db-shell");

    grant.awaitEnd(Phase.REVOKED, Code.RULE_MISSING);
  }

  @Test
  void aRuleThatSaysSomethingElseMeanwhileCloses() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    shop.patch(
        "accessrule",
        "db-shell",
        """
        {"spec": {"target": {"ports": [{"protocol": "TCP", "port": 5433}]}}}\
        """);

    grant.awaitEnd(Phase.REVOKED, Code.TERMS_CHANGED);
  }

  /// What opens more is not what was approved, though all of that is among it.
  @Test
  void aRuleWidenedWhileOpenCloses() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    shop.kubectl(
        "patch",
        "accessrule",
        "db-shell",
        "--type=json",
        "--patch=[{op: add, path: /spec/target/ports/-, value: {protocol: TCP, port: 5433}}]");

    grant.awaitEnd(Phase.REVOKED, Code.TERMS_CHANGED);
  }

  /// With it go rule, latch and policy; what is open in the other namespace must not outlive them.
  @Test
  void aNamespaceThatGoesClosesInTheOtherOneToo() {
    Shop shop = site.shop();
    site.apply(ProvenIT.shutForEgress(shop));
    Asked grant = shop.open("db-shell", "30m");
    ObjectKey out = new ObjectKey(shop.tools(), Names.egressPolicy(grant.uid(), 1));
    ObjectKey latch = new ObjectKey(shop.tools(), Names.latch(grant.uid()));
    assertThat(site.sight().policy(out)).isPresent();

    site.kubectl("delete", "namespace", shop.namespace(), "--wait=false");

    grant.await(Phase.REVOKED);
    assertThat(grant.status().code())
        .as(grant.status().toString())
        .get()
        .isIn(Code.RULE_MISSING, Code.LATCH_GONE, Code.LATCH_MISSING);
    assertThat(site.sight().policy(out)).isEmpty();
    assertThat(grant.isOpen()).isFalse();
    site.await(
        Site.SOON,
        () -> "a latch is left: " + site.sight().latch(latch),
        () -> site.sight().latch(latch).isEmpty());
    assertThat(operator.recordedKinds(grant)).contains("Closed");
  }

  @Test
  void theNamespaceOfASourceThatGoesClosesAtTheTargetToo() {
    Shop shop = site.shop();
    site.apply(ProvenIT.shutForEgress(shop));
    Asked grant = shop.open("db-shell", "30m");

    site.kubectl("delete", "namespace", shop.tools(), "--wait=false");

    grant.await(Phase.REVOKED);
    assertThat(grant.status().code())
        .as(grant.status().toString())
        .get()
        .isIn(Code.SOURCE_MISSING, Code.WOULD_CUT, Code.LATCH_GONE, Code.LATCH_MISSING);
    assertThat(grant.isOpen()).isFalse();
    grant.awaitNoLatch();
  }

  @Test
  void consentWithdrawnWhileOpenCloses() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    shop.patch(
        "accesssource",
        "tools",
        """
        {"spec": {"usableFrom": {"namespaces": ["somebody-else"]}}}\
        """,
        "--namespace=" + shop.tools());

    grant.awaitEnd(Phase.REVOKED, Code.SOURCE_NOT_USABLE);
  }

  @Test
  void theLastPolicyThatIsolatesDeletedWhileOpenCloses() {
    Shop shop = site.shop();
    Asked grant = shop.open("db-shell", "30m");

    shop.kubectl("delete", "networkpolicy", "default-deny", "db");

    grant.awaitEnd(Phase.REVOKED, Code.WOULD_CUT);
    assertThat(operator.noticed(grant))
        .contains("NetworkPolicy " + shop.namespace() + "/default-deny Went");
  }
}
