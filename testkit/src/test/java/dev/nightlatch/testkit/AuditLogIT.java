package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The API server's audit log as a test reads it.
@RealCluster
class AuditLogIT {
  @Test
  void anEventSaysWhoDidWhatToWhichObjectAndWhen(TestCluster cluster) {
    cluster.kubectl("create", "configmap", "seen");

    AuditEvent event =
        cluster
            .audit()
            .await(e -> e.is("create", "configmaps", cluster.namespace(), "seen"), Door.SOON);

    assertThat(event.user()).isEqualTo("nightlatch-admin");
    assertThat(event.groups()).contains("system:masters");
    assertThat(event.impersonatedUser()).isEmpty();
    assertThat(event.stage()).isEqualTo("ResponseComplete");
    assertThat(event.level()).isEqualTo("Metadata");
    assertThat(event.code()).isEqualTo(201);
    assertThat(event.staged()).isAfterOrEqualTo(event.received());
    assertThat(event.sourceIps()).isEqualTo(List.of("127.0.0.1"));
    assertThat(event.userAgent()).startsWith("kubectl");
    assertThat(event.annotations()).containsEntry("authorization.k8s.io/decision", "allow");
    assertThat(event.auditId()).isNotBlank();
  }

  @Test
  void ofANetworkPolicyRequestAndResponseAreKept(TestCluster cluster) {
    cluster.apply(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: shut}
        spec: {podSelector: {matchLabels: {app: audited}}}
        """);

    AuditEvent event =
        cluster
            .audit()
            .await(e -> e.is("create", "networkpolicies", cluster.namespace(), "shut"), Door.SOON);

    assertThat(event.level()).isEqualTo("RequestResponse");
    assertThat(event.raw().at("/requestObject/spec/podSelector/matchLabels/app").asText())
        .isEqualTo("audited");
    assertThat(event.raw().at("/responseObject/metadata/uid").asText()).isNotBlank();
  }

  @Test
  void whoActsForSomebodyElseIsNamedBesideHim(TestCluster cluster) {
    cluster.kubectl("create", "configmap", "for-alice", "--as=alice", "--as-group=system:masters");

    AuditEvent event =
        cluster
            .audit()
            .await(e -> e.is("create", "configmaps", cluster.namespace(), "for-alice"), Door.SOON);

    assertThat(event.user()).isEqualTo("nightlatch-admin");
    assertThat(event.impersonatedUser()).hasValue("alice");
  }

  @Test
  void anEventThatDoesNotComeFailsTheTest(TestCluster cluster) {
    AuditLog audit = cluster.audit();
    assertThatThrownBy(
            () ->
                audit.await(
                    e -> e.is("create", "configmaps", cluster.namespace(), "never"),
                    Duration.ofMillis(300)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no such event");
  }
}
