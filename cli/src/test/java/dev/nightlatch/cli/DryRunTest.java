package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What `open --dry-run` says under boundaries, on the sample shop in memory.
@Timeout(60)
class DryRunTest {
  private static final ObjectKey RULE = new ObjectKey("shop", "db-shell");

  private final Printed printed = new Printed();
  private EmbeddedStage stage;

  @BeforeEach
  void build() throws IOException {
    stage = EmbeddedStage.build();
  }

  @AfterEach
  void close() throws IOException {
    stage.close();
  }

  private void putLongest(Duration longest) {
    Meta meta =
        new Meta(
            "",
            "production",
            new Uid("u"),
            "",
            1,
            Instant.EPOCH,
            false,
            Map.of(),
            Map.of(),
            List.of(),
            List.of());
    AccessBoundary _ =
        stage
            .hands()
            .put(
                new AccessBoundary(
                    meta,
                    "",
                    Optional.of(longest),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    OptionalInt.empty()));
  }

  private int run(Cluster cluster) {
    return DryRun.of(
        new Answer(printed.screen(), Format.table, ApiObjects.made(cluster)),
        cluster,
        cluster.rule(RULE).orElseThrow(),
        new Request(
            RULE,
            "INC-4711",
            "orders fail",
            Duration.ofMinutes(30),
            new Origin.AnySource(),
            "alice@example.com"),
        cluster.surroundings(),
        CniProfile.DEFAULT);
  }

  @Test
  void whatKeepsWithinEveryBoundaryWouldOpen() {
    putLongest(Duration.ofMinutes(30));
    assertThat(run(stage.engineer())).isEqualTo(Exit.DONE);
    assertThat(printed.out()).contains("Would open shop/db-shell for 30m:");
  }

  @Test
  void whatCrossesABoundaryWouldBeRefusedAndTheBoundaryIsNamed() {
    putLongest(Duration.ofMinutes(20));
    assertThat(run(stage.engineer())).isEqualTo(Exit.NO);
    assertThat(printed.out())
        .contains("Would be refused (NL-BOUNDARY-CROSSED): AccessBoundary production ")
        .contains("found a duration of 30m; wanted at most 20m.");
  }

  /// Taken for none, boundaries that one may not list would promise what the operator refuses.
  @Test
  void whoMayNotListBoundariesIsToldSo() {
    Cluster blind =
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("boundaries")) {
                    throw new ClusterException(ClusterException.Kind.FORBIDDEN, "on purpose");
                  }
                  return method.invoke(stage.engineer(), arguments);
                });
    assertThatThrownBy(() -> run(blind))
        .isInstanceOfSatisfying(
            ClusterException.class,
            failed -> assertThat(failed.kind()).isEqualTo(ClusterException.Kind.FORBIDDEN));
    assertThat(printed.out()).isEmpty();
  }
}
