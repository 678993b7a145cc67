package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind that a snapshot wants, in a real cluster that has it or has it not.
@RealCluster(isolated = true)
final class KubeSnapshotKindsIT {
  private static final String POLICY =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: b}
      spec: {podSelector: {matchLabels: {app: b}}, policyTypes: [Ingress]}
      ---
      """;

  @TempDir Path folder;

  private Snapshot read(Kubeconfig user) {
    Path file = user.write(folder.resolve(user.user() + ".kubeconfig"));
    return KubeSnapshot.read(
            KubeAccess.of(Optional.of(file), Optional.empty()), Set.of(), _ -> {}, _ -> {})
        .snapshot();
  }

  @Test
  void kindsThatTheClusterDoesNotHaveAreEmptyAndOthersAreRead(TestCluster cluster) {
    Snapshot without = read(cluster.admin());
    assertThat(without.clusterPolicies()).isEmpty();
    assertThat(without.gaps()).isEmpty();
    Gap unlisted = new Gap.Unlisted(Kind.ADMIN_NETWORK_POLICY, "");
    assertThat(read(cluster.stranger()).gaps()).doesNotContain(unlisted);

    cluster.apply(
        definition("v1alpha1", "AdminNetworkPolicy", "adminnetworkpolicies")
            + definition("v1alpha1", "BaselineAdminNetworkPolicy", "baselineadminnetworkpolicies")
            + definition("v1alpha2", "ClusterNetworkPolicy", "clusternetworkpolicies"));
    String _ =
        cluster.kubectl("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
    cluster.apply(everyKind());
    Snapshot with = read(cluster.admin());

    assertThat(with.gaps()).isEmpty();
    assertThat(read(cluster.stranger()).gaps()).contains(unlisted);
    assertThat(with.clusterPolicies())
        .extracting(ClusterPolicy::ref)
        .extracting(Object::toString)
        .containsExactly(
            "AdminNetworkPolicy anp",
            "BaselineAdminNetworkPolicy default",
            "ClusterNetworkPolicy cnp");
    assertThat(with.nodes()).extracting(node -> node.name()).contains("node-1");
    assertThat(with.nodes())
        .flatExtracting(node -> node.podBlocks())
        .contains(Cidr.parseStrict("10.0.0.0/24").orElseThrow());
    String here = cluster.namespace();
    assertThat(with.workloads())
        .filteredOn(workload -> workload.namespace().equals(here))
        .extracting(workload -> workload.kind() + "/" + workload.name())
        .contains(
            "Deployment/d",
            "ReplicaSet/rs",
            "StatefulSet/s",
            "DaemonSet/ds",
            "CronJob/cj",
            "Job/j",
            "ReplicationController/rc");
    assertThat(with.services())
        .filteredOn(service -> service.namespace().equals(here))
        .extracting(service -> service.name())
        .containsExactly("svc");
    assertThat(with.endpointSlices())
        .filteredOn(slice -> slice.namespace().equals(here))
        .extracting(slice -> slice.name())
        .contains("slice");
    assertThat(with.networkPolicies())
        .filteredOn(policy -> policy.namespace().equals(here))
        .hasSize(1);
    assertThat(with.namespaces()).extracting(namespace -> namespace.name()).contains(here);
  }

  private static String definition(String version, String kind, String plural) {
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata:
      name: %3$s.policy.networking.k8s.io
      annotations:
        api-approved.kubernetes.io: https://github.com/kubernetes-sigs/network-policy-api/pull/30
    spec:
      group: policy.networking.k8s.io
      scope: Cluster
      names: {kind: %2$s, plural: %3$s, singular: %4$s}
      versions:
      - name: %1$s
        served: true
        storage: true
        schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    ---
    """
        .formatted(version, kind, plural, kind.toLowerCase(Locale.ROOT));
  }

  private static String everyKind() {
    String template =
        "template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c, image: i}]}}";
    String once = "template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}";
    String selector = "selector: {matchLabels: {app: x}}, ";
    return POLICY
        + object("apps/v1", "Deployment", "d", selector + template)
        + object("apps/v1", "ReplicaSet", "rs", selector + template)
        + object("apps/v1", "StatefulSet", "s", "serviceName: s, " + selector + template)
        + object("apps/v1", "DaemonSet", "ds", selector + template)
        + object("batch/v1", "Job", "j", "suspend: true, " + once)
        + object(
            "batch/v1",
            "CronJob",
            "cj",
            "schedule: '0 0 1 1 *', jobTemplate: {spec: {" + once + "}}")
        + object(
            "v1", "ReplicationController", "rc", "replicas: 1, selector: {app: x}, " + template)
        + object(
            "v1", "Service", "svc", "selector: {app: b}, ports: [{port: 80, targetPort: http}]")
        + object("v1", "Node", "node-1", "podCIDR: 10.0.0.0/24")
        + """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: slice, labels: {kubernetes.io/service-name: svc}}
        addressType: IPv4
        endpoints: [{addresses: [10.0.0.7]}]
        ports: [{port: 80}]
        ---
        """
        + object(
            "policy.networking.k8s.io/v1alpha1",
            "AdminNetworkPolicy",
            "anp",
            "priority: 1, subject: {namespaces: {}}")
        + object(
            "policy.networking.k8s.io/v1alpha1",
            "BaselineAdminNetworkPolicy",
            "default",
            "subject: {namespaces: {}}")
        + object(
            "policy.networking.k8s.io/v1alpha2",
            "ClusterNetworkPolicy",
            "cnp",
            "tier: Admin, priority: 1, subject: {namespaces: {}}");
  }

  private static String object(String version, String kind, String name, String spec) {
    return "apiVersion: %s\nkind: %s\nmetadata: {name: %s}\nspec: {%s}\n---\n"
        .formatted(version, kind, name, spec);
  }
}
