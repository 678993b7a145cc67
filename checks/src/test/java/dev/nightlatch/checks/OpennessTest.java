package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpennessTest {
  /// Types that are public for a reason which no class tells: their names, and the reason.
  private static final Map<String, String> REASONS =
      Map.of(
          "dev\\.nightlatch\\.(cli|controlplane\\.byhand)\\.Main", "the JVM starts them",
          "dev\\.nightlatch\\.cli\\.ArchiveTraining", "the build starts it",
          "dev\\.nightlatch\\.cli\\.LogSetup", "the logger finds it by its name",
          "dev\\.nightlatch\\.kube\\.crd\\.\\w+", "read and written by reflection",
          "dev\\.nightlatch\\.embedded\\.VirtualTime", "the clock of scenarios");

  @TempDir Path folder;

  @Test
  void nothingIsPublicThatNoOtherPackageNeeds() {
    assertThat(Openness.needless(House.here()))
        .filteredOn(type -> REASONS.keySet().stream().noneMatch(type::matches))
        .isEmpty();
  }

  @Test
  void aNeedlesslyPublicTypeIsFound() {
    House house =
        new Sketch(folder)
            .main("package dev.nightlatch.engine.a; public class Used { public record Part() {} }")
            .main("package dev.nightlatch.engine.a; public class Unused {}")
            .main("package dev.nightlatch.engine.a; class Near { Unused unused; }")
            .main(
                "package dev.nightlatch.engine.b; class B { dev.nightlatch.engine.a.Used.Part p; }")
            .house();
    assertThat(Openness.needless(house)).isEqualTo(Set.of("dev.nightlatch.engine.a.Unused"));
  }
}
