package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.controlplane.Kubeconfig.Credentials;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is who, and that RBAC decides what they may do.
@RealCluster
class PeopleIT {
  private static final String FOR_ONCALL =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reader}
      rules: [{apiGroups: [""], resources: [configmaps], verbs: [list]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: reader}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}]
      """;

  @Test
  void aliceMayDoWhatHerGroupMayAndAStrangerMayNot(TestCluster cluster) {
    cluster.apply(FOR_ONCALL);
    Wait.until(
        Door.SOON,
        "alice may not list",
        () -> cluster.kubectl(cluster.alice()).run("", "get", "configmaps").succeeded());

    Kubectl.Result stranger = cluster.kubectl(cluster.stranger()).run("", "get", "configmaps");
    assertThat(stranger.succeeded()).isFalse();
    assertThat(stranger.error())
        .contains("(Forbidden)", "\"mallory@example.com\" cannot list resource \"configmaps\"");
    assertThat(
            cluster
                .audit()
                .await(
                    event -> event.code() == 403 && event.user().equals("mallory@example.com"),
                    Door.SOON)
                .verb())
        .isEqualTo("list");
  }

  @Test
  void theServerSeesNamesAndGroupsAsTheyWereGiven(TestCluster cluster) {
    assertThat(whoAmI(cluster, cluster.alice()))
        .isEqualTo("alice@example.com [\"oncall\",\"system:authenticated\"]");
    assertThat(whoAmI(cluster, cluster.approver()))
        .isEqualTo("bob@example.com [\"approvers\",\"system:authenticated\"]");
    assertThat(whoAmI(cluster, cluster.stranger()))
        .isEqualTo("mallory@example.com [\"system:authenticated\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Zoë, O=system:masters", "a+b=c", "\"quoted\" \\ back", "#1", " spaced "})
  void aNameCannotSmuggleAGroupInWhateverItHolds(String name, TestCluster cluster) {
    assertThat(whoAmI(cluster, cluster.plane().user(name, "one, O=two", "three")))
        .isEqualTo(name + " [\"one, O=two\",\"three\",\"system:authenticated\"]");
  }

  @Test
  void aServiceAccountComesWithARealToken(TestCluster cluster) {
    Kubeconfig account = cluster.serviceAccount("operator");
    assertThat(account.credentials()).isInstanceOf(Credentials.Token.class);
    assertThat(whoAmI(cluster, account))
        .startsWith("system:serviceaccount:%s:operator ".formatted(cluster.namespace()))
        .contains("system:serviceaccounts:" + cluster.namespace());
  }

  @Test
  void aServiceAccountThatIsAskedForTwiceIsTheSame(TestCluster cluster) {
    Kubeconfig first = cluster.serviceAccount("operator");
    Kubeconfig second = cluster.serviceAccount("operator");
    assertThat(whoAmI(cluster, second)).isEqualTo(whoAmI(cluster, first));
  }

  @Test
  void nobodyComesInWithoutCredentialsOfThisControlPlane(TestCluster cluster) {
    Kubeconfig forged =
        new Kubeconfig(
            URI.create(cluster.plane().server().toString()),
            cluster.admin().authority(),
            "forged",
            new Credentials.Token("not.a.token"));
    assertThat(cluster.kubectl(forged).run("", "get", "namespaces").error())
        .contains("Unauthorized");
  }

  private static String whoAmI(TestCluster cluster, Kubeconfig user) {
    return cluster
        .kubectl(user)
        .of(
            "auth",
            "whoami",
            "-o",
            "jsonpath={.status.userInfo.username} {.status.userInfo.groups}");
  }
}
