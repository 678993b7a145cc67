package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Four eyes: alice asks, bob says yes or no, by the command alone.
class ApprovedIT extends OperatorAtWork {

  ApprovedIT(TestCluster cluster, @TempDir Path folder) {
    super(cluster, folder);
  }

  /// A shop whose database one other person must let her into.
  private Shop guardedShop() {
    Shop shop = site.shop();
    shop.patch("accessrule", "db-shell", "{\"spec\": {\"approval\": {\"required\": 1}}}");
    return shop;
  }

  private Asked awaiting(Shop shop, String... more) {
    Asked grant = shop.ask("db-shell", "30m", more);
    site.await(
        Site.SOON,
        () -> grant.name() + " is " + grant.status(),
        () -> !grant.status().hash().isEmpty());
    return grant;
  }

  private static String terms(Asked grant) {
    return "--terms=" + TermsText.shortHash(grant.status().hash());
  }

  @Test
  void nothingOpensUntilSomebodyElseHasApprovedJustThat() {
    Shop shop = guardedShop();
    Person.Said asked = shop.asks("db-shell", "12s", "--wait", "json");
    assertThat(asked.exitCode()).as(asked.err()).isEqualTo(Exit.WAITING);
    Asked grant = site.asked(asked);
    assertThat(asked.err()).contains("nightlatch approve " + grant.name());
    assertThat(grant.isOpen()).isFalse();
    assertThat(grant.hasLatch()).isFalse();

    Person.Said shown = site.bob().types("approve", grant.name());
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("alice@example.com asks for " + shop.namespace() + "/db-shell")
        .contains(shop.tools() + "/app=psql -> " + shop.namespace() + "/app=db on 5432/TCP")
        .contains(
            "Within reach then, and not before (blast radius):\n  step 1, the pods that open: ")
        .contains("\nSessions: Closing stops new connections; ")
        .contains("would open, nothing would be cut");
    assertThat(site.alice().types("get", grant.name(), "-o", "json").out())
        .contains("\"prospect\"")
        .contains("\"outcome\": \"Unknown\"");
    assertThat(grant.isOpen()).isFalse();

    Person.Said approved =
        site.bob().types("approve", grant.name(), terms(grant), "--reason=go ahead");
    assertThat(approved.exitCode()).as(approved.err()).isZero();
    grant.await(Phase.ACTIVE);
    assertThat(site.alice().types("get", grant.name()).out())
        .contains("Approved: by bob@example.com: go ahead");
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(operator.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    assertThat(site.trail().phases(grant, Phase.EXPIRED))
        .containsExactly(
            Phase.PENDING,
            Phase.APPROVED,
            Phase.OPENING,
            Phase.ACTIVE,
            Phase.CLOSING,
            Phase.EXPIRED);
  }

  @Test
  void whatNobodyApprovesInTimeIsOver() {
    Shop shop = site.shop();
    shop.patch(
        "accessrule",
        "db-shell",
        "{\"spec\": {\"approval\": {\"required\": 1, \"timeout\": \"10s\"}}}");

    Person.Said said = shop.asks("db-shell", "30m", "--wait", "table");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.NO);
    assertThat(said.out())
        .contains("TimedOut (NL-TIMED-OUT): It was not approved and begun in time; ask again.");
    Asked grant = site.onlyGrantIn(shop);
    grant.awaitEnd(Phase.TIMED_OUT, Code.TIMED_OUT);
    assertThat(site.trail().phases(grant, Phase.TIMED_OUT))
        .containsExactly(Phase.PENDING, Phase.TIMED_OUT);
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
    assertThat(site.bob().types("approve", grant.name(), terms(grant)).out())
        .contains("Nothing to approve: " + grant.name() + " is TimedOut (NL-TIMED-OUT)");
  }

  @Test
  void aRejectionIsTheEndOfIt() {
    Asked grant = awaiting(guardedShop());
    Person.Said said =
        site.bob().types("reject", grant.name(), "--reason=use the replica", "--wait");
    assertThat(said.exitCode()).as(said.err()).isZero();
    grant.awaitEnd(Phase.REJECTED, Code.REJECTED);
    assertThat(grant.status().message()).isEqualTo("Rejected by bob@example.com: use the replica");
    assertThat(site.trail().phases(grant, Phase.REJECTED))
        .containsExactly(Phase.PENDING, Phase.REJECTED);
  }

  @Test
  void whoeverTakesItBackWithdrawsIt() {
    Asked grant = awaiting(guardedShop());
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
    grant.awaitEnd(Phase.WITHDRAWN, Code.CLOSED_BY_REQUESTER);
    assertThat(site.trail().phases(grant, Phase.WITHDRAWN))
        .containsExactly(Phase.PENDING, Phase.WITHDRAWN);
  }

  @Test
  void whoeverMayNotApproveIsToldWhatIsWanted() {
    Shop shop = guardedShop();
    Asked grant = site.asked(asBob(shop));
    site.await(Site.SOON, () -> "no terms", () -> !grant.status().hash().isEmpty());
    Person.Said said = site.alice().types("approve", grant.name(), terms(grant));
    assertThat(said.exitCode()).isEqualTo(Exit.NO);
    assertThat(said.err())
        .contains("refused by guard nightlatch-grants: alice@example.com may not approve")
        .contains("wanted is the verb approve on accessrules.nightlatch.dev");
    assertThat(grant.grant().orElseThrow().voices().approvals()).isEmpty();
  }

  private Person.Said asBob(Shop shop) {
    return site.bob()
        .types(
            "open",
            shop.namespace() + "/db-shell",
            "--incident=INC-4711",
            "--reason=orders are stuck",
            "--no-wait",
            "--output=json");
  }

  @Test
  void nobodyApprovesWhatTheyAskedForThemselves() {
    Shop shop = guardedShop();
    Asked grant = site.asked(asBob(shop));
    site.await(Site.SOON, () -> "no terms", () -> !grant.status().hash().isEmpty());
    Person.Said said = site.bob().types("approve", grant.name(), terms(grant));
    assertThat(said.exitCode()).isEqualTo(Exit.NO);
    assertThat(said.err()).contains("somebody else must approve it");
  }

  @Test
  void whoeverMayNotOpenTheRuleIsToldWhatIsWanted() {
    Shop shop = site.shop();
    Person carol = site.person("carol", site.cluster().plane().user("carol", "readers"));
    site.kubectl(
        "create",
        "clusterrolebinding",
        "readers-" + shop.namespace(),
        "--clusterrole=nightlatch-requester",
        "--group=readers");
    Person.Said[] said = new Person.Said[1];
    site.await(
        Site.SOON,
        () -> "carol: " + said[0],
        () -> {
          said[0] =
              carol.types(
                  "open",
                  shop.namespace() + "/db-shell",
                  "--incident=I",
                  "--reason=r",
                  "--no-wait");
          return said[0].err().contains("refused by guard");
        });
    assertThat(said[0].exitCode()).isEqualTo(Exit.NO);
    assertThat(said[0].err())
        .contains("carol may not open the rule " + shop.namespace() + "/db-shell")
        .contains("wanted is the verb open on accessrules.nightlatch.dev");
  }

  @Test
  void aRuleThatIsWidenedBetweenApprovalAndOpeningOpensNothing() {
    Shop shop = guardedShop();
    Instant start = Site.inSeconds(3600);
    Asked grant = awaiting(shop, "--at=" + start);
    assertThat(site.bob().types("approve", grant.name(), terms(grant)).exitCode()).isZero();
    grant.await(Phase.SCHEDULED);
    shop.patch(
        "accessrule",
        "db-shell",
        "{\"spec\": {\"target\": {\"ports\": [{\"protocol\": \"TCP\", \"port\": 22}]}}}");
    grant.awaitEnd(Phase.REFUSED, Code.TERMS_CHANGED);
    assertThat(site.trail().phases(grant, Phase.REFUSED))
        .containsExactly(Phase.PENDING, Phase.SCHEDULED, Phase.REFUSED);
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
  }

  @Test
  void aGrantForLaterOpensThen() {
    Shop shop = site.shop();
    Instant start = Site.inSeconds(20);
    Asked grant = shop.ask("db-shell", "10s", "--at=" + start);
    grant.await(Phase.SCHEDULED);
    assertThat(grant.isOpen()).isFalse();
    grant.await(Phase.ACTIVE);
    assertThat(site.trail().opening(grant.policy()).received()).isAfterOrEqualTo(start);
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(site.trail().phases(grant, Phase.EXPIRED))
        .containsExactly(
            Phase.SCHEDULED, Phase.OPENING, Phase.ACTIVE, Phase.CLOSING, Phase.EXPIRED);
  }

  @Test
  void whoeverAskedForLaterMayThinkBetterOfIt() {
    Asked grant = site.shop().ask("db-shell", "10s", "--at=" + Site.inSeconds(3600));
    grant.await(Phase.SCHEDULED);
    assertThat(site.alice().types("close", grant.name()).exitCode()).isZero();
    grant.awaitEnd(Phase.WITHDRAWN, Code.CLOSED_BY_REQUESTER);
    assertThat(site.trail().phases(grant, Phase.WITHDRAWN))
        .containsExactly(Phase.SCHEDULED, Phase.WITHDRAWN);
    assertThat(site.trail().policiesMade(grant.policy())).isZero();
  }

  @Test
  void aPortThatTheRuleDoesNotOpenIsRefused() {
    Asked grant = site.shop().ask("db-shell", "30m", "--port=22");
    grant.awaitEnd(Phase.REFUSED, Code.PORT_OUTSIDE);
  }

  @Test
  void aSourceThatTheRuleDoesNotNameIsUsage() {
    Person.Said said = site.shop().asks("db-shell", "30m", "--no-wait", "json", "--from=desks");
    assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(said.err()).contains("no source of rule");
  }
}
