package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incidents that a file keeps, who is on call, break-glass and its review, quotas, more time: by
/// the command alone, on a real cluster.
class WithoutApprovalIT extends OperatorAtWork {
  private static final String WHO = "alice@example.com";

  WithoutApprovalIT(TestCluster cluster, @TempDir Path folder) {
    super(cluster, folder);
  }

  /// A shop with a file of incidents in its own namespace, which the operator may read.
  private Shop shop(String spec) {
    Shop shop = site.shop();
    shop.patch(
        "accessrule",
        "db-shell",
        "{\"spec\": " + spec.replace("PROVIDER", "file-of-" + shop.namespace()) + "}");
    write(shop, "open", WHO);
    String ns = shop.namespace();
    site.apply(
        """
        apiVersion: nightlatch.dev/v1alpha1
        kind: IncidentProvider
        metadata: {name: file-of-%1$s}
        spec: {file: {configMap: {namespace: %1$s, name: incidents}}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reads-incidents, namespace: %1$s}
        rules:
        - {apiGroups: [""], resources: [configmaps], resourceNames: [incidents], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: reads-incidents, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reads-incidents}
        subjects:
        - {kind: ServiceAccount, name: nightlatch-operator, namespace: nightlatch-system}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: breaks-glass, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nightlatch-break-glass}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}
        """
            .formatted(ns));
    return shop;
  }

  private void write(Shop shop, String status, String onCall) {
    site.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: incidents, namespace: %s}
        data:
          incidents.yaml: |
            incidents:
              - {id: INC-4711, status: %s, severity: critical, services: [shop]}
            onCall:
              - {user: "%s"}
        """
            .formatted(shop.namespace(), status, onCall));
  }

  private static String provider(Shop shop) {
    return "--provider=file-of-" + shop.namespace();
  }

  @Test
  void whoIsOnCallOpensAloneAndWhenTheIncidentIsResolvedItIsClosed() {
    Shop shop =
        shop(
            """
            {"approval": {"required": 1, "waivedForOnCall": true},
             "incidents":
               {"providers": ["PROVIDER"], "severities": ["critical"], "services": ["shop"]}}""");
    Asked grant = shop.ask("db-shell", "30m", provider(shop));
    grant.await(Phase.ACTIVE);
    assertThat(site.alice().types("get", grant.name()).out())
        .contains("Incident: file-of-" + shop.namespace() + "/INC-4711");
    assertThat(grant.status().terms().orElseThrow().exemption().kind())
        .hasValueSatisfying(kind -> assertThat(kind.text()).isEqualTo("OnCall"));
    write(shop, "resolved", WHO);
    site.await(
        Duration.ofSeconds(90),
        () -> grant.name() + " is " + grant.status(),
        () -> grant.status().phase().isTerminal());
    grant.awaitEnd(Phase.CLOSED, Code.INCIDENT_CLOSED);
    assertThat(grant.isOpen()).isFalse();
  }

  @Test
  void whoIsNotOnCallWaitsForApprovalAndAnIncidentThatNobodyKnowsIsRefused() {
    Shop shop =
        shop(
            """
            {"approval": {"required": 1, "waivedForOnCall": true},
             "incidents": {"providers": ["PROVIDER"]}}""");
    write(shop, "open", "bob@example.com");
    Asked waiting = shop.ask("db-shell", "30m", provider(shop));
    site.await(Site.SOON, () -> "no terms", () -> !waiting.status().hash().isEmpty());
    assertThat(waiting.status().message()).isEqualTo("Waits for 1 approval.");
    Person.Said said =
        site.alice()
            .types(
                "open",
                shop.namespace() + "/db-shell",
                "--incident=INC-4712",
                provider(shop),
                "--reason=r",
                "--wait");
    assertThat(said.exitCode()).isEqualTo(Exit.NO);
    assertThat(said.out()).contains("Refused (NL-INCIDENT-UNKNOWN)");
  }

  @Test
  void anIncidentThatIsOverOpensNothing() {
    Shop shop =
        shop("{\"approval\": {\"required\": 0}, \"incidents\": {\"providers\": [\"PROVIDER\"]}}");
    write(shop, "resolved", WHO);

    Person.Said said = shop.asks("db-shell", "30m", "--wait", "table", provider(shop));

    assertLeftShut(shop, said, Code.INCIDENT_CLOSED);
    assertThat(said.out()).contains("Incident file-of-" + shop.namespace() + "/INC-4711 is over.");
  }

  @Test
  void aFileThatTheOperatorMayNotReadOpensByBreakGlassAloneWhichIsReviewed() {
    Shop shop =
        shop(
            """
            {"approval": {"required": 2}, "breakGlass": {"reviewWithin": "24h"}}""");
    site.kubectl("delete", "rolebinding", "reads-incidents", "-n", shop.namespace());
    Asked refused = shop.ask("db-shell", "30m", provider(shop));
    refused.awaitEnd(Phase.REFUSED, Code.INCIDENT_UNVERIFIED);
    assertThat(refused.status().message()).contains("cannot get resource \"configmaps\"");
    Person.Said said =
        site.alice()
            .types(
                "open",
                shop.namespace() + "/db-shell",
                "--incident=INC-4711",
                provider(shop),
                "--reason=nobody is awake",
                "--break-glass",
                "--for=30m",
                "--wait");
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out()).contains("BREAK-GLASS: opened without approval; must be reviewed by ");
    String name = said.out().replaceAll("(?s).*grant (\\S+)\\n.*", "$1");
    GrantStatus status = asked(name).status();
    assertThat(status.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(status.terms().orElseThrow().doubtCodes()).containsExactly("NL-INCIDENT-UNVERIFIED");
    assertThat(site.alice().types("review").out()).contains(name).contains("due by ");
    assertThat(site.alice().types("review", name, "--finding=mine").exitCode()).isEqualTo(Exit.NO);
    Person.Said reviewed = site.bob().types("review", name, "--finding=justified");
    assertThat(reviewed.exitCode()).as(reviewed.err()).isZero();
    assertThat(site.alice().types("get", name).out())
        .contains("Review:   by bob@example.com: justified");
    assertThat(site.alice().types("close", name, "--wait").exitCode()).isZero();
    site.await(
        Site.SOON,
        () -> "no review on record",
        () -> operator.recordedKinds(asked(name)).contains("Reviewed"));
  }

  private Asked asked(String name) {
    AccessGrant grant = site.sight().grant(name).orElseThrow();
    return new Asked(site, name, grant.uid(), grant.request().rule().namespace());
  }

  @Test
  void whereTheRuleForbidsItNobodyBreaksTheGlass() {
    Shop shop = shop("{\"approval\": {\"required\": 1}}");
    Asked grant = shop.ask("db-shell", "30m", "--break-glass");
    grant.awaitEnd(Phase.REFUSED, Code.BREAK_GLASS_FORBIDDEN);
  }

  @Test
  void oneMoreThanTheQuotaIsRefusedAndAnExtensionIsNot() {
    Shop shop =
        shop(
            """
            {"approval": {"required": 0}, "quota": {"grantsPerRequester": 1, "coolDown": "10m"}}""");
    Asked open = shop.ask("db-shell", "10m");
    open.await(Phase.ACTIVE);
    shop.ask("db-shell", "10m").awaitEnd(Phase.REFUSED, Code.QUOTA_REACHED);
    Person.Said said =
        site.alice().types("extend", open.name(), "--reason=not done yet", "--for=20m", "--wait");
    assertThat(said.exitCode()).as(said.err() + said.out()).isZero();
    String name = said.out().replaceAll("(?s).*grant (\\S+)\\n.*", "$1");
    assertThat(site.alice().types("get", name).out()).contains("Extends:  grant " + open.name());
    Person.Said tooLong =
        site.alice().types("extend", name, "--reason=even more", "--for=24h", "--wait");
    assertThat(tooLong.exitCode()).isEqualTo(Exit.NO);
    assertThat(tooLong.out()).contains("NL-DURATION-TOO-LONG");
    assertThat(site.bob().types("revoke", name, "--reason=enough", "--wait").exitCode()).isZero();
    assertThat(site.sight().grant(name).flatMap(grant -> grant.status().code()))
        .isEqualTo(Optional.of(Code.REVOKED));
    assertThat(site.alice().types("close", open.name(), "--wait").exitCode()).isZero();
    shop.ask("db-shell", "10m").awaitEnd(Phase.REFUSED, Code.COOLING_DOWN);
  }
}
