package dev.nightlatch.kube.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Holds the packaged definitions to the Java types. `-Dnightlatch.golden=write` writes them anew.
final class CrdsGoldenTest {
  private static final Path FOLDER = Path.of("src/main/resources/dev/nightlatch/kube/crd");

  @Test
  void thePackagedDefinitionsAreThoseThatTheTypesGive() throws IOException {
    Map<String, String> generated = CrdGeneration.run();
    if ("write".equals(System.getProperty("nightlatch.golden"))) {
      for (Map.Entry<String, String> crd : generated.entrySet()) {
        Files.writeString(FOLDER.resolve(crd.getKey() + ".yaml"), crd.getValue());
      }
      return;
    }
    assertThat(generated.keySet()).containsExactlyInAnyOrderElementsOf(Crds.NAMES);
    for (String name : Crds.NAMES) {
      assertThat(FOLDER.resolve(name + ".yaml")).content().isEqualTo(generated.get(name));
    }
  }

  @Test
  void theDefinitionsCanBeReadWithoutACluster() {
    assertThat(Crds.all())
        .hasSize(5)
        .allSatisfy(text -> assertThat(text).contains("kind: CustomResourceDefinition"));
  }
}
