package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.manifests.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  @TempDir Path folder;

  @Test
  void everyExampleIsReadWithoutAProblem() {
    Path examples = House.projectRoot().resolve("examples");
    List<Path> files =
        Stream.of(".yaml", ".yml", ".json")
            .flatMap(ending -> Room.files(examples, ending).stream())
            .toList();
    assertThat(files)
        .isNotEmpty()
        .allSatisfy(
            file -> {
              Manifests read = Manifests.read(file);
              assertThat(read.problems()).isEmpty();
              assertThat(read.manifests()).isNotEmpty();
            });
  }

  @Test
  void aMistypedExampleIsFound() throws IOException {
    Path file = folder.resolve("rule.yaml");
    Files.writeString(
        file,
        """
        apiVersion: nightlatch.dev/v1alpha1
        kind: AccessRule
        metadata: {name: a, namespace: b}
        spec: {targets: {}}
        """);
    assertThat(Manifests.read(file).problems()).isNotEmpty();
  }
}
