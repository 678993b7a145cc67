package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Snapshot;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/// Small clusters, questions about them and network plugins at random, for properties.
///
/// They have two or three namespaces, three to six pods, up to two workloads, three nodes, five
/// NetworkPolicies and four cluster-wide policies, of so few words that they meet often. Failures
/// shrink to fewer and simpler things.
public final class SnapshotArbitraries extends DomainContextBase {

  /// Clusters with everything that may be in one, and sometimes with what is not known.
  @Provide
  public Arbitrary<Snapshot> snapshots() {
    return RandomClusters.ANY.arbitrary();
  }

  /// Clusters, and a question about each.
  @Provide
  public Arbitrary<Situation> situations() {
    return situations(RandomClusters.ANY);
  }

  /// Network plugins that answer each of the switches in any way.
  @Provide
  public Arbitrary<CniProfile> profiles() {
    return RandomProfiles.ANY.arbitrary();
  }

  /// Clusters without anything unknown, so that most verdicts are determined.
  public static Arbitrary<Snapshot> plainSnapshots() {
    return RandomClusters.PLAIN.arbitrary();
  }

  /// Clusters without anything unknown, and a question about each.
  public static Arbitrary<Situation> plainSituations() {
    return situations(RandomClusters.PLAIN);
  }

  /// Questions about one cluster.
  public static Arbitrary<Question> questions(Snapshot snapshot) {
    return RandomQuestions.ANY.arbitrary().map(question -> question.apply(snapshot));
  }

  private static Arbitrary<Situation> situations(Gen<Snapshot> snapshots) {
    return snapshots
        .with(
            RandomQuestions.ANY,
            (snapshot, question) -> new Situation(snapshot, question.apply(snapshot)))
        .arbitrary();
  }
}
