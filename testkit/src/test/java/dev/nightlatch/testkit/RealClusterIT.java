package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.ControlPlane;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// What a test class gets by writing `@RealCluster`.
@RealCluster
class RealClusterIT {
  private final TestCluster ofTheClass;

  RealClusterIT(TestCluster ofTheClass) {
    this.ofTheClass = ofTheClass;
  }

  @Test
  void aTestHasANamespaceOfItsOwn(TestCluster cluster) {
    assertThat(cluster.kubectl("get", "namespace", cluster.namespace(), "-o", "name"))
        .isEqualToIgnoringNewLines("namespace/" + cluster.namespace());
    assertThat(cluster.namespace()).isNotEqualTo(ofTheClass.namespace());
  }

  @RepeatedTest(2)
  void aTestDoesNotSeeWhatTheOneBeforeMade(TestCluster cluster) {
    assertThat(cluster.kubectl().exists("configmap", "witness")).isFalse();
    cluster.kubectl("create", "configmap", "witness");
    assertThat(cluster.kubectl().exists("configmap", "witness")).isTrue();
  }

  @Test
  void allClassesShareOneControlPlane(ControlPlane plane, TestCluster cluster) {
    assertThat(plane).isSameAs(cluster.plane()).isSameAs(ofTheClass.plane());
  }
}
