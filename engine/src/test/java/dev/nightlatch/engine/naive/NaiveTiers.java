package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.ClusterRule;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a tier of cluster-wide policies may do with a packet.
///
/// Source: semantics 2.2 to 2.4; decision 0008, points 18 to 20, 23 and 24.
final class NaiveTiers {
  private static final int BEFORE_ALL = -1;
  private static final int AFTER_ALL = 1001;
  private static final Comparator<Placed> BY_NAME =
      Comparator.comparing((Placed placed) -> placed.ref.name())
          .thenComparing(placed -> placed.ref.kind().text());

  private final Snapshot snapshot;
  private final CniProfile profile;
  private final NaiveLabels labels;
  private final NaiveClusterRules rules;

  NaiveTiers(Snapshot snapshot, CniProfile profile, NaiveLabels labels) {
    this.snapshot = snapshot;
    this.profile = profile;
    this.labels = labels;
    this.rules = new NaiveClusterRules(snapshot, profile, labels);
  }

  /// A policy, readable or not, with what it may do with the packet.
  private record Placed(PolicyRef ref, int priority, Set<Effect> effects) {}

  /// What the tier may do with a packet of a pod that it may be about.
  Set<Effect> effects(Tier tier, Pod pod, Packet packet) {
    Map<Integer, List<Placed>> byPriority = new TreeMap<>();
    for (Placed placed : policies(tier, pod, packet)) {
      if (!placed.effects.equals(EnumSet.of(Effect.NEXT))) {
        byPriority.computeIfAbsent(placed.priority, _ -> new ArrayList<>()).add(placed);
      }
    }
    return Effect.ofFirst(byPriority.values().stream().map(this::effectsOfEqual).toList());
  }

  private Set<Effect> effectsOfEqual(List<Placed> group) {
    return profile.says(Reading.EQUAL_PRIORITY_BY_NAME)
        ? Effect.ofFirst(group.stream().sorted(BY_NAME).map(Placed::effects).toList())
        : Effect.ofAnyOrder(group.stream().map(Placed::effects).toList());
  }

  private List<Placed> policies(Tier tier, Pod pod, Packet packet) {
    List<Placed> all = new ArrayList<>();
    for (ClusterPolicy policy : snapshot.clusterPolicies()) {
      if (tiers(policy).contains(tier)) {
        int priority = priority(policy.kind(), policy.priority());
        all.add(new Placed(policy.ref(), priority, effects(policy, pod, packet)));
      }
    }
    for (Gap gap : snapshot.gaps()) {
      switch (gap) {
        case Gap.UnreadableClusterPolicy(var ref, var tiers, var rank, var subject, var directions)
            when tiers.contains(tier) && directions.contains(packet.direction()) -> {
          int priority =
              switch (rank) {
                case Gap.Rank.Known(var known) -> priority(ref.kind(), known);
                case Gap.Rank.Anywhere() -> BEFORE_ALL;
              };
          all.add(new Placed(ref, priority, anythingAbout(subject, pod)));
        }
        case Gap.Unlisted(var kind, _) when tiers(kind).contains(tier) ->
            all.add(
                new Placed(
                    new PolicyRef(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "", ""),
                    BEFORE_ALL,
                    Effect.anything()));
        case Gap.UnreadableClusterPolicy _,
            Gap.Unlisted _,
            Gap.UnreadablePolicy _,
            Gap.UnreadableNamespace _,
            Gap.UnreadableNode _,
            Gap.UnreadablePod _ -> {}
      }
    }
    return all;
  }

  /// "A `BaselineAdminNetworkPolicy` comes after every Baseline ClusterNetworkPolicy."
  private static int priority(PolicyRef.Kind kind, int written) {
    return kind == PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY ? AFTER_ALL : written;
  }

  /// The tiers in which policies of a kind that could not be listed may stand.
  private static Set<Tier> tiers(Kind kind) {
    return switch (kind) {
      case ADMIN_NETWORK_POLICY -> EnumSet.of(Tier.ADMIN);
      case BASELINE_ADMIN_NETWORK_POLICY -> EnumSet.of(Tier.BASELINE);
      case CLUSTER_NETWORK_POLICY -> EnumSet.of(Tier.ADMIN, Tier.BASELINE);
      case NAMESPACE, POD, NODE, SERVICE, ENDPOINT_SLICE, WORKLOAD, NETWORK_POLICY ->
          EnumSet.noneOf(Tier.class);
    };
  }

  /// The tiers in which a policy stands or, where its word is unknown and may mean anything, may.
  private Set<Tier> tiers(ClusterPolicy policy) {
    if (policy.tier() != Tier.UNKNOWN) {
      return EnumSet.of(policy.tier());
    }
    if (profile.says(Reading.UNKNOWN_WORDS_UNCERTAIN)) {
      return EnumSet.of(Tier.ADMIN, Tier.BASELINE);
    }
    return profile.says(Reading.UNKNOWN_WORDS_STRICT)
        ? EnumSet.of(Tier.ADMIN)
        : EnumSet.noneOf(Tier.class);
  }

  private Set<Effect> effects(ClusterPolicy policy, Pod pod, Packet packet) {
    List<ClusterRule> ofDirection = policy.rules(packet.direction());
    Truth about = labels.scope(policy.subject(), pod);
    if (about == Truth.NO || ofDirection.isEmpty()) {
      return EnumSet.of(Effect.NEXT);
    }
    if (profile.says(Reading.UNKNOWN_WORDS_UNCERTAIN) && hasUnknownWord(policy)) {
      return Effect.anything();
    }
    Set<Effect> effects =
        Effect.ofFirst(ofDirection.stream().map(rule -> rules.effects(rule, packet)).toList());
    if (about == Truth.MAYBE) {
      effects.add(Effect.NEXT);
    }
    return effects;
  }

  private static boolean hasUnknownWord(ClusterPolicy policy) {
    boolean unknown = policy.tier() == Tier.UNKNOWN;
    for (Direction direction : Direction.values()) {
      for (ClusterRule rule : policy.rules(direction)) {
        unknown |= rule.action() == Action.UNKNOWN;
      }
    }
    return unknown;
  }

  private Set<Effect> anythingAbout(PodScope subject, Pod pod) {
    return labels.scope(subject, pod) == Truth.NO ? EnumSet.of(Effect.NEXT) : Effect.anything();
  }
}
