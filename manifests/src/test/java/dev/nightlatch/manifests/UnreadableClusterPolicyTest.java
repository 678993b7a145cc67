package dev.nightlatch.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Gap.Rank;
import dev.nightlatch.engine.model.Gap.UnreadableClusterPolicy;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Tier;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is left of a cluster-wide policy that cannot be read.
final class UnreadableClusterPolicyTest {
  private static final PolicyRef REF =
      new PolicyRef(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "", "p");
  private static final Set<Tier> BOTH_TIERS = EnumSet.of(Tier.ADMIN, Tier.BASELINE);
  private static final Set<Tier> ADMIN = EnumSet.of(Tier.ADMIN);
  private static final Set<Direction> BOTH = EnumSet.allOf(Direction.class);
  private static final Set<Direction> EGRESS = EnumSet.of(Direction.EGRESS);
  private static final Rank ANYWHERE = new Rank.Anywhere();
  private static final Rank THIRD = new Rank.Known(3);
  private static final PodScope TEAM =
      new PodScope(LabelSelector.labels(Map.of("team", "a")), LabelSelector.EVERYTHING);

  private static UnreadableClusterPolicy gap(String yaml) {
    return SnapshotReader.read(yaml, "a.yaml").snapshot().gaps().stream()
        .filter(UnreadableClusterPolicy.class::isInstance)
        .map(UnreadableClusterPolicy.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static UnreadableClusterPolicy gapOfSpec(String spec) {
    return gap(
        "apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\n"
            + "metadata: {name: p}\nspec: {"
            + spec
            + "}\n");
  }

  @Test
  void allThatIsRightByItselfIsKnown() {
    assertThat(
            gapOfSpec(
                "tier: Admin, priority: 3, subject: {namespaces: {matchLabels: {team: a}}},"
                    + " egress: [{action: Deny}]"))
        .isEqualTo(new UnreadableClusterPolicy(REF, ADMIN, THIRD, TEAM, EGRESS));
  }

  @Test
  void eachPartThatIsWrongMayBeAnything() {
    assertThat(
            gapOfSpec(
                "tier: 5, priority: 3, subject: {namespaces: {matchLabels: {team: a}}},"
                    + " egress: [{action: Deny, to: [{namespaces: {}}]}]"))
        .isEqualTo(new UnreadableClusterPolicy(REF, BOTH_TIERS, THIRD, TEAM, EGRESS));
    assertThat(
            gapOfSpec(
                "tier: Platform, priority: 3000, subject: {namespaces: {matchLabels: {team: a}}},"
                    + " egress: [{action: Deny, to: [{namespaces: {}}]}]"))
        .isEqualTo(new UnreadableClusterPolicy(REF, BOTH_TIERS, ANYWHERE, TEAM, EGRESS));
    assertThat(
            gapOfSpec(
                "tier: Admin, priority: 3, subject: {namespaces: {matchLabels: {team: yes}}},"
                    + " egress: [{action: Deny, to: [{namespaces: {}}]}]"))
        .isEqualTo(new UnreadableClusterPolicy(REF, ADMIN, THIRD, PodScope.EVERYTHING, EGRESS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "egres: []",
        "ingress: {}",
        "ingress: [{action: Deny, from: [{namespaces: {}}], egress: []}]",
        "priority: 3"
      })
  void directionsThatCannotBeToldMayBeBoth(String rules) {
    assertThat(
            gapOfSpec(
                    "tier: Admin, priority: 3, subject: {namespaces: {matchLabels: {team: a}}}, "
                        + rules)
                .directions())
        .isEqualTo(BOTH);
  }

  @Test
  void thePriorityOfTheBaselineKindIsKnownAndTheTierOfTheOlderKinds() {
    String spec = "metadata: {name: default}\nspec: {subject: {}, egress: [{}]}\n";
    assertThat(
            gap(
                "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\n"
                    + spec))
        .isEqualTo(
            new UnreadableClusterPolicy(
                new PolicyRef(PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY, "", "default"),
                EnumSet.of(Tier.BASELINE),
                new Rank.Known(0),
                PodScope.EVERYTHING,
                EGRESS));
    assertThat(
            gap("apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\n" + spec))
        .isEqualTo(
            new UnreadableClusterPolicy(
                new PolicyRef(PolicyRef.Kind.ADMIN_NETWORK_POLICY, "", "default"),
                ADMIN,
                ANYWHERE,
                PodScope.EVERYTHING,
                EGRESS));
  }

  @ParameterizedTest
  @CsvSource({
    "v1,ClusterNetworkPolicy",
    "v1alpha2,ClusterNetworkPolicyy",
    "v1alpha1,ClusterNetworkPolicy"
  })
  void aPolicyOfAnotherVersionMayMeanAnything(String version, String kind) {
    assertThat(
            gap(
                "apiVersion: policy.networking.k8s.io/%s\nkind: %s\nmetadata: {name: p}\n"
                        .formatted(version, kind)
                    + "spec: {tier: Admin, priority: 3, subject: {namespaces: {}}}\n"))
        .isEqualTo(
            new UnreadableClusterPolicy(REF, BOTH_TIERS, ANYWHERE, PodScope.EVERYTHING, BOTH));
  }

  @Test
  void aPolicyWithoutAReadableNameCountsAllTheSame() {
    Gap.UnreadableClusterPolicy gap =
        gap(
            """
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {namespace: shop}
            spec: {tier: Admin, priority: 3, subject: {namespaces: {}}}
            """);
    assertThat(gap.ref().name()).isEmpty();
    assertThat(gap.tiers()).isEqualTo(ADMIN);
    assertThat(gap.rank()).isEqualTo(THIRD);
  }
}
