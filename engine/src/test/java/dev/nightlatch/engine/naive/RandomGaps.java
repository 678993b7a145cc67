package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.Gap;
import dev.nightlatch.engine.model.Kind;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.model.Tier;
import java.util.List;
import java.util.Set;

/// What a snapshot does not know, at random.
final class RandomGaps {
  private static final Gen<Gap> UNLISTED =
      Gen.oneOf(
          Gen.of(Kind.values()).map(kind -> new Gap.Unlisted(kind, "")),
          Words.NAMESPACE.map(namespace -> new Gap.Unlisted(Kind.NETWORK_POLICY, namespace)),
          Gen.of(Kind.NODE, Kind.NAMESPACE).map(kind -> new Gap.Unlisted(kind, "")));

  private static final Gen<Gap> POLICY =
      Gen.combine(
          Words.NAMESPACE,
          Words.SELECTOR,
          Words.DIRECTIONS,
          (namespace, pods, directions) ->
              new Gap.UnreadablePolicy(namespace, "unreadable", pods, directions));

  /// The tiers in which a policy of a kind may stand.
  private record Stand(PolicyRef.Kind kind, String name, Set<Tier> tiers) {}

  private static final Gen<Gap> CLUSTER_POLICY =
      Gen.combine(
          Gen.of(
              new Stand(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "c1b", Set.of(Tier.ADMIN)),
              new Stand(PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "c1b", Set.of(Tier.BASELINE)),
              new Stand(
                  PolicyRef.Kind.CLUSTER_NETWORK_POLICY, "c1b", Set.of(Tier.ADMIN, Tier.BASELINE)),
              new Stand(PolicyRef.Kind.ADMIN_NETWORK_POLICY, "c1b", Set.of(Tier.ADMIN)),
              new Stand(
                  PolicyRef.Kind.BASELINE_ADMIN_NETWORK_POLICY, "default", Set.of(Tier.BASELINE))),
          Gen.of(new Gap.Rank.Known(5), new Gap.Rank.Known(7), new Gap.Rank.Anywhere()),
          Words.SCOPE,
          Words.DIRECTIONS,
          (stand, rank, subject, directions) ->
              new Gap.UnreadableClusterPolicy(
                  new PolicyRef(stand.kind, "", stand.name),
                  stand.tiers,
                  rank,
                  subject,
                  directions));

  private static final Gen<Gap> OBJECT =
      Gen.oneOf(
          Words.NAMESPACE.map(Gap.UnreadableNamespace::new),
          Gen.of(Words.NODES).map(Gap.UnreadableNode::new),
          Words.NAMESPACE.map(namespace -> new Gap.UnreadablePod(namespace, "Pod", "unreadable")));

  private RandomGaps() {}

  /// None in most snapshots; one or two in one of six.
  static Gen<List<Gap>> rarely() {
    return Gen.just(List.<Gap>of())
        .orRarely(6, Gen.oneOf(UNLISTED, POLICY, CLUSTER_POLICY, OBJECT).list(1, 2));
  }
}
