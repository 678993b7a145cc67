package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.manifests.OtherLayers;
import dev.nightlatch.testkit.Kubectl;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `nightlatch install` prints, as a cluster takes it, and the rights that come of it.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InstallManifestsIT {
  private final TestCluster cluster;
  private final Kubectl operator;
  private final Kubectl alice;

  InstallManifestsIT(TestCluster cluster) {
    this.cluster = cluster;
    Installed installed = Installed.on(cluster);
    this.operator = cluster.kubectl(installed.operatorConfig());
    this.alice = cluster.kubectl(cluster.plane().user("alice", "oncall"));
  }

  private Kubectl.Result apply(String... more) {
    return cluster
        .kubectl()
        .run(
            InstallManifests.text(),
            Stream.concat(
                    Stream.of("apply", "--namespace=nightlatch-system", "-f", "-"), Stream.of(more))
                .toArray(String[]::new));
  }

  @BeforeAll
  void itIsInstalled() {
    assertThat(apply().succeeded()).isTrue();
  }

  @Test
  void applyingItAgainChangesNothing() {
    String before = generations();
    Kubectl.Result again = apply();
    assertThat(again.error()).isEmpty();
    assertThat(again.output().lines())
        .hasSize(objects().size())
        .noneMatch(line -> line.endsWith(" created"));
    assertThat(generations()).isEqualTo(before);
    assertThat(again.output().lines().filter(line -> !line.startsWith("customresourcedefinition")))
        .allMatch(line -> line.endsWith(" unchanged"));
  }

  /// Counts the changes of the definitions, which kubectl calls configured without one.
  private String generations() {
    return cluster.kubectl(
        "get",
        "crd",
        "-o",
        "jsonpath={range .items[*]}{.metadata.name} {.metadata.generation} {end}");
  }

  @Test
  void theServerTakesEveryFieldOfIt() {
    Kubectl.Result taken =
        apply("--server-side", "--force-conflicts", "--dry-run=server", "--validate=strict");
    assertThat(taken.succeeded()).as(taken.error()).isTrue();
    assertThat(taken.output().lines()).hasSize(objects().size());
  }

  private static List<Map<?, ?>> objects() {
    KubernetesSerialization yaml = new KubernetesSerialization();
    return Stream.of(InstallManifests.text().split("(?m)^---$", -1))
        .filter(document -> !document.isBlank())
        .<Map<?, ?>>map(document -> yaml.unmarshal(document, Map.class))
        .toList();
  }

  @Test
  void itHoldsNoSecretAndRunsNothing() {
    assertThat(objects().stream().<Object>map(object -> object.get("kind")).distinct())
        .containsExactly(
            "CustomResourceDefinition",
            "Namespace",
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding");
  }

  @Test
  void noRoleSaysEverything() {
    List<Map<?, ?>> rules =
        objects().stream()
            .filter(object -> List.of("ClusterRole", "Role").contains(object.get("kind")))
            .flatMap(role -> ((List<?>) Objects.requireNonNull(role.get("rules"))).stream())
            .<Map<?, ?>>map(rule -> (Map<?, ?>) rule)
            .toList();
    assertThat(rules).isNotEmpty();
    for (Map<?, ?> rule : rules) {
      assertThat(texts(rule, "verbs")).doesNotContain("*", "escalate", "bind", "impersonate");
      assertThat(texts(rule, "resources")).doesNotContain("*", "secrets");
      assertThat(texts(rule, "apiGroups")).doesNotContain("*");
    }
  }

  /// A role that is aggregated would come to whoever is `view`, `edit` or `admin` somewhere.
  @Test
  void noRoleIsTakenUpByAnotherNorTakesOneUp() {
    List<Map<?, ?>> roles =
        objects().stream().filter(object -> "ClusterRole".equals(object.get("kind"))).toList();
    assertThat(roles).hasSizeGreaterThan(8);
    for (Map<?, ?> role : roles) {
      assertThat(role.containsKey("aggregationRule")).as("%s", role).isFalse();
      Map<?, ?> meta = (Map<?, ?>) Objects.requireNonNull(role.get("metadata"));
      assertThat(meta.get("labels"))
          .as("%s", meta)
          .isEqualTo(Map.of("app.kubernetes.io/name", "nightlatch"));
    }
  }

  /// What somebody may do who is bound to one role for people, and to no other.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "nightlatch-requester;"
            + " get:accessrules list:accessboundaries create:accessgrants patch:accessgrants;"
            + " update:accessgrants delete:accessgrants update:accessgrants/status"
            + " create:accessrules open:accessrules list:networkpolicies",
        "nightlatch-approver;"
            + " get:accessrules list:accesssources get:accessgrants patch:accessgrants;"
            + " create:accessgrants update:accessgrants delete:accessgrants"
            + " update:accessgrants/status approve:accessrules",
        "nightlatch-rule-author;"
            + " create:accessrules update:accessrules delete:accessrules get:accesssources;"
            + " create:accesssources create:accessgrants get:accessgrants open:accessrules"
            + " create:accessboundaries",
        "nightlatch-source-owner;"
            + " create:accesssources patch:accesssources delete:accesssources;"
            + " declare-blocks:accesssources get:accessrules create:accessrules get:accessgrants",
        "nightlatch-auditor;"
            + " list:accessgrants list:accessrules list:networkpolicies list:jobs"
            + " list:validatingadmissionpolicies;"
            + " patch:accessgrants create:accessgrants delete:networkpolicies list:secrets"
            + " update:validatingadmissionpolicies open:accessrules",
      })
  void aRoleForPeopleGivesWhatItIsForAndNoMore(String role, String may, String mayNot) {
    String group = "those-of-" + role;
    var _ =
        cluster.kubectl(
            "create", "clusterrolebinding", group, "--clusterrole=" + role, "--group=" + group);
    Kubectl one = cluster.kubectl(cluster.plane().user("somebody-of-" + role, group));
    for (String right : may.strip().split(" ", -1)) {
      Wait.until(
          Duration.ofSeconds(20), role + " does not give " + right, () -> isAllowed(one, right));
    }
    for (String right : mayNot.strip().split(" ", -1)) {
      assertThat(isAllowed(one, right)).as("%s gives %s", role, right).isFalse();
    }
  }

  private static boolean isAllowed(Kubectl one, String right) {
    String[] words = right.split(":", -1);
    String[] resource = words[1].split("/", -1);
    return one.run(
            "",
            "auth",
            "can-i",
            words[0],
            resource[0],
            "--subresource=" + (resource.length > 1 ? resource[1] : ""))
        .output()
        .strip()
        .equals("yes");
  }

  /// The verbs that only guards ask for come each by a role of its own, which gives nothing else.
  @ParameterizedTest
  @CsvSource({
    "nightlatch-open, accessrules, open",
    "nightlatch-break-glass, accessrules, break-glass",
    "nightlatch-approve, accessrules, approve",
    "nightlatch-declare-blocks, accesssources, declare-blocks",
  })
  void aVerbOfOursIsAllThatItsRoleGives(String role, String resource, String verb) {
    assertThat(rules(role))
        .containsExactly(
            Map.of(
                "apiGroups",
                List.of("nightlatch.dev"),
                "resources",
                List.of(resource),
                "verbs",
                List.of(verb)));
  }

  @Test
  void whoeverKeepsProvidersKeepsNothingElse() {
    assertThat(rules("nightlatch-provider-owner"))
        .hasSize(1)
        .allSatisfy(
            rule -> assertThat(texts(rule, "resources")).containsExactly("incidentproviders"));
  }

  @Test
  void theOperatorAloneIsBoundToARole() {
    assertThat(objects().stream().filter(object -> object.containsKey("roleRef")))
        .isNotEmpty()
        .allSatisfy(
            binding ->
                assertThat(binding.get("subjects"))
                    .isEqualTo(
                        List.of(
                            Map.of(
                                "kind",
                                "ServiceAccount",
                                "name",
                                "nightlatch-operator",
                                "namespace",
                                "nightlatch-system"))));
  }

  /// Otherwise a layer would be doubted that is there, and one that is not as well.
  @ParameterizedTest
  @CsvSource({
    "crd.projectcalico.org, NetworkPolicy, networkpolicies",
    "crd.projectcalico.org, GlobalNetworkPolicy, globalnetworkpolicies",
    "projectcalico.org, NetworkPolicy, networkpolicies",
    "projectcalico.org, GlobalNetworkPolicy, globalnetworkpolicies",
    "cilium.io, CiliumNetworkPolicy, ciliumnetworkpolicies",
    "cilium.io, CiliumClusterwideNetworkPolicy, ciliumclusterwidenetworkpolicies",
    "crd.antrea.io, NetworkPolicy, networkpolicies",
    "crd.antrea.io, ClusterNetworkPolicy, clusternetworkpolicies",
    "security.istio.io, AuthorizationPolicy, authorizationpolicies",
    "security.istio.io, PeerAuthentication, peerauthentications",
    "policy.linkerd.io, Server, servers",
    "policy.linkerd.io, ServerAuthorization, serverauthorizations",
    "policy.linkerd.io, AuthorizationPolicy, authorizationpolicies",
    "kuma.io, MeshTrafficPermission, meshtrafficpermissions",
    "kuma.io, TrafficPermission, trafficpermissions",
    "consul.hashicorp.com, ServiceIntentions, serviceintentions",
    "k8s.ovn.org, EgressFirewall, egressfirewalls",
    "network.openshift.io, EgressNetworkPolicy, egressnetworkpolicies",
    "networking.gke.io, FQDNNetworkPolicy, fqdnnetworkpolicies",
    "networking.k8s.aws, ApplicationNetworkPolicy, applicationnetworkpolicies",
    "networking.k8s.aws, ClusterNetworkPolicy, clusternetworkpolicies",
    "vpcresources.k8s.aws, SecurityGroupPolicy, securitygrouppolicies",
  })
  void theOperatorMayListTheKindsOfOtherLayers(String group, String kind, String plural) {
    assertThat(OtherLayers.enforce(group, kind)).isTrue();
    assertThat(operatorMay("list", group, plural)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "watch", "create", "patch", "delete"})
  void theOperatorOnlyListsTheKindsOfOtherLayers(String verb) {
    assertThat(operatorMay(verb, "cilium.io", "ciliumnetworkpolicies")).isFalse();
  }

  /// Of a kind that this cluster does not have, for which `kubectl auth can-i` forgets the group.
  private boolean operatorMay(String verb, String group, String plural) {
    String review =
        """
        apiVersion: authorization.k8s.io/v1
        kind: SelfSubjectAccessReview
        spec: {resourceAttributes: {verb: %s, group: %s, resource: %s}}
        """
            .formatted(verb, group, plural);
    Kubectl.Result answer =
        operator.run(
            review, "create", "--validate=false", "-f", "-", "-o", "jsonpath={.status.allowed}");
    assertThat(answer.succeeded()).as(answer.error()).isTrue();
    return answer.output().strip().equals("true");
  }

  private static List<Map<?, ?>> rules(String role) {
    return objects().stream()
        .filter(object -> "ClusterRole".equals(object.get("kind")))
        .filter(object -> role.equals(metadata(object).get("name")))
        .flatMap(found -> ((List<?>) Objects.requireNonNull(found.get("rules"))).stream())
        .<Map<?, ?>>map(rule -> (Map<?, ?>) rule)
        .toList();
  }

  private static Map<?, ?> metadata(Map<?, ?> object) {
    return (Map<?, ?>) Objects.requireNonNull(object.get("metadata"));
  }

  private static List<String> texts(Map<?, ?> rule, String field) {
    List<?> all = (List<?>) Objects.requireNonNull(rule.get(field));
    assertThat(all).isNotEmpty();
    return all.stream().map(String::valueOf).toList();
  }

  private static boolean may(Kubectl user, String verb, String resource) {
    String[] parts = resource.split("/", 2);
    String sub = parts.length == 1 ? "" : parts[1];
    return user.run("", "auth", "can-i", verb, parts[0], "--subresource=" + sub, "--all-namespaces")
        .output()
        .strip()
        .equals("yes");
  }

  @ParameterizedTest
  @CsvSource({
    "get, accessgrants.nightlatch.dev, true",
    "list, accessrules.nightlatch.dev, true",
    "watch, accesssources.nightlatch.dev, true",
    "list, accessboundaries.nightlatch.dev, true",
    "watch, accessboundaries.nightlatch.dev, true",
    "get, accessboundaries.nightlatch.dev, false",
    "get, incidentproviders.nightlatch.dev, true",
    "list, incidentproviders.nightlatch.dev, false",
    "watch, incidentproviders.nightlatch.dev, false",
    "create, incidentproviders.nightlatch.dev, false",
    "patch, incidentproviders.nightlatch.dev, false",
    "delete, incidentproviders.nightlatch.dev, false",
    "create, accessboundaries.nightlatch.dev, false",
    "patch, accessboundaries.nightlatch.dev, false",
    "delete, accessboundaries.nightlatch.dev, false",
    "update, accessgrants.nightlatch.dev/status, true",
    "create, jobs.batch, true",
    "delete, jobs.batch, true",
    "create, networkpolicies.networking.k8s.io, true",
    "patch, networkpolicies.networking.k8s.io, true",
    "delete, networkpolicies.networking.k8s.io, true",
    "list, pods, true",
    "create, events.events.k8s.io, true",
    "get, events.events.k8s.io, false",
    "list, events.events.k8s.io, false",
    "patch, events.events.k8s.io, false",
    "update, events.events.k8s.io, false",
    "delete, events.events.k8s.io, false",
    "create, leases.coordination.k8s.io, false",
    "update, leases.coordination.k8s.io, false",
    "list, validatingadmissionpolicies.admissionregistration.k8s.io, true",
    "list, validatingadmissionpolicybindings.admissionregistration.k8s.io, true",
    "patch, validatingadmissionpolicies.admissionregistration.k8s.io, false",
    "delete, validatingadmissionpolicybindings.admissionregistration.k8s.io, false",
    "open, accessrules.nightlatch.dev, false",
    "break-glass, accessrules.nightlatch.dev, false",
    "approve, accessrules.nightlatch.dev, false",
    "create, accessgrants.nightlatch.dev, false",
    "update, accessgrants.nightlatch.dev, false",
    "patch, accessgrants.nightlatch.dev, false",
    "delete, accessgrants.nightlatch.dev, false",
    "patch, accessgrants.nightlatch.dev/status, false",
    "create, accessrules.nightlatch.dev, false",
    "patch, accessrules.nightlatch.dev, false",
    "delete, accessrules.nightlatch.dev, false",
    "patch, accesssources.nightlatch.dev, false",
    "patch, jobs.batch, false",
    "update, jobs.batch, false",
    "update, jobs.batch/status, false",
    "deletecollection, jobs.batch, false",
    "update, networkpolicies.networking.k8s.io, false",
    "deletecollection, networkpolicies.networking.k8s.io, false",
    "get, secrets, false",
    "list, secrets, false",
    "get, configmaps, false",
    "get, pods, false",
    "create, pods, false",
    "create, pods/exec, false",
    "create, pods/portforward, false",
    "get, nodes, false",
    "create, serviceaccounts/token, false",
    "impersonate, users, false",
    "patch, clusterroles.rbac.authorization.k8s.io, false",
    "create, rolebindings.rbac.authorization.k8s.io, false",
    "'*', '*', false",
  })
  void theOperatorMay(String verb, String resource, boolean may) {
    assertThat(may(operator, verb, resource)).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({
    "get, nightlatch-operator, true",
    "update, nightlatch-operator, true",
    "delete, nightlatch-operator, false",
    "patch, nightlatch-operator, false",
    "get, another, false",
    "update, another, false",
  })
  void ofLeasesTheOperatorKeepsOneAlone(String verb, String name, boolean may) {
    String answer =
        operator
            .run(
                "",
                "auth",
                "can-i",
                verb,
                "leases.coordination.k8s.io/" + name,
                "--namespace=nightlatch-system")
            .output()
            .strip();
    assertThat(answer).isEqualTo(may ? "yes" : "no");
  }

  @ParameterizedTest
  @CsvSource({
    "list, accessrules.nightlatch.dev, true",
    "list, accesssources.nightlatch.dev, true",
    "get, accessboundaries.nightlatch.dev, true",
    "list, accessboundaries.nightlatch.dev, true",
    "watch, accessboundaries.nightlatch.dev, true",
    "create, accessboundaries.nightlatch.dev, false",
    "patch, accessboundaries.nightlatch.dev, false",
    "delete, accessboundaries.nightlatch.dev, false",
    "get, incidentproviders.nightlatch.dev, true",
    "list, incidentproviders.nightlatch.dev, true",
    "create, incidentproviders.nightlatch.dev, false",
    "patch, incidentproviders.nightlatch.dev, false",
    "delete, incidentproviders.nightlatch.dev, false",
    "create, accessgrants.nightlatch.dev, true",
    "patch, accessgrants.nightlatch.dev, true",
    "watch, accessgrants.nightlatch.dev, true",
    "open, accessrules.nightlatch.dev, false",
    "break-glass, accessrules.nightlatch.dev, false",
    "approve, accessrules.nightlatch.dev, false",
    "delete, accessgrants.nightlatch.dev, false",
    "deletecollection, accessgrants.nightlatch.dev, false",
    "update, accessgrants.nightlatch.dev/status, false",
    "patch, accessgrants.nightlatch.dev/status, false",
    "create, accessrules.nightlatch.dev, false",
    "patch, accessrules.nightlatch.dev, false",
    "patch, accesssources.nightlatch.dev, false",
    "create, networkpolicies.networking.k8s.io, false",
    "delete, networkpolicies.networking.k8s.io, false",
    "create, jobs.batch, false",
    "get, secrets, false",
  })
  void whoIsOnCallMay(String verb, String resource, boolean may) {
    assertThat(may(alice, verb, resource)).isEqualTo(may);
  }
}
