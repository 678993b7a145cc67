package dev.nightlatch.grants.port;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What every adapter of [Cluster] does, so that what stands above cannot tell them apart. The
/// adapter to a real API server is the arbiter: nothing is asserted here that Kubernetes does not
/// do.
///
/// An adapter's test extends this class and makes a [World] for each test.
public abstract class ClusterContract
    implements RulesContract,
        RightsContract,
        BoundariesContract,
        ProvidersContract,
        GrantsContract,
        OccasionsContract,
        VoicesContract,
        CanaryContract,
        LatchesContract,
        PoliciesContract,
        WatchContract {
  private World world;

  /// Makes the world of one test.
  protected abstract World make() throws Exception;

  @Override
  public final World world() {
    return world;
  }

  @BeforeEach
  public final void begin() throws Exception {
    world = make();
  }

  @AfterEach
  public final void end() {
    world.close();
  }
}
