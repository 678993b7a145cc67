package dev.nightlatch.engine.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.engine.model.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each situation names the sentence that it holds to: kubernetes.io, Concepts, Network Policies,
/// "The two sorts of pod isolation", or `NetworkPolicySpec`, networking.k8s.io/v1.
class IsolationTest {
  private static final Pod DB = new Pod("shop", "db-0", Map.of("app", "db"), false, false);
  private static final LabelSelector APP_DB = LabelSelector.labels(Map.of("app", "db"));
  private static final LabelSelector APP_WEB = LabelSelector.labels(Map.of("app", "web"));

  /// "By default, a pod is non-isolated for ingress; all inbound connections are allowed."
  @Test
  void withoutAPolicyAPodIsNotIsolated() {
    assertThat(Isolation.isolating(DB, Direction.INGRESS, List.of())).isEmpty();
    assertThat(Isolation.isolating(DB, Direction.EGRESS, List.of())).isEmpty();
  }

  /// "A pod is isolated for ingress if there is any NetworkPolicy that both selects the pod and has
  /// "Ingress" in its policyTypes."
  @Test
  void aPolicyThatSelectsThePodAndNamesTheDirectionIsolatesIt() {
    NetworkPolicy policy = policy("shop", "p", APP_DB, Direction.INGRESS);
    assertThat(Isolation.isolating(DB, Direction.INGRESS, List.of(policy))).containsExactly(policy);
  }

  /// "The two sorts of isolation (or not) are declared independently."
  @Test
  void aDirectionThatNoPolicyNamesStaysOpen() {
    NetworkPolicy ingress = policy("shop", "p", APP_DB, Direction.INGRESS);
    NetworkPolicy egress = policy("shop", "q", APP_DB, Direction.EGRESS);
    assertThat(Isolation.isolating(DB, Direction.EGRESS, List.of(ingress))).isEmpty();
    assertThat(Isolation.isolating(DB, Direction.INGRESS, List.of(egress))).isEmpty();
  }

  /// `podSelector`: "Selects the pods to which this NetworkPolicy object applies … This field is
  /// NOT optional and follows standard label selector semantics. An empty podSelector matches all
  /// pods in this namespace."
  @Test
  void anEmptyPodSelectorIsolatesEveryPodOfItsNamespaceAndNoOther() {
    NetworkPolicy all = policy("shop", "all", LabelSelector.EVERYTHING, Direction.INGRESS);
    Pod bare = new Pod("shop", "bare", Map.of(), false, false);
    Pod elsewhere = new Pod("bank", "db-0", Map.of("app", "db"), false, false);
    assertThat(Isolation.isolating(DB, Direction.INGRESS, List.of(all))).containsExactly(all);
    assertThat(Isolation.isolating(bare, Direction.INGRESS, List.of(all))).containsExactly(all);
    assertThat(Isolation.isolating(elsewhere, Direction.INGRESS, List.of(all))).isEmpty();
  }

  @Test
  void aPolicyThatSelectsOtherPodsDoesNotIsolateThisOne() {
    assertThat(
            Isolation.isolating(
                DB, Direction.INGRESS, List.of(policy("shop", "p", APP_WEB, Direction.INGRESS))))
        .isEmpty();
  }

  /// `policyTypes` is literal: rules of a direction that it does not name are dead text.
  @Test
  void rulesOfADirectionThatPolicyTypesDoesNotNameDoNotIsolate() {
    NetworkPolicy deadEgress =
        new NetworkPolicy(
            "shop",
            "p",
            APP_DB,
            Set.of(Direction.INGRESS),
            List.of(),
            List.of(new PolicyRule(List.of(), List.of())));
    assertThat(Isolation.isolating(DB, Direction.EGRESS, List.of(deadEgress))).isEmpty();
  }

  /// "Network policies do not conflict; they are additive … the order of evaluation does not affect
  /// the policy result."
  @Test
  void allThatIsolateAreNamedInTheirGivenOrderWhateverTheyAllow() {
    NetworkPolicy denyAll =
        policy("shop", "z", LabelSelector.EVERYTHING, Direction.INGRESS, Direction.EGRESS);
    NetworkPolicy allowAll =
        new NetworkPolicy(
            "shop",
            "a",
            APP_DB,
            Set.of(Direction.INGRESS),
            List.of(new PolicyRule(List.of(), List.of())),
            List.of());
    assertThat(Isolation.isolating(DB, Direction.INGRESS, List.of(denyAll, allowAll)))
        .containsExactly(denyAll, allowAll);
    assertThat(Isolation.isolating(DB, Direction.INGRESS, List.of(allowAll, denyAll)))
        .containsExactly(allowAll, denyAll);
  }

  @Test
  void onePolicyCoversASelectionIfItIsWiderInTheSameNamespaceAndDirection() {
    List<NetworkPolicy> wider =
        List.of(policy("shop", "all", LabelSelector.EVERYTHING, Direction.INGRESS));
    assertThat(Isolation.coveredByOne("shop", APP_DB, Direction.INGRESS, wider)).isTrue();
    assertThat(Isolation.coveredByOne("shop", APP_DB, Direction.EGRESS, wider)).isFalse();
    assertThat(Isolation.coveredByOne("bank", APP_DB, Direction.INGRESS, wider)).isFalse();
    assertThat(
            Isolation.coveredByOne(
                "shop",
                LabelSelector.EVERYTHING,
                Direction.INGRESS,
                List.of(policy("shop", "p", APP_DB, Direction.INGRESS))))
        .isFalse();
  }

  @Test
  void twoPoliciesThatCoverOnlyTogetherAreNotOne() {
    LabelSelector both =
        LabelSelector.of(Map.of(), List.of(new Requirement.In("app", List.of("db", "web"))));
    assertThat(
            Isolation.coveredByOne(
                "shop",
                both,
                Direction.INGRESS,
                List.of(
                    policy("shop", "p", APP_DB, Direction.INGRESS),
                    policy("shop", "q", APP_WEB, Direction.INGRESS))))
        .isFalse();
  }

  private static NetworkPolicy policy(
      String namespace, String name, LabelSelector pods, Direction... types) {
    return new NetworkPolicy(namespace, name, pods, Set.of(types), List.of(), List.of());
  }
}
