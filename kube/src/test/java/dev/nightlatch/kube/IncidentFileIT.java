package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.IncidentFile;
import dev.nightlatch.grants.model.IncidentProvider.Place;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.manifests.Decoded;
import dev.nightlatch.manifests.Decoder;
import dev.nightlatch.manifests.Documents;
import dev.nightlatch.manifests.Yaml;
import dev.nightlatch.testkit.Kubectl;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import dev.nightlatch.testkit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The example of a provider and its file, as a team puts them in: the operator reads the one
/// ConfigMap that it was given, and no other.
@RealCluster(isolated = true)
final class IncidentFileIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Path EXAMPLES = Path.of("../examples/objects");
  private static final ObjectKey INCIDENTS = new ObjectKey("shop", "incidents");
  private static final ObjectKey OTHER = new ObjectKey("shop", "passwords");

  @Test
  void theOperatorReadsTheFileThatItIsGivenAndNoOther(TestCluster cluster) throws IOException {
    Installed installed = Installed.unguarded(cluster);
    cluster.plane().createNamespace("shop");
    apply(
        cluster,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {namespace: shop, name: passwords}
        data: {incidents.yaml: 'incidents: [{id: INC-4711, status: open}]'}
        """);
    try (KubeCluster operator = installed.operator()) {
      isForbidden(operator, INCIDENTS);

      apply(cluster, Files.readString(EXAMPLES.resolve("incident-provider.yaml")));
      apply(cluster, Files.readString(EXAMPLES.resolve("incident-file.yaml")));
      Place place = operator.incidentProvider("orders-team").orElseThrow().place();
      assertThat(place).isEqualTo(new Place.File(INCIDENTS, Place.File.KEY));
      Wait.until(
          SOON,
          "the operator may not read the file",
          () -> Installed.mayRead(() -> operator.text(INCIDENTS, Place.File.KEY)));

      saysWhatItsCommentsSay(operator.text(INCIDENTS, Place.File.KEY).orElseThrow());
      isForbidden(operator, OTHER);
      isForbidden(operator, new ObjectKey("shop", "not-there"));
    }
  }

  private static void apply(TestCluster cluster, String yaml) {
    Kubectl.Result applied =
        cluster.kubectl().run(yaml, "apply", "--namespace=shop", "--validate=strict", "-f", "-");
    assertThat(applied.succeeded()).as(applied.error()).isTrue();
  }

  private static void isForbidden(KubeCluster operator, ObjectKey configMap) {
    ClusterException refused =
        catchThrowableOfType(
            ClusterException.class, () -> operator.text(configMap, Place.File.KEY));
    assertThat(refused).as("reading %s", configMap).isNotNull();
    assertThat(refused.kind()).isEqualTo(ClusterException.Kind.FORBIDDEN);
  }

  private static void saysWhatItsCommentsSay(String text) {
    Documents documents = Yaml.read(text, "incidents.yaml");
    assertThat(documents.problems()).isEmpty();
    Decoded<IncidentFile> decoded = Decoder.incidents(documents.trees().getFirst());
    assertThat(decoded.problems()).isEmpty();
    IncidentFile file = decoded.value().orElseThrow();
    Identity alice = new Identity("alice@example.com", List.of());
    Identity other = new Identity("dave@example.com", List.of("platform-oncall"));
    Instant within = Instant.parse("2026-03-07T23:59:59Z");
    Instant after = Instant.parse("2026-03-08T00:00:00Z");
    assertThat(file.view("INC-4711", within)).isInstanceOf(IncidentView.Open.class);
    assertThat(isOnCall(file, within, alice)).isTrue();
    assertThat(isOnCall(file, after, alice)).isFalse();
    assertThat(isOnCall(file, after, other)).isTrue();
    assertThat(file.view("INC-4698", within)).isInstanceOf(IncidentView.Closed.class);
    assertThat(file.view("INC-1", within)).isInstanceOf(IncidentView.Unknown.class);
  }

  private static boolean isOnCall(IncidentFile file, Instant now, Identity who) {
    return file.view("INC-4711", now) instanceof IncidentView.Open open
        && open.onCall().stream().anyMatch(one -> one.is(who));
  }
}
