package dev.nightlatch.kube.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/// The oldest API that Nightlatch supports, as the current API server emulates it.
@RealCluster(isolated = true, apiServer = "--emulated-version=1.34")
final class OldestVersionIT {

  @Test
  void itTakesTheDefinitionsAndKnowsEveryFunctionOfTheirConditions(TestCluster cluster) {
    try (KubernetesClient admin = TestClients.of(cluster.admin())) {
      TestClients.install(admin);
      assertThat(Crds.NAMES).allMatch(name -> TestClients.isEstablished(admin, name));
    }
  }
}
