package dev.nightlatch.operator;

import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Cluster;
import java.time.InstantSource;
import java.util.Optional;

/// What a replica does that does not lead: it sweeps, and opens nothing. It has no record, so what
/// it takes out is proven by label, name and latch.
public final class Follower implements AutoCloseable {
  private final Sweeper sweeper;

  private Follower(Sweeper sweeper) {
    this.sweeper = sweeper;
  }

  /// A follower at work.
  ///
  /// @param cluster seen with the operator's own identity
  public static Follower start(Cluster cluster, InstantSource time, Signs signs) {
    Follower follower =
        new Follower(
            new Sweeper(cluster, _ -> Optional.empty(), time, Announcer.SILENT, signs.sweeper()));
    follower.sweeper.loop().start();
    return follower;
  }

  /// Begins no further sweep; one that runs goes on to its end, which harms nobody.
  @Override
  public void close() {
    sweeper.loop().stop();
  }
}
