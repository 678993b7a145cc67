package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.PodScope;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The cluster-wide policies of one tier, in groups of which each comes before the next; inside a
/// group any may come first.
record Tiered(List<List<Entry>> groups) {
  /// Before all priorities: an unreadable policy may stand anywhere.
  private static final int BEFORE_ALL = -1;

  /// After all priorities.
  private static final int AFTER_ALL = 1001;

  private static final String UNLISTED = "*";

  private static final Comparator<Entry> BY_RANK = Comparator.comparingInt(Entry::rank);
  private static final Comparator<Entry> BY_NAME =
      BY_RANK
          .thenComparing(entry -> entry.policy().name())
          .thenComparing(entry -> entry.policy().kind().text());

  Tiered {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /// A policy.
  ///
  /// @param doubt why it may do anything; empty for one that does what its rules say
  record Entry(
      PolicyRef policy,
      int rank,
      PodScope subject,
      List<Rule> ingress,
      List<Rule> egress,
      Set<Direction> directions,
      Optional<Cause> doubt) {

    List<Rule> rules(Direction direction) {
      return direction == Direction.INGRESS ? ingress : egress;
    }

    /// What it is to a pod, in a direction; empty if nothing.
    Optional<Step> step(View.Subject self, Direction direction) {
      if (!directions.contains(direction) || self.pod().hostNetwork()) {
        return Optional.empty();
      }
      Match match =
          subject.pods().matches(self.pod().labels())
              ? self.namespace().chosenBy(subject.namespaces())
              : Match.NO;
      if (!match.isPossible()) {
        return Optional.empty();
      }
      return Optional.of(
          doubt
              .<Step>map(cause -> new Step.Anything(policy, cause))
              .orElseGet(() -> new Step.Rules(policy, match, rules(direction))));
    }
  }

  /// The policies of a tier.
  static Tiered of(Snapshot snapshot, Tier tier, CniProfile profile, RuleMaker maker) {
    List<Entry> entries = new ArrayList<>();
    for (ClusterPolicy policy : snapshot.clusterPolicies()) {
      if (tiers(policy, profile).contains(tier)) {
        entries.add(entry(policy, profile, maker));
      }
    }
    for (Gap gap : snapshot.gaps()) {
      unknown(gap, tier).ifPresent(entries::add);
    }
    return new Tiered(
        profile.says(Reading.EQUAL_PRIORITY_BY_NAME)
            ? entries.stream().sorted(BY_NAME).map(List::of).toList()
            : byRank(entries));
  }

  private static List<List<Entry>> byRank(List<Entry> entries) {
    List<List<Entry>> groups = new ArrayList<>();
    for (Entry entry : entries.stream().sorted(BY_NAME).toList()) {
      if (groups.isEmpty() || groups.getLast().getFirst().rank() != entry.rank()) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(entry);
    }
    return groups;
  }

  private static Set<Tier> tiers(ClusterPolicy policy, CniProfile profile) {
    if (policy.tier() != Tier.UNKNOWN) {
      return EnumSet.of(policy.tier());
    }
    if (profile.says(Reading.UNKNOWN_WORDS_STRICT)) {
      return EnumSet.of(Tier.ADMIN);
    }
    return profile.says(Reading.UNKNOWN_WORDS_SKIPPED)
        ? EnumSet.noneOf(Tier.class)
        : EnumSet.of(Tier.ADMIN, Tier.BASELINE);
  }

  private static Entry entry(ClusterPolicy policy, CniProfile profile, RuleMaker maker) {
    Set<Direction> directions = EnumSet.noneOf(Direction.class);
    for (Direction direction : Direction.values()) {
      if (!policy.rules(direction).isEmpty()) {
        directions.add(direction);
      }
    }
    boolean isUncertain =
        profile.says(Reading.UNKNOWN_WORDS_UNCERTAIN) && RuleMaker.hasUnknownWord(policy);
    return new Entry(
        policy.ref(),
        rank(policy.kind(), policy.priority()),
        policy.subject(),
        isUncertain ? List.of() : maker.rules(policy.ingress()),
        isUncertain ? List.of() : maker.rules(policy.egress()),
        directions,
        isUncertain ? Optional.of(Cause.WORD_UNKNOWN) : Optional.empty());
  }

  /// Where a policy of that priority stands in its tier; a `BaselineAdminNetworkPolicy` has none.
  private static int rank(PolicyRef.Kind kind, int priority) {
    return kind == PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY ? AFTER_ALL : priority;
  }

  private static Optional<Entry> unknown(Gap gap, Tier tier) {
    return switch (gap) {
      case Gap.UnreadableClusterPolicy unreadable
          when unreadable.tiers().contains(tier) || unreadable.tiers().contains(Tier.UNKNOWN) ->
          Optional.of(
              anything(
                  unreadable.ref(),
                  switch (unreadable.rank()) {
                    case Gap.Rank.Known(var priority) -> rank(unreadable.ref().kind(), priority);
                    case Gap.Rank.Anywhere() -> BEFORE_ALL;
                  },
                  unreadable.subject(),
                  unreadable.directions(),
                  Cause.POLICY_UNREADABLE));
      case Gap.Unlisted(var kind, _) when kindOf(kind, tier).isPresent() ->
          kindOf(kind, tier)
              .map(
                  known ->
                      anything(
                          new PolicyRef(known, "", UNLISTED),
                          BEFORE_ALL,
                          PodScope.EVERYTHING,
                          EnumSet.allOf(Direction.class),
                          Cause.POLICIES_UNLISTED));
      case Gap.UnreadableClusterPolicy _,
          Gap.Unlisted _,
          Gap.UnreadablePolicy _,
          Gap.UnreadableNamespace _,
          Gap.UnreadableNode _,
          Gap.UnreadablePod _ ->
          Optional.empty();
    };
  }

  private static Entry anything(
      PolicyRef policy, int rank, PodScope subject, Set<Direction> directions, Cause cause) {
    return new Entry(policy, rank, subject, List.of(), List.of(), directions, Optional.of(cause));
  }

  private static Optional<PolicyRef.Kind> kindOf(Kind kind, Tier tier) {
    return switch (kind) {
      case ADMIN_NETWORK_POLICY ->
          tier == Tier.ADMIN ? Optional.of(PolicyRef.Kind.ADMIN_NETWORK_POLICY) : Optional.empty();
      case BASELINE_ADMIN_NETWORK_POLICY ->
          tier == Tier.BASELINE
              ? Optional.of(PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY)
              : Optional.empty();
      case CLUSTER_NETWORK_POLICY -> Optional.of(PolicyRef.Kind.CLUSTER_NETWORK_POLICY);
      case NAMESPACE, POD, NODE, SERVICE, ENDPOINT_SLICE, WORKLOAD, NETWORK_POLICY ->
          Optional.empty();
    };
  }

  /// The selectors of pods by which policies choose whom they are about.
  Stream<LabelSelector> subjects() {
    return groups.stream().flatMap(List::stream).map(entry -> entry.subject().pods());
  }

  /// All rules of a direction.
  List<Rule> rules(Direction direction) {
    return groups.stream()
        .flatMap(List::stream)
        .flatMap(entry -> entry.rules(direction).stream())
        .toList();
  }

  /// What this tier is to a pod, in a direction.
  List<List<Step>> steps(View.Subject self, Direction direction) {
    List<List<Step>> steps = new ArrayList<>();
    for (List<Entry> group : groups) {
      List<Step> of =
          group.stream()
              .map(entry -> entry.step(self, direction))
              .flatMap(Optional::stream)
              .toList();
      if (!of.isEmpty()) {
        steps.add(of);
      }
    }
    return steps;
  }
}
