package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who can reach whom in a real cluster, by its kubeconfig.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReachabilityIT {
  private final Site site;
  private final Shop shop;
  private final Path folder;

  ReachabilityIT(TestCluster cluster, @TempDir Path folder) {
    this.folder = folder;
    site = new Site(cluster, folder);
    shop = site.shop();
  }

  @AfterAll
  void close() {
    site.close();
  }

  private String psql() {
    return shop.tools() + "/deployment/psql";
  }

  private String db() {
    return shop.namespace() + "/deployment/db:5432";
  }

  @Test
  void whyNamesTheRuleOfTheClusterThatCouldOpenIt() {
    Person.Said said = site.admin().types("why", psql(), db());

    assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.NO);
    assertThat(said.out())
        .startsWith("DENIED " + psql() + " -> ")
        .contains("isolated for ingress by NetworkPolicy " + shop.namespace() + "/db")
        .contains("Rule " + shop.namespace() + "/db-shell could open it")
        .contains(
            "nightlatch open "
                + shop.namespace()
                + "/db-shell --incident ID --reason '…' --kubeconfig ");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void listAndImpactReadTheClusterAndChangeNothing() throws IOException {
    Path opening =
        Files.writeString(
            folder.resolve("opening.yaml"),
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: opening, namespace: %s}
            spec:
              podSelector: {matchLabels: {app: db}}
              policyTypes: [Ingress]
              ingress:
              - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}}]
                ports: [{port: 5432}]
            """
                .formatted(shop.namespace(), shop.tools()),
            StandardCharsets.UTF_8);
    String before = site.kubectl("get", "networkpolicies", "-A", "-o", "name");

    Person.Said impact = site.admin().types("impact", "-f", opening.toString());
    Person.Said list = site.admin().types("list", "-o", "json");

    assertThat(impact.exitCode()).as(impact.err()).isEqualTo(Exit.NO);
    assertThat(impact.out())
        .containsPattern("opens +" + psql() + " +" + shop.namespace() + "/deployment/db +5432/TCP");
    assertThat(list.exitCode()).as(list.err()).isEqualTo(Exit.DONE);
    assertThat(list.out())
        .contains("\"name\":\"psql\",\"kind\":\"Deployment\"")
        .doesNotContainPattern("\"name\":\"psql\",[^\n]*\"to\":[^\n]*\"name\":\"db\"");
    assertThat(site.kubectl("get", "networkpolicies", "-A", "-o", "name")).isEqualTo(before);
  }

  @Test
  void whoMayNotListPoliciesIsNotToldThatAllIsOpen() {
    site.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: pods-alone}
        rules: [{apiGroups: ["", apps], resources: [pods, namespaces, deployments, replicasets], verbs: [list]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: pods-alone}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: pods-alone}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: mallory@example.com}]
        """);
    Person mallory = site.person("mallory", site.cluster().stranger());
    Wait.until(
        Site.SOON,
        "the role is not in force",
        () -> mallory.types("why", psql(), db()).out().startsWith("UNDETERMINED"));

    Person.Said said = mallory.types("why", psql(), db());

    assertThat(said.exitCode()).isEqualTo(Exit.UNDETERMINED);
    assertThat(said.out()).contains("policies that could not be listed");
    assertThat(said.err())
        .containsPattern(
            "(?m)^note: .*\\bnetworkpolicies\\b.* are not known: to list them is forbidden")
        .containsOnlyOnce("are not known: ");
  }

  @Test
  void withoutTheRightToReadRulesANoteIsAllThatIsSaid() {
    site.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: viewer}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: viewer}]
        """);
    Person viewer = site.person("viewer", site.cluster().plane().user("viewer"));
    Wait.until(
        Site.SOON,
        "the role is not in force",
        () -> viewer.types("why", psql(), db()).out().startsWith("DENIED"));

    Person.Said said = viewer.types("why", psql(), db());

    assertThat(said.exitCode()).isEqualTo(Exit.NO);
    assertThat(said.out()).doesNotContain("could open it").doesNotContain("suggest");
    assertThat(said.err()).contains("note: the AccessRules are not known: ");
  }
}
