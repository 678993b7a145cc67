package dev.nightlatch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Binaries;
import dev.nightlatch.controlplane.Binaries.Located;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether a class that needs a control plane runs, by the programs and the environment.
class RequiredTest {
  private static final String REQUIRE = "NIGHTLATCH_REQUIRE_CONTROL_PLANE";
  private static final Located MISSING = new Located.Missing("No etcd in /nowhere.");
  private static final Located FOUND = new Located.Found(new Binaries(Path.of("/somewhere")));

  @Test
  void withoutTheProgramsItIsSkippedAndSaysWhatToDo() {
    var result = RealClusterExtension.condition(MISSING, Map.of());
    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason()).contains("No etcd in /nowhere. Run dev/control-plane binaries.");
  }

  @Test
  void whereAControlPlaneIsRequiredItRunsWithoutThemAndSoFails() {
    assertThat(RealClusterExtension.condition(MISSING, Map.of(REQUIRE, "1")).isDisabled())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "true"})
  void onlyAOneRequiresIt(String value) {
    assertThat(RealClusterExtension.condition(MISSING, Map.of(REQUIRE, value)).isDisabled())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void withTheProgramsItRuns(String value) {
    assertThat(RealClusterExtension.condition(FOUND, Map.of(REQUIRE, value)).isDisabled())
        .isFalse();
  }
}
