package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Controller;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read of pods, of what makes them, and of namespaces.
final class WorkloadDecoderTest {

  private static Manifest only(String yaml) {
    Manifests read = Manifests.of(Yaml.read(yaml, "a.yaml"));
    assertThat(read.problems()).isEmpty();
    assertThat(read.manifests()).hasSize(1);
    return read.manifests().getFirst();
  }

  @ParameterizedTest
  @CsvSource({"Running,false", "Pending,false", "Unknown,false", "Succeeded,true", "Failed,true"})
  void aPodIsFinishedOnceAllItsContainersHaveEnded(String phase, boolean finished) {
    String yaml =
        "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, labels: {app: web}}, spec:"
            + " {hostNetwork: true, containers: []}, status: {phase: %s}}".formatted(phase);
    assertThat(only(yaml))
        .isEqualTo(new Manifest.OfPod(new Pod("shop", "a", Map.of("app", "web"), true, finished)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"})
  void whatMakesPodsIsReadWithTheLabelsOfItsPods(String kind) {
    String yaml =
        """
        apiVersion: apps/v1
        kind: %s
        metadata: {name: web, namespace: shop, labels: {team: a}}
        spec:
          selector: {matchLabels: {app: web}}
          template: {metadata: {labels: {app: web, tier: front}}, spec: {containers: []}}
        """
            .formatted(kind);
    assertThat(only(yaml))
        .isEqualTo(
            new Manifest.OfWorkload(
                new Workload(
                    "shop",
                    "web",
                    kind,
                    Map.of("app", "web", "tier", "front"),
                    1,
                    false,
                    List.of(),
                    Controller.NONE)));
  }

  @Test
  void aNamespaceBearsItsNameAsALabelWhateverIsWritten() {
    String yaml =
        "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {a: b,"
            + " kubernetes.io/metadata.name: other}}}";
    assertThat(only(yaml))
        .isEqualTo(
            new Manifest.OfNamespace(
                new Namespace("shop", Map.of("a", "b", "kubernetes.io/metadata.name", "shop"))));
  }

  @Test
  void otherKindsAreNamedAndNotRead() {
    assertThat(
            only(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}, data: {1: x}}"))
        .isEqualTo(new Manifest.Other("v1", "ConfigMap", "b", "a"));
    assertThat(only("{apiVersion: example.com/v1, kind: AccessRule, metadata: {name: a}}"))
        .isEqualTo(new Manifest.Other("example.com/v1", "AccessRule", "", "a"));
    assertThat(only("{apiVersion: batch/v1, kind: CronJob, metadata: 5}"))
        .isEqualTo(new Manifest.Other("batch/v1", "CronJob", "", ""));
  }
}
