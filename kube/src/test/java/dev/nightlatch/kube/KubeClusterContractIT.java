package dev.nightlatch.kube;

import dev.nightlatch.grants.port.ClusterContract;
import dev.nightlatch.grants.port.World;
import dev.nightlatch.kube.crd.TestClients;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The adapter to a real API server keeps the contract, with no more rights than the installation
/// gives.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("KubeClusterContractIT")
final class KubeClusterContractIT extends ClusterContract {
  private final TestCluster cluster;
  private final Admin admin;
  private Installed installed;

  KubeClusterContractIT(TestCluster cluster) {
    this.cluster = cluster;
    this.admin = new Admin(TestClients.of(cluster.admin()));
    this.installed = new Installed(cluster.plane());
  }

  @BeforeAll
  void install() {
    installed = Installed.unguarded(cluster);
  }

  @AfterAll
  void close() {
    admin.client().close();
  }

  @Override
  protected World make() {
    return new KubeWorld(installed, admin);
  }
}
