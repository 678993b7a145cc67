package dev.nightlatch.embedded;

import dev.nightlatch.grants.port.ClusterContract;
import dev.nightlatch.grants.port.World;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The embedded cluster on this machine's clock keeps the contract.
@Execution(ExecutionMode.CONCURRENT)
final class RealTimeClusterContractTest extends ClusterContract {

  @Override
  protected World make() {
    RealTime time = new RealTime();
    return new EmbeddedWorld(EmbeddedCluster.on(time), time) {
      @Override
      void pass(Duration step) {
        LockSupport.parkNanos(step.toNanos());
      }

      @Override
      public void close() {
        time.close();
      }
    };
  }
}
