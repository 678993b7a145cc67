package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Documents that are read several at a time are told as if they had been read one by one.
class WindowLawsTest {
  private static final String FILLER = "# " + "-".repeat(2_000) + "\n";

  private static ReadSnapshot read(List<String> documents) {
    return SnapshotReader.read(String.join("---\n", documents), "a.yaml");
  }

  @Property(tries = 60)
  void theirLengthChangesNothing(@ForAll("documents") List<String> documents) {
    List<String> longer = new ArrayList<>();
    documents.forEach(document -> longer.add(document + FILLER));
    assertThat(String.join("", longer).length()).isGreaterThan(64 * 1024);
    ReadSnapshot one = read(documents);
    ReadSnapshot other = read(longer);
    assertThat(other.snapshot().pods()).isEqualTo(one.snapshot().pods());
    assertThat(other.snapshot().networkPolicies()).isEqualTo(one.snapshot().networkPolicies());
    assertThat(other.passedOver()).isEqualTo(one.passedOver());
    assertThat(other.problems())
        .extracting(problem -> problem.code(), problem -> problem.place().document())
        .containsExactlyElementsOf(
            one.problems().stream()
                .map(problem -> tuple(problem.code(), problem.place().document()))
                .toList());
    assertThat(read(longer)).isEqualTo(other);
  }

  @Provide
  Arbitrary<List<String>> documents() {
    return Arbitraries.of(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: NAME, namespace: shop}
            spec: {containers: [{name: a, image: a}]}
            """,
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: NAME, namespace: shop}
            spec: {podSelector: {}}
            """,
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: NAME
            """,
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: NAME, namespace: shop}
            spec: {podSelecter: {}}
            """,
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: NAME}
            """,
            "no: object\n")
        .list()
        .ofMinSize(40)
        .ofMaxSize(80)
        .map(
            texts -> {
              List<String> named = new ArrayList<>();
              for (String text : texts) {
                named.add(text.replace("NAME", "n" + named.size()));
              }
              return named;
            });
  }
}
