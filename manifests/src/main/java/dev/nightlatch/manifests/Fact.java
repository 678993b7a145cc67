package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.ClusterPolicy;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.EndpointSlice;
import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Namespace;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.Node;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.Service;
import dev.nightlatch.engine.model.Tier;
import dev.nightlatch.engine.model.Workload;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What one object adds to a snapshot.
sealed interface Fact {

  record OfNamespace(Namespace namespace) implements Fact {}

  record OfPod(Pod pod) implements Fact {}

  record OfWorkload(Workload workload) implements Fact {}

  record OfNode(Node node) implements Fact {}

  record OfService(Service service) implements Fact {}

  record OfSlice(EndpointSlice slice) implements Fact {}

  record OfPolicy(NetworkPolicy policy) implements Fact {}

  record OfClusterPolicy(ClusterPolicy policy) implements Fact {}

  /// An object that is there and cannot be read.
  record OfGap(Gap gap) implements Fact {}

  /// What is left of it where another text of the same policy contradicts it: neither counts, and
  /// each may be the one that does. Empty for what is no policy.
  default Optional<Gap> doubted() {
    return switch (this) {
      case OfPolicy(var policy) ->
          Optional.of(
              new Gap.UnreadablePolicy(
                  policy.namespace(), policy.name(), policy.podSelector(), policy.policyTypes()));
      case OfClusterPolicy(var policy) -> Optional.of(doubted(policy));
      case OfGap(var gap) -> Optional.of(gap);
      case OfNamespace _, OfPod _, OfWorkload _, OfNode _, OfService _, OfSlice _ ->
          Optional.empty();
    };
  }

  private static Gap doubted(ClusterPolicy policy) {
    Set<Direction> directions = EnumSet.noneOf(Direction.class);
    for (Direction direction : Direction.values()) {
      if (!policy.rules(direction).isEmpty()) {
        directions.add(direction);
      }
    }
    Set<Tier> tiers =
        policy.tier() == Tier.UNKNOWN
            ? EnumSet.of(Tier.ADMIN, Tier.BASELINE)
            : EnumSet.of(policy.tier());
    return new Gap.UnreadableClusterPolicy(
        policy.ref(), tiers, new Gap.Rank.Known(policy.priority()), policy.subject(), directions);
  }
}
