package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples that users read, all of them together.
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples/objects");
  private static final String PODS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders-db, namespace: shop}
      spec:
        selector: {matchLabels: {app: orders-db}}
        template:
          metadata: {labels: {app: orders-db}}
          spec: {containers: [{name: db, image: db}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: tools, namespace: support-tools}
      spec:
        selector: {matchLabels: {app: psql-tools}}
        template:
          metadata: {labels: {app: psql-tools, tier: support}}
          spec: {containers: [{name: tools, image: tools}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: default-deny, namespace: shop}
      spec: {podSelector: {}, policyTypes: [Ingress]}
      """;

  @TempDir Path folder;

  private final Printed printed = new Printed();

  @BeforeEach
  void copy() throws IOException {
    Files.writeString(folder.resolve("pods.yaml"), PODS);
    for (String name : names()) {
      Files.copy(EXAMPLES.resolve(name), folder.resolve(name));
    }
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private int why() {
    return Nightlatch.run(
        printed.screen(),
        "why",
        "support-tools/deployment/tools",
        "shop/deployment/orders-db:5432",
        "-f",
        folder.toString());
  }

  @Test
  void thereIsOneOfEachObject() throws IOException {
    assertThat(names())
        .contains(
            "access-boundary.yaml",
            "access-grant.yaml",
            "access-rule.yaml",
            "access-source-blocks.yaml",
            "access-source-pods.yaml",
            "incident-file.yaml",
            "incident-provider.yaml",
            "roles.yaml");
  }

  /// Who tries all of them at once must not find that one forbids the other.
  @Test
  void theRuleOpensWithinTheBoundaryAndFromItsSources() {
    assertThat(why()).isEqualTo(Exit.NO);
    assertThat(printed.err()).doesNotContain("problem").doesNotContain("NL-");
    assertThat(printed.out())
        .startsWith("DENIED ")
        .contains("Rule shop/db-shell could open it for some time")
        .contains("nightlatch open shop/db-shell --incident ID");
  }

  /// Else "no emergency rule could open it" would be all that is said.
  @Test
  void aSourceWithAMistakeInItIsNotPassedOverInSilence() throws IOException {
    Path source = folder.resolve("access-source-pods.yaml");
    Files.writeString(
        source,
        Files.readString(source)
            .replaceFirst("metadata:", "metadata:\n  namespace: support-tools"));
    assertThat(why()).isEqualTo(Exit.NO);
    assertThat(printed.out()).contains("No emergency rule could open it");
    assertThat(printed.err())
        .containsPattern("access-source-pods.yaml:\\d+: NL-KEY-TWICE: found the key \"namespace\"");
  }
}
