package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is left of a network policy that cannot be read.
final class UnreadablePolicyTest {
  private static final Gap NO_NODES = new Gap.Unlisted(Kind.NODE, "");
  private static final LabelSelector WEB = LabelSelector.labels(Map.of("app", "web"));
  private static final Set<Direction> BOTH = EnumSet.allOf(Direction.class);
  private static final Set<Direction> INGRESS = EnumSet.of(Direction.INGRESS);

  private static ReadSnapshot read(String yaml) {
    return SnapshotReader.read(yaml, "a.yaml");
  }

  /// The gap of the only policy, without the one that stands for the nodes.
  private static Gap gap(String yaml) {
    ReadSnapshot read = read(yaml);
    assertThat(read.problems()).anyMatch(problem -> problem.weight() != Problem.Weight.NOTICE);
    Snapshot snapshot = read.snapshot();
    assertThat(snapshot.networkPolicies()).isEmpty();
    assertThat(snapshot.gaps()).hasSize(2).contains(NO_NODES);
    return snapshot.gaps().stream().filter(gap -> !gap.equals(NO_NODES)).findFirst().orElseThrow();
  }

  private static Gap gapOfSpec(String spec) {
    return gap(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: shop}
        spec:
        """
            + spec.indent(2));
  }

  private static Gap policy(LabelSelector selector, Set<Direction> directions) {
    return new Gap.UnreadablePolicy("shop", "p", selector, directions);
  }

  @Test
  void aWrongRuleLeavesItsSelectorAndItsDirections() {
    assertThat(
            gapOfSpec(
                """
                podSelector: {matchLabels: {app: web}}
                policyTypes: [Egress]
                egress: [{ports: [{port: 70000}]}]
                """))
        .isEqualTo(policy(WEB, EnumSet.of(Direction.EGRESS)));
  }

  @Test
  void directionsThatAreNotWrittenAreThoseOfTheDefault() {
    assertThat(gapOfSpec("podSelector: {}\ningress: [{ports: [{port: 0}]}]\n"))
        .isEqualTo(policy(LabelSelector.EVERYTHING, INGRESS));
    assertThat(gapOfSpec("podSelector: {}\negress: [{ports: [{port: 0}]}]\n"))
        .isEqualTo(policy(LabelSelector.EVERYTHING, BOTH));
    assertThat(gapOfSpec("podSelector: {}\ningress: 5\n"))
        .isEqualTo(policy(LabelSelector.EVERYTHING, BOTH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "podSelector: {matchLabels: {app: yes}}",
        "podSelector: {matchLabel: {app: web}}",
        "podSelector: {matchExpressions: [{key: app, operator: Is}]}",
        "podSelector: [app]",
        "podSelector: {matchLabels: {app: web, app: db}}",
        "podSelector: {matchLabels: {app: *nowhere}}",
        "podSelector: {matchLabels: {app: web}}\npodSelector: {}",
        "podSelectr: {matchLabels: {app: web}}"
      })
  void aSelectorThatCannotBeReadMayBeAnyOfItsNamespace(String selector) {
    assertThat(gapOfSpec(selector + "\npolicyTypes: [Ingress]\n"))
        .isEqualTo(policy(LabelSelector.EVERYTHING, INGRESS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policyTypes: [Ingres]",
        "policyTypes: Ingress",
        "policyType: [Egress]",
        "egres: [{}]",
        "ingress: []\ningress: [{}]"
      })
  void directionsThatCannotBeReadMayBeBoth(String types) {
    assertThat(gapOfSpec("podSelector: {matchLabels: {app: web}}\n" + types + "\n"))
        .isEqualTo(policy(WEB, BOTH));
  }

  @Test
  void aKeyTwiceInARuleLeavesItsSelector() {
    assertThat(
            gapOfSpec(
                """
                podSelector: {matchLabels: {app: web}}
                ingress:
                  - from: [{podSelector: {}}]
                    from: [{namespaceSelector: {}}]
                """))
        .isEqualTo(policy(WEB, INGRESS));
  }

  @Test
  void rulesInAWrongPlaceAreFound() {
    String head =
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: shop}
        """;
    assertThat(gap(head + "spec: {podSelector: {matchLabels: {app: web}}}\negress: [{}]\n"))
        .isEqualTo(policy(WEB, BOTH));
    assertThat(gap(head + "podSelector: {matchLabels: {app: web}}\ningress: [{}]\n"))
        .isEqualTo(policy(LabelSelector.EVERYTHING, BOTH));
    assertThat(gapOfSpec("podSelector:\n  matchLabels: {app: web}\n  egress: [{}]\n"))
        .isEqualTo(policy(LabelSelector.EVERYTHING, BOTH));
    assertThat(gapOfSpec("podSelector: {matchLabels: {app: web}}\ningress: [{egress: [{}]}]\n"))
        .isEqualTo(policy(WEB, BOTH));
    assertThat(
            gap(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: p
                  namespace: shop
                  spec: {podSelector: {}}
                """))
        .isEqualTo(policy(LabelSelector.EVERYTHING, BOTH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{from: [{podSelecter: {}}]}]",
        "[{from: [{podSelector: {}, matchLabels: {app: db}}]}]",
        "[{from: , podSelector: {matchLabels: {app: db}}}]",
        "[{form: [{podSelector: {}}]}]",
        "[{ports: [{prot: 80}]}]",
        "[{ports: [{port: 80, ingress: []}]}]"
      })
  void aFieldThatOnlyARuleCanHaveMeantLeavesTheDirections(String rules) {
    assertThat(gapOfSpec("podSelector: {matchLabels: {app: web}}\ningress: " + rules + "\n"))
        .isEqualTo(policy(WEB, INGRESS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{from: [{podSelector: {}}], egress: [{}]}]",
        "[{from: [{podSelector: {}, Egres: [{}]}]}]",
        "[{policyTypes: [Egress]}]",
        "[{to: [{podSelector: {}}]}]",
        "[{spec: {egress: [{}]}}]"
      })
  void aFieldInARuleThatMayBeTheSpecsLeavesBothDirections(String rules) {
    assertThat(gapOfSpec("podSelector: {matchLabels: {app: web}}\ningress: " + rules + "\n"))
        .isEqualTo(policy(WEB, BOTH));
  }

  @Test
  void aSelectorInARuleWhereTheSpecHasNoneLeavesEverything() {
    assertThat(gapOfSpec("ingress: [{podSelector: {matchLabels: {app: web}}}]\n"))
        .isEqualTo(policy(LabelSelector.EVERYTHING, BOTH));
  }

  @Test
  void aPolicyWithoutAReadableNameCountsForItsNamespace() {
    assertThat(
            gap(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: My Policy, namespace: shop}
                spec: {podSelector: {matchLabels: {app: web}}}
                """))
        .isEqualTo(new Gap.UnreadablePolicy("shop", "", WEB, INGRESS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: {name: p, namespace: 5}",
        "metadata: {name: p, namespace: Shop}",
        "metadata: {name: p, namspace: shop}",
        "metadata: {name: p, namespace: shop, namespace: other}",
        "metadata: {name: p}\nnamespace: shop",
        "metadata: p",
        "other: 5"
      })
  void aPolicyWithoutAReadableNamespaceMayStandInAny(String metadata) {
    assertThat(
            gap(
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: {podSelector: {}}\n"
                    + metadata
                    + "\n"))
        .isInstanceOfSatisfying(
            Gap.UnreadablePolicy.class, gap -> assertThat(gap.namespace()).isEmpty());
  }

  @Test
  void aNamespaceThatIsNotWrittenIsTheDefaultOne() {
    assertThat(
            gap(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: p}
                spec: {podSelector: {}, ingress: [{from: [{}]}]}
                """))
        .isEqualTo(new Gap.UnreadablePolicy("default", "p", LabelSelector.EVERYTHING, INGRESS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: extensions/v1beta1\nkind: NetworkPolicy",
        "apiVersion: networking.k8s.io/v2\nkind: NetworkPolicy",
        "apiVersion: v1\nkind: NetworkPolicy",
        "apiVersion: networking.k8s.io/v1\nkind: networkPolicy",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolcy",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicies",
        "apiVersion: networking.k8s.io/v1\nkind: networkpolicies",
        "apiVersion: 1\nkind: NetworkPolicy",
        "kind: NetworkPolicy"
      })
  void aPolicyOfAnotherVersionMayMeanAnything(String head) {
    assertThat(
            gap(
                head
                    + "\nmetadata: {name: p, namespace: shop}\n"
                    + "spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}\n"))
        .isEqualTo(policy(LabelSelector.EVERYTHING, BOTH));
  }

  @Test
  void aMistakeThatNobodyLooksAtIsANotice() {
    ReadSnapshot read =
        read(
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: p
              namespace: shop
              annotations: {a: b, a: c, d: 5}
            spec: {podSelector: {}}
            """);
    assertThat(read.snapshot().networkPolicies()).hasSize(1);
    assertThat(read.problems())
        .extracting(
            problem ->
                problem.weight() + " " + problem.code().text() + " " + problem.place().line())
        .containsExactly("NOTICE NL-KEY-TWICE 6");
  }

  @Test
  void itsLineIsKnown() {
    ReadSnapshot read =
        read(
            """
            # one
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: p, namespace: shop}
            spec: {podSelector: {}, ingress: [{from: 5}]}
            """);
    assertThat(read.snapshot().lines().get(PolicyRef.networkPolicy("shop", "p")))
        .satisfies(
            lines -> {
              assertThat(lines.file()).isEqualTo("a.yaml");
              assertThat(lines.line()).isEqualTo(2);
              assertThat(List.of(lines.ingress(), lines.egress())).allMatch(List::isEmpty);
            });
  }

  @Test
  void anApiServersPolicyWithANewFieldLeavesAGap() {
    SnapshotAssembly assembly = new SnapshotAssembly();
    Map<String, Object> rule = Map.of("from", List.of(), "onlyOnMondays", true);
    assembly.add(
        Tree.of(
            Map.of(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "NetworkPolicy",
                "metadata",
                Map.of("name", "p", "namespace", "shop", "newer", 1),
                "newer",
                1,
                "spec",
                Map.of("podSelector", Map.of(), "ingress", List.of(rule))),
            "NetworkPolicy shop/p"));
    assertThat(assembly.snapshot().gaps())
        .containsExactly(policy(LabelSelector.EVERYTHING, INGRESS));
    assertThat(assembly.snapshot().lines()).isEmpty();
  }
}
