package dev.nightlatch.embedded;

import dev.nightlatch.grants.port.ClusterContract;
import dev.nightlatch.grants.port.World;
import java.time.Duration;
import java.time.Instant;

/// The embedded cluster on a virtual clock keeps the contract.
final class VirtualClusterContractTest extends ClusterContract {

  @Override
  protected World make() {
    VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T02:14:05.678Z"));
    return new EmbeddedWorld(EmbeddedCluster.on(time, 1), time) {
      @Override
      void pass(Duration step) {
        time.advance(step);
      }

      @Override
      public void close() {}
    };
  }
}
