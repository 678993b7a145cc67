package dev.nightlatch.kube;

import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The same on the oldest API that Nightlatch supports, as the current API server emulates it.
@RealCluster(isolated = true, apiServer = "--emulated-version=1.34")
@ResourceLock("GuardsOnOldestVersionIT")
final class GuardsOnOldestVersionIT extends GuardsAsTheyStandIT {
  GuardsOnOldestVersionIT(TestCluster cluster) {
    super(cluster);
  }
}
