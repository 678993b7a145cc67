package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Protocol;
import java.util.SplittableRandom;

/// The clusters, questions and plugins of [SnapshotArbitraries], drawn one after the other from a
/// seed: the same seed, the same sequence.
///
/// For comparing many connections quickly. A property of [SnapshotArbitraries] shrinks what fails;
/// this does not.
public final class RandomSnapshots {
  private final SplittableRandom random;

  public RandomSnapshots(long seed) {
    random = new SplittableRandom(seed);
  }

  /// The next cluster, with everything that may be in one.
  public Snapshot snapshot() {
    return RandomClusters.ANY.from(random);
  }

  /// The next cluster without anything unknown.
  public Snapshot plainSnapshot() {
    return RandomClusters.PLAIN.from(random);
  }

  /// The next question about a cluster.
  public Question question(Snapshot snapshot) {
    return RandomQuestions.ANY.from(random).apply(snapshot);
  }

  /// One of `count` things.
  public int index(int count) {
    return random.nextInt(count);
  }

  /// The next protocol.
  public Protocol protocol() {
    return Words.PROTOCOL.from(random);
  }

  /// The next port.
  public int port() {
    return Words.PORT.from(random);
  }

  /// The next address, of a node or of nobody.
  public Address address() {
    return Words.ADDRESSES.get(index(Words.ADDRESSES.size()));
  }

  /// The next plugin.
  public CniProfile profile() {
    return RandomProfiles.ANY.from(random);
  }
}
