package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A cluster that has never heard of Nightlatch.
@RealCluster(isolated = true)
final class NotInstalledIT {

  @Test
  void thatItIsNotInstalledIsSaidInsteadOfThatNothingIsThere(TestCluster cluster) {
    Request request =
        new Request(
            new ObjectKey("shop", "orders-db"),
            "INC-1",
            "orders cannot be read",
            Duration.ofMinutes(5),
            new Origin.AnySource(),
            "alice");
    try (KubeCluster admin = Installed.connect(cluster.admin())) {
      List<Supplier<?>> calls =
          List.of(
              admin::rules,
              () -> admin.rules("shop"),
              () -> admin.rule(request.rule()),
              () -> admin.source(request.rule()),
              admin::grants,
              () -> admin.grant("g"),
              () -> admin.ask(request));
      for (Supplier<?> call : calls) {
        ClusterException failed = catchThrowableOfType(ClusterException.class, call::get);
        assertThat(failed.kind()).isEqualTo(ClusterException.Kind.NOT_FOUND);
        assertThat(failed).hasMessageContaining("Nightlatch is not installed in this cluster");
      }
      assertThat(admin.latch(request.rule())).isEmpty();
      assertThat(admin.policies()).isEmpty();
    }
  }
}
