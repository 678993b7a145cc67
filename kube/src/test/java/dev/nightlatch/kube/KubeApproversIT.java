package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.kube.crd.TestClients;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whom a real cluster's roles name as approvers of a rule.
@RealCluster(isolated = true)
final class KubeApproversIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final ObjectKey RULE = new ObjectKey("shop", "db-shell");

  private static final String ROLES =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: approves}
      rules: [{apiGroups: [nightlatch.dev], resources: [accessrules], verbs: [approve]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: approves-one, namespace: shop}
      rules:
      - apiGroups: [nightlatch.dev]
        resources: [accessrules]
        resourceNames: [db-shell]
        verbs: [approve]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: opens, namespace: shop}
      rules: [{apiGroups: [nightlatch.dev], resources: [accessrules], verbs: [open]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: leads}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: approves}
      subjects:
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: leads}
      - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts"}
      - {kind: ServiceAccount, name: robot, namespace: shop}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: one, namespace: shop}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: approves-one}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: bob}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: opens, namespace: shop}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: opens}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: carol}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: elsewhere, namespace: kube-public}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: approves}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: dave}]
      """;

  private static final String LEAVE_TO_LOOK =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: sees-roles}
      rules:
      - apiGroups: [rbac.authorization.k8s.io]
        resources: [roles, rolebindings, clusterroles, clusterrolebindings]
        verbs: [list]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: sees-roles}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: sees-roles}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: carol}]
      """;

  private static void apply(TestCluster cluster, String yaml) {
    assertThat(cluster.kubectl().run(yaml, "apply", "-f", "-", "--namespace=").error()).isEmpty();
  }

  @Test
  void usersAndGroupsAreNamedToWhoMaySeeAllRolesAndBindings(TestCluster cluster) {
    apply(cluster, ROLES);
    try (KubernetesClient carol = TestClients.of(cluster.plane().user("carol", "oncall"))) {
      assertThat(new KubeApprovers(carol).of(RULE)).isEqualTo(new Approvers.Unknown());
      apply(cluster, LEAVE_TO_LOOK);
      Approvers named = new Approvers.Named(List.of("bob"), List.of("leads", "system:masters"));
      Wait.until(
          SOON, "carol may see no roles", () -> new KubeApprovers(carol).of(RULE).equals(named));
      assertThat(new KubeApprovers(carol).of(new ObjectKey("shop", "mail")))
          .isEqualTo(new Approvers.Named(List.of(), List.of("leads", "system:masters")));
    }
  }
}
