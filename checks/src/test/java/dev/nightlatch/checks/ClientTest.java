package dev.nightlatch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTest {
  @TempDir Path folder;

  @Test
  void theClientOfKubernetesIsKnownInKubeAlone() {
    assertThat(Client.strays(House.here())).isEmpty();
  }

  @Test
  void aClientElsewhereIsFoundInCodeTestsAndPoms() {
    String client = "io.fabric8.kubernetes.client.KubernetesClient";
    House house =
        new Sketch(folder)
            .room("stores", "io.fabric8:kubernetes-client:test")
            .main("package dev.nightlatch.kube; class Fine { %s client; }".formatted(client))
            .main(
                "package dev.nightlatch.cli; class Bad { void a(%s[] client) {} }"
                    .formatted(client))
            .test("package dev.nightlatch.cli; class BadTest { %s client; }".formatted(client))
            .house();
    assertThat(Client.strays(house))
        .containsExactly(
            "dev.nightlatch.cli.Bad",
            "dev.nightlatch.cli.BadTest",
            "stores/pom.xml has kubernetes-client");
  }
}
