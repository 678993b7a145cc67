package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.kube.crd.TestClients;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a real API server tells people of what they may do with rules.
@RealCluster(isolated = true)
final class KubeRightsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final ObjectKey RULE = new ObjectKey("shop", "db-shell");

  @Test
  void oneQuestionForEachVerbIsAnsweredAsTheReviewOfTheNamespace(TestCluster cluster) {
    String roles =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: opens}
        rules: [{apiGroups: [nightlatch.dev], resources: [accessrules], verbs: [open]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: opens, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: opens}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}]
        """;
    assertThat(cluster.kubectl().run(roles, "apply", "-f", "-", "--namespace=").error()).isEmpty();
    RuleRights opens = new RuleRights(Permission.HELD, Permission.NOT_HELD, Permission.NOT_HELD);
    try (KubernetesClient carol = TestClients.of(cluster.plane().user("carol", "oncall"));
        KubernetesClient admin = TestClients.of(cluster.admin())) {
      Wait.until(
          SOON, "the role is not in force", () -> opens.equals(reviewed(new KubeRights(carol))));
      assertThat(new KubeRights(carol).oneByOne(RULE)).isEqualTo(opens);
      assertThat(reviewed(new KubeRights(admin))).isEqualTo(RuleRights.ALL);
      assertThat(new KubeRights(admin).oneByOne(RULE)).isEqualTo(RuleRights.ALL);

      String _ = cluster.kubectl("delete", "clusterrolebinding", "system:basic-user");
      Wait.until(
          SOON,
          "who may not ask is told something",
          () -> RuleRights.UNKNOWN.equals(reviewed(new KubeRights(carol))));
    }
  }

  /// Both together let him: who he may be, and what he may do as that.
  @Test
  void whoMayChangeGrantsInAnothersNameByConstrainedImpersonationIsSeen(TestCluster cluster) {
    String role =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: NAME}
        rules: [{apiGroups: [GROUP], resources: [RESOURCE], verbs: ["VERB"]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: NAME}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: NAME}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: mallory}]
        """;
    Identity mallory = new Identity("mallory", List.of("system:authenticated"));
    try (KubernetesClient admin = TestClients.of(cluster.admin())) {
      KubeRights rights = new KubeRights(admin);
      assertThat(rights.impersonation(mallory, "bob")).isEqualTo(Permission.NOT_HELD);
      apply(
          cluster,
          role.replace("NAME", "becomes-bob")
              .replace("GROUP", "authentication.k8s.io")
              .replace("RESOURCE", "users")
              .replace("VERB", "impersonate:user-info"));
      String mayBe =
          """
          apiVersion: authorization.k8s.io/v1
          kind: SubjectAccessReview
          spec:
            user: mallory
            resourceAttributes:
              {group: authentication.k8s.io, resource: users, verb: "impersonate:user-info"}
          """;
      Wait.until(
          SOON,
          "the role is not in force",
          () ->
              cluster
                  .kubectl()
                  .run(
                      mayBe,
                      "create",
                      "-f",
                      "-",
                      "--namespace=",
                      "-o",
                      "jsonpath={.status.allowed}")
                  .output()
                  .equals("true"));
      assertThat(rights.impersonation(mallory, "bob")).isEqualTo(Permission.NOT_HELD);
      apply(
          cluster,
          role.replace("NAME", "approves-as")
              .replace("GROUP", "nightlatch.dev")
              .replace("RESOURCE", "accessgrants")
              .replace("VERB", "impersonate-on:user-info:patch"));
      Wait.until(
          SOON, "it is not seen", () -> rights.impersonation(mallory, "bob") == Permission.HELD);
    }
  }

  private static void apply(TestCluster cluster, String text) {
    assertThat(cluster.kubectl().run(text, "apply", "-f", "-", "--namespace=").error()).isEmpty();
  }

  private static RuleRights reviewed(KubeRights rights) {
    return rights.of(List.of(RULE)).getOrDefault(RULE, RuleRights.ALL);
  }
}
