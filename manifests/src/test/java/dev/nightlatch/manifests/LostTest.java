package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A document that cannot be read leaves a doubt as large as what may have stood in it, and not a
/// cluster without it.
class LostTest {
  private static List<Gap> gaps(String text) {
    return SnapshotReader.read(text, "a.yaml").snapshot().gaps().stream()
        .filter(gap -> !gap.equals(new Gap.Unlisted(Kind.NODE, "")))
        .toList();
  }

  private static Gap policy(String namespace, String name) {
    return new Gap.UnreadablePolicy(
        namespace, name, LabelSelector.EVERYTHING, EnumSet.allOf(Direction.class));
  }

  private static void isAnything(List<Gap> gaps) {
    assertThat(gaps)
        .hasAtLeastOneElementOfType(Gap.UnreadablePolicy.class)
        .hasAtLeastOneElementOfType(Gap.UnreadableClusterPolicy.class)
        .contains(new Gap.UnreadablePod("", "", ""), new Gap.Unlisted(Kind.NAMESPACE, ""));
  }

  @Test
  void aPolicyWithALineTooFarToTheRightStillIsAPolicyOfItsNamespace() {
    assertThat(
            gaps(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: db
                  namespace: shop
                spec:
                  podSelector: {}
                   policyTypes: [Ingress]
                """))
        .containsExactly(policy("shop", "db (a.yaml:8)"));
  }

  @Test
  void theDocumentsBesideItAreReadAllTheSame() {
    ReadSnapshot read =
        SnapshotReader.read(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            ---
            kind: NetworkPolicy
            metadata:
              name: db
              namespace: shop
            spec: {podSelector: {}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: db, namespace: shop}
            spec: {containers: [{name: db, image: db}]}
            """,
            "a.yaml");
    assertThat(read.snapshot().namespaces()).hasSize(1);
    assertThat(read.snapshot().pods()).hasSize(1);
    assertThat(read.snapshot().gaps()).contains(policy("shop", "db (a.yaml:10)"));
  }

  @Test
  void aTemplateThatNobodyFilledInIsOfTheKindThatItNames() {
    assertThat(
            gaps(
                """
                {{- if .Values.network.enabled }}
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: {{ .Release.Name }}
                  namespace: {{ .Release.Namespace }}
                {{- end }}
                """))
        .singleElement()
        .isInstanceOfSatisfying(
            Gap.UnreadablePolicy.class, gap -> assertThat(gap.namespace()).isEmpty());
    isAnything(gaps("{{ if x }}\nkind: {{ .Values.kind }}\nmetadata: {name: a}\n"));
  }

  @Test
  void whatIsOfAKindThatNoPolicySeesLeavesNothing() {
    assertThat(gaps("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a\n")).isEmpty();
    assertThat(gaps("a: {b\nno object: [\n")).isEmpty();
    // The kind of an owner is not the kind of the document.
    assertThat(
            gaps(
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: a
                spec:
                  scaleTargetRef:
                    kind: Deployment
                """))
        .isEmpty();
  }

  @Test
  void aListMayHaveHeldAnything() {
    isAnything(
        gaps(
            """
            {"kind": "List", "items": [
            {"kind": "ConfigMap", "metadata": {"name": "a"}},
            """));
  }

  @Test
  void otherKindsLeaveWhatAnUnreadableObjectOfThemLeaves() {
    assertThat(gaps("kind: Pod\nmetadata:\n  name: a\n  namespace: shop\nspec: {\n"))
        .containsExactly(new Gap.UnreadablePod("shop", "Pod", "a"));
    assertThat(gaps("kind: Namespace\nmetadata:\n  name: shop\nspec: {\n"))
        .containsExactly(new Gap.UnreadableNamespace("shop"));
    assertThat(gaps("kind: ClusterNetworkPolicy\nmetadata:\n  name: guard\nspec: {\n"))
        .singleElement()
        .isInstanceOfSatisfying(
            Gap.UnreadableClusterPolicy.class,
            gap -> assertThat(gap.ref().name()).startsWith("guard (a.yaml:"));
  }

  @Test
  void aFileThatCannotBeReadMayHoldAnything() {
    ReadSnapshot missing =
        SnapshotReader.read(
            List.of(Path.of("/no/such/file.yaml")), new ByteArrayInputStream(new byte[0]));
    isAnything(missing.snapshot().gaps());
  }
}
