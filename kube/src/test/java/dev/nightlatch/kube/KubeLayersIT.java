package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.kube.crd.TestClients;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Policies of other layers: that they are there is known, in a real cluster that has such kinds.
/// Each test has a group of its own.
@RealCluster(isolated = true)
final class KubeLayersIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestCluster cluster;

  KubeLayersIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  /// A kind as a network plugin brings it.
  private record Brought(String group, String version, String kind, String plural) {
    String definition() {
      return """
          apiVersion: apiextensions.k8s.io/v1
          kind: CustomResourceDefinition
          metadata: {name: %4$s.%1$s}
          spec:
            group: %1$s
            scope: Namespaced
            names: {kind: %3$s, plural: %4$s, singular: %5$s}
            versions:
            - name: %2$s
              served: true
              storage: true
              schema:
                openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
          """
          .formatted(group, version, kind, plural, kind.toLowerCase(Locale.ROOT));
    }

    String object() {
      return "{apiVersion: %s/%s, kind: %s, metadata: {name: all}, spec: {}}"
          .formatted(group, version, kind);
    }

    String versionPath() {
      return "/apis/" + group + "/" + version;
    }

    String collection(String namespace) {
      return versionPath() + "/namespaces/" + namespace + "/" + plural;
    }
  }

  private static List<String> seen(KubernetesClient client, String group) {
    return new KubeLayers(client)
        .look().stream().filter(layer -> layer.contains("(" + group + ")")).toList();
  }

  private List<String> seenBy(Kubeconfig user, String group) {
    try (KubernetesClient client = TestClients.of(user)) {
      return seen(client, group);
    }
  }

  private void serve(Hand admin, Brought kind) {
    cluster.apply(kind.definition());
    awaitServed(admin, kind);
  }

  private void awaitServed(Hand admin, Brought kind) {
    Wait.until(
        SOON,
        kind + " is not served",
        () ->
            admin.get("/apis").taken().told().toString().contains("groupVersion=" + kind.group())
                && admin.sees(kind.versionPath())
                && admin.get(kind.versionPath()).told().toString().contains(kind.plural())
                && admin.sees(kind.collection(cluster.namespace())));
  }

  private void makeOne(Hand admin, Brought kind) {
    var _ = admin.create(kind.collection(cluster.namespace()), kind.object()).taken();
  }

  @Test
  void aLayerIsThereOnceOneOfItsPoliciesIs() {
    Brought cilium = new Brought("cilium.io", "v2", "CiliumNetworkPolicy", "ciliumnetworkpolicies");
    String layer = "CiliumNetworkPolicy (cilium.io)";
    Installed installed = Installed.unguarded(cluster);
    try (KubernetesClient client = TestClients.of(cluster.admin());
        KubeCluster operator = installed.operator();
        KubeCluster alice = installed.user("alice")) {
      Hand admin = new Hand(client);
      assertThat(seen(client, "cilium.io")).isEmpty();
      assertThat(operator.surroundings().layers()).doesNotContain(layer);

      serve(admin, cilium);
      assertThat(seen(client, "cilium.io")).isEmpty();
      assertThat(operator.surroundings().layers()).doesNotContain(layer);

      makeOne(admin, cilium);
      assertThat(seen(client, "cilium.io")).containsExactly(layer);
      assertThat(operator.surroundings().layers()).contains(layer);
      assertThat(alice.surroundings(_ -> {}).layers())
          .contains(layer + ", which may not be listed")
          .doesNotContain(layer);

      var _ = admin.delete(cilium.collection(cluster.namespace()) + "/all").taken();
      assertThat(operator.surroundings().layers()).doesNotContain(layer);
    }
  }

  /// The API server of a network plugin may be down with much else, and that must not keep anybody
  /// from being let in, nor from knowing what is not known.
  @Test
  void aLayerWhoseApiServerIsDownIsNamedAndHoldsNobodyUp() {
    String services = "/apis/apiregistration.k8s.io/v1/apiservices";
    String dead =
        """
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: v3.projectcalico.org}
        spec:
          group: projectcalico.org
          version: v3
          groupPriorityMinimum: 1500
          versionPriority: 200
          insecureSkipTLSVerify: true
          service: {namespace: default, name: nobody}
        """;
    try (KubernetesClient client = TestClients.of(cluster.admin())) {
      Hand admin = new Hand(client);
      var _ = admin.create(services, dead).taken();
      try {
        Wait.until(
            SOON,
            "the group is not told",
            () -> admin.get("/apis").taken().told().toString().contains("projectcalico.org/v3"));
        assertThat(new KubeLayers(client).look())
            .contains("policies of projectcalico.org, which cannot be asked for");
      } finally {
        var _ = admin.delete(services + "/v3.projectcalico.org").taken();
      }
    }
  }

  /// Nobody knows, so it is said whether there is one or not.
  @Test
  void aLayerThatMayNotBeListedIsNamedAsSuch() {
    Brought antrea =
        new Brought("crd.antrea.io", "v1beta1", "ClusterNetworkPolicy", "clusternetworkpolicies");
    try (KubernetesClient client = TestClients.of(cluster.admin())) {
      serve(new Hand(client), antrea);
      assertThat(seenBy(cluster.stranger(), "crd.antrea.io"))
          .containsExactly("ClusterNetworkPolicy (crd.antrea.io), which may not be listed");
      assertThat(seen(client, "crd.antrea.io")).isEmpty();
    }
  }

  @Test
  void otherKindsOfSuchAGroupAreNoLayer() {
    Brought mesh = new Brought("kuma.io", "v1alpha1", "Mesh", "meshes");
    try (KubernetesClient client = TestClients.of(cluster.admin())) {
      Hand admin = new Hand(client);
      serve(admin, mesh);
      makeOne(admin, mesh);
      assertThat(seen(client, "kuma.io")).isEmpty();
      assertThat(seenBy(cluster.stranger(), "kuma.io")).isEmpty();
    }
  }

  @Test
  void aPlaceForPoliciesAndAStagedOneAreNoLayer() {
    String calico = "crd.projectcalico.org";
    try (KubernetesClient client = TestClients.of(cluster.admin())) {
      Hand admin = new Hand(client);
      for (Brought kind :
          List.of(
              new Brought(calico, "v1", "Tier", "tiers"),
              new Brought(calico, "v1", "StagedNetworkPolicy", "stagednetworkpolicies"))) {
        serve(admin, kind);
        makeOne(admin, kind);
      }
      assertThat(seen(client, calico)).isEmpty();
    }
  }

  /// The group's preferred version has only the other kind.
  @Test
  void aLayerIsFoundInEachVersionOfItsGroup() {
    String linkerd = "policy.linkerd.io";
    Brought server = new Brought(linkerd, "v1beta3", "Server", "servers");
    Brought policy =
        new Brought(linkerd, "v1alpha1", "AuthorizationPolicy", "authorizationpolicies");
    try (KubernetesClient client = TestClients.of(cluster.admin())) {
      Hand admin = new Hand(client);
      serve(admin, server);
      serve(admin, policy);
      makeOne(admin, policy);
      assertThat(seen(client, linkerd)).containsExactly("AuthorizationPolicy (" + linkerd + ")");
    }
  }

  /// A kind of two versions is one layer.
  @Test
  void aLayerOfTwoVersionsIsNamedOnce() {
    String istio = "security.istio.io";
    Brought kind = new Brought(istio, "v1", "AuthorizationPolicy", "authorizationpolicies");
    Brought older = new Brought(istio, "v1beta1", kind.kind(), kind.plural());
    String versions =
        kind.definition()
            + "  - {name: v1beta1, served: true, storage: false, schema: {openAPIV3Schema:"
            + " {type: object, x-kubernetes-preserve-unknown-fields: true}}}\n";
    try (KubernetesClient client = TestClients.of(cluster.admin())) {
      Hand admin = new Hand(client);
      cluster.apply(versions);
      awaitServed(admin, kind);
      awaitServed(admin, older);
      makeOne(admin, kind);
      assertThat(seen(client, istio)).containsExactly("AuthorizationPolicy (" + istio + ")");
    }
  }
}
