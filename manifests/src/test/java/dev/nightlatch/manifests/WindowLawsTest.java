package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Documents that are read several at a time are told as if they had been read one by one.
class WindowLawsTest {
  /// What a sink is told, in words.
  private static List<String> told(List<String> documents, int threads) {
    List<String> told = new ArrayList<>();
    Sink sink =
        new Sink() {
          @Override
          public void object(Tree object, Flaws flaws) {
            told.add("object " + object + flaws.in(object));
          }

          @Override
          public void problem(Problem problem) {
            told.add("problem " + problem);
          }

          @Override
          public void lost(Problem problem, String text) {
            told.add("lost " + problem + text);
          }
        };
    Window window = new Window(sink, threads);
    for (int i = 0; i < documents.size(); i++) {
      window.add(documents.get(i) + FILLER, new Place("a.yaml", i + 1, 1));
    }
    window.close();
    return told;
  }

  /// So that they are more than one batch, and more than one window.
  private static final String FILLER = "# " + "-".repeat(20_000) + "\n";

  @Property(tries = 60)
  void howManyReadChangesNothing(@ForAll("documents") List<String> documents) {
    List<String> alone = told(documents, 1);
    assertThat(told(documents, 2)).isEqualTo(alone);
    assertThat(told(documents, 4)).isEqualTo(alone);
    assertThat(alone).hasSizeGreaterThanOrEqualTo(documents.size());
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
