package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Stand;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The sample shop is read whole.
final class ShopExampleTest {
  private static final Path SHOP = Path.of("../examples/shop");
  private static final Manifests READ = Manifests.read(SHOP);

  @Test
  void theShopIsReadWithoutAProblem() {
    assertThat(READ.problems()).isEmpty();
    assertThat(READ.manifests()).hasSize(20);
    assertThat(READ.manifests()).noneMatch(Manifest.Other.class::isInstance);
  }

  @Test
  void theRuleOpensTheDatabaseToTheToolsForAnHourAtMost() {
    var rule =
        READ.manifests().stream()
            .filter(Manifest.OfRule.class::isInstance)
            .map(manifest -> ((Manifest.OfRule) manifest).rule())
            .filter(found -> found.meta().key().equals(new ObjectKey("shop", "db-shell")))
            .findFirst()
            .orElseThrow();
    assertThat(rule.target().ports()).containsExactly(PortRange.single(Protocol.TCP, 5432));
    assertThat(rule.sources())
        .containsExactly(new SourceRef(new ObjectKey("support-tools", "tools"), false));
    assertThat(rule.maxDuration()).isEqualTo(Duration.ofHours(1));
    assertThat(rule.fourEyes().required()).isZero();
  }

  @Test
  void theSourcesLetTheirRulesUseThem() {
    var sources =
        READ.manifests().stream()
            .filter(Manifest.OfSource.class::isInstance)
            .map(manifest -> ((Manifest.OfSource) manifest).source())
            .toList();
    assertThat(sources)
        .extracting(source -> source.meta().name())
        .containsExactly("tools", "workstations", "tools-for-reports");
    assertThat(sources)
        .extracting(source -> source.usableFrom().getFirst())
        .containsExactly("shop", "shop", "reports");
    assertThat(sources.get(1).stand()).isInstanceOf(Stand.Blocks.class);
  }
}
