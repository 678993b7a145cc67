package dev.nightlatch.engine.naive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.eval.Differences;
import dev.nightlatch.engine.eval.Impacts;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Snapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// An impact is the difference that is made by evaluating everything twice.
final class ImpactsLawsTest {
  private static final int SNAPSHOTS = 800;

  /// What may become of the policies of a snapshot.
  private enum Kind {
    ADDED,
    REMOVED,
    REPLACED,
    SEVERAL,
    ALL_REMOVED
  }

  private record Edit(List<NetworkPolicy> added, Set<PolicyRef> removed) {}

  @Test
  void anImpactIsTheDifferenceOfBothSnapshots() {
    Map<Kind, Integer> told = new EnumMap<>(Kind.class);
    for (int seed = 0; seed < SNAPSHOTS; seed++) {
      RandomSnapshots random = new RandomSnapshots(seed);
      Snapshot snapshot = random.snapshot();
      CniProfile profile = random.profile();
      Impacts impacts = Impacts.of(snapshot, profile);
      for (Kind kind : Kind.values()) {
        Edit edit = edit(kind, snapshot, random);
        Difference whole = Differences.between(snapshot, edited(snapshot, edit), profile);
        assertThat(impacts.of(edit.added(), edit.removed()))
            .as("seed %d, %s, %s: %s", seed, kind, profile.readings().values(), edit)
            .isEqualTo(whole);
        told.merge(kind, whole.isEmpty() ? 0 : 1, Integer::sum);
      }
    }
    assertThat(told.values()).hasSize(Kind.values().length).allMatch(count -> count > 100);
  }

  @Test
  void aClusterWidePolicyThatGoesIsComparedAsAWhole() {
    for (int seed = 0; seed < SNAPSHOTS / 8; seed++) {
      Snapshot snapshot = new RandomSnapshots(seed).snapshot();
      if (!snapshot.clusterPolicies().isEmpty()) {
        Edit edit = new Edit(List.of(), Set.of(snapshot.clusterPolicies().getFirst().ref()));
        assertThat(Impacts.of(snapshot, CniProfile.DEFAULT).of(edit.added(), edit.removed()))
            .as("seed %d", seed)
            .isEqualTo(Differences.between(snapshot, edited(snapshot, edit), CniProfile.DEFAULT));
      }
    }
  }

  private static Edit edit(Kind kind, Snapshot snapshot, RandomSnapshots random) {
    List<NetworkPolicy> own = snapshot.networkPolicies();
    List<NetworkPolicy> others = new ArrayList<>();
    while (others.size() < 2) {
      others.addAll(random.snapshot().networkPolicies());
    }
    UnaryOperator<NetworkPolicy> renamed = policy -> named(policy, "a-" + policy.name());
    Set<PolicyRef> one = own.isEmpty() ? Set.of() : Set.of(own.get(random.index(own.size())).ref());
    return switch (kind) {
      case ADDED -> new Edit(List.of(renamed.apply(others.getFirst())), Set.of());
      case REMOVED -> new Edit(List.of(), one);
      case REPLACED ->
          own.isEmpty()
              ? new Edit(List.of(others.getFirst()), Set.of())
              : new Edit(List.of(likeness(others.getFirst(), own.getFirst())), Set.of());
      case SEVERAL ->
          new Edit(List.of(renamed.apply(others.getFirst()), named(others.get(1), "z-other")), one);
      case ALL_REMOVED -> {
        Set<PolicyRef> all = new TreeSet<>();
        own.forEach(policy -> all.add(policy.ref()));
        yield new Edit(List.of(), all);
      }
    };
  }

  private static NetworkPolicy named(NetworkPolicy policy, String name) {
    return new NetworkPolicy(
        policy.namespace(),
        name,
        policy.podSelector(),
        policy.policyTypes(),
        policy.ingress(),
        policy.egress());
  }

  /// One policy's rules under the name of another.
  private static NetworkPolicy likeness(NetworkPolicy rules, NetworkPolicy name) {
    return new NetworkPolicy(
        name.namespace(),
        name.name(),
        name.podSelector(),
        rules.policyTypes(),
        rules.ingress(),
        rules.egress());
  }

  private static Snapshot edited(Snapshot snapshot, Edit edit) {
    Set<PolicyRef> gone = new TreeSet<>(edit.removed());
    edit.added().forEach(policy -> gone.add(policy.ref()));
    List<NetworkPolicy> policies = new ArrayList<>(edit.added());
    snapshot.networkPolicies().stream()
        .filter(policy -> !gone.contains(policy.ref()))
        .forEach(policies::add);
    return snapshot.withPolicies(
        policies,
        snapshot.clusterPolicies().stream()
            .filter(policy -> !gone.contains(policy.ref()))
            .toList());
  }
}
