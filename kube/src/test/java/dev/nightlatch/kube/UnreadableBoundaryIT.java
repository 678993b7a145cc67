package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A boundary with a limit that this version does not know, as a newer definition of the kind lets
/// one be made. Left out of the list, it would hold for nobody.
@RealCluster(isolated = true)
final class UnreadableBoundaryIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ANY_LIMIT =
      """
      [{"op": "add", "value": true, "path": "/spec/versions/0/schema/openAPIV3Schema/properties/\
      spec/x-kubernetes-preserve-unknown-fields"}]
      """;
  private static final String NEWER =
      """
      apiVersion: nightlatch.dev/v1alpha1
      kind: AccessBoundary
      metadata: {name: from-tomorrow}
      spec: {minimumApprovals: 1, forbiddenWeekdays: [Sunday]}
      """;

  @Test
  void oneBoundaryThatCannotBeReadFailsTheWholeListAndIsNamed(TestCluster cluster) {
    try (KubeCluster operator = Installed.unguarded(cluster).operator()) {
      assertThat(operator.boundaries()).isEmpty();
      cluster.apply(
          """
          apiVersion: nightlatch.dev/v1alpha1
          kind: AccessBoundary
          metadata: {name: all}
          spec: {maxDuration: 1h}
          """);
      assertThat(operator.boundaries()).hasSize(1);
      String _ =
          cluster.kubectl(
              "patch",
              "crd",
              "accessboundaries.nightlatch.dev",
              "--type=json",
              "--patch=" + ANY_LIMIT);
      Wait.until(SOON, "the newer definition is not in force", () -> isKept(cluster));
      ClusterException failed =
          catchThrowableOfType(ClusterException.class, () -> operator.boundaries().size());
      assertThat(failed).isNotNull();
      assertThat(failed.kind()).isEqualTo(ClusterException.Kind.PERMANENT);
      assertThat(failed).hasMessage("AccessBoundary from-tomorrow is there and cannot be read");
    }
  }

  /// Whether the API server keeps the limit that it does not know.
  private static boolean isKept(TestCluster cluster) {
    var _ = cluster.kubectl().run(NEWER, "apply", "--validate=false", "-f", "-");
    return cluster
        .kubectl()
        .run("", "get", "accessboundary", "from-tomorrow", "-o", "yaml")
        .output()
        .contains("forbiddenWeekdays:");
  }
}
