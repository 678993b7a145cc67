package dev.nightlatch.kube;

import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.controlplane.Kubeconfig;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A control plane with Nightlatch installed by the very text that users apply: the operator has
/// its own account and its roles alone, and whoever is on call may do what a requester may.
record Installed(ControlPlane plane) {
  private static final Duration IN_FORCE = Duration.ofSeconds(20);
  private static final String ON_CALL = "oncall";

  /// Installs, with strict validation, and returns once kinds and roles are in force. Harmless when
  /// repeated.
  static Installed on(TestCluster cluster) {
    return on(cluster, InstallManifests.text());
  }

  /// The same without the guards: for what a stranger does who got past them, or before there were
  /// any. Other classes may share the control plane.
  static Installed unguarded(TestCluster cluster) {
    return on(cluster, InstallManifests.withoutGuards());
  }

  private static Installed on(TestCluster cluster, String manifests) {
    String applied =
        cluster
            .kubectl()
            .run(
                manifests, "apply", "--namespace=nightlatch-system", "--validate=strict", "-f", "-")
            .error();
    if (!applied.isBlank()) {
      throw new AssertionError("the manifests are not taken as they are: " + applied);
    }
    cluster.kubectl("wait", "--for=condition=Established", "--timeout=30s", "crd", "--all");
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: oncall-requests}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nightlatch-requester}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: oncall}]
        """);
    Installed installed = new Installed(cluster.plane());
    installed.awaitRoles();
    return installed;
  }

  /// The API server learns of new roles a moment after it has stored them.
  private void awaitRoles() {
    ObjectKey nothing = new ObjectKey("default", "nothing");
    try (KubeCluster operator = operator();
        KubeCluster alice = user("alice")) {
      Wait.until(
          IN_FORCE,
          "the roles are not in force",
          () ->
              mayRead(() -> operator.policies())
                  && mayRead(() -> operator.latch(nothing))
                  && mayRead(() -> alice.grants())
                  && mayRead(() -> operator.boundaries())
                  && mayRead(() -> alice.boundaries())
                  && mayRead(() -> alice.rules())
                  && mayRead(() -> alice.source(nothing)));
    }
  }

  /// Whether this read is not refused, now.
  static boolean mayRead(Runnable read) {
    try {
      read.run();
      return true;
    } catch (ClusterException refused) {
      return false;
    }
  }

  /// The operator, by a token of its ServiceAccount.
  KubeCluster operator() {
    return connect(operatorConfig());
  }

  Kubeconfig operatorConfig() {
    return plane.serviceAccount("nightlatch-system", "nightlatch-operator");
  }

  /// A person on call, by a client certificate.
  KubeCluster user(String name) {
    return connect(plane.user(name, ON_CALL));
  }

  /// The adapter as this user has it: by way of a kubeconfig file.
  static KubeCluster connect(Kubeconfig config) {
    try {
      Path file = Files.createTempFile("nightlatch", ".kubeconfig");
      try {
        return KubeCluster.of(KubeAccess.of(Optional.of(config.write(file)), Optional.empty()));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
