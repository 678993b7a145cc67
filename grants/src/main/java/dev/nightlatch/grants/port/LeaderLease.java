package dev.nightlatch.grants.port;

import java.time.Duration;
import java.util.Optional;

/// The one lease of the cluster over which the operator's replicas agree who acts. Not a grant's
/// lease.
///
/// Source: `Lease`, coordination.k8s.io/v1.
public interface LeaderLease {

  /// The lease as it is.
  ///
  /// @param holder empty if it was given back
  /// @param version another one after each write
  /// @param duration how long a holder may be silent
  record State(String holder, String version, Duration duration) {}

  /// The lease; empty if there never was one.
  ///
  /// @throws ClusterException if it cannot be read
  Optional<State> look();

  /// Makes the lease, or writes it over the state `seen` and no other.
  ///
  /// @param seen what was looked at; empty where there was none
  /// @param holder who holds it from now on; empty to give it back
  /// @return the lease as it is now
  /// @throws ClusterException as a conflict if somebody else wrote it meanwhile
  State write(Optional<State> seen, String holder, Duration duration);
}
