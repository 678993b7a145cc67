package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Address;
import java.util.List;

/// A service. Source: `Service`, v1.
///
/// @param backends where its connections end
/// @param ports in the order in which they are written
/// @param isHeadless whether it has no address of its own: its name stands for its pods' addresses,
///     and nobody translates ports
/// @param clusterIps its own addresses; empty for a headless one, or where they are not known
/// @param externalIps addresses at which it is reached from outside: `externalIPs`, and those of
///     its
///     load balancer; sorted
public record Service(
    String namespace,
    String name,
    Backends backends,
    List<ServicePort> ports,
    boolean isHeadless,
    List<Address> clusterIps,
    List<Address> externalIps) {

  public Service {
    ports = List.copyOf(ports);
    clusterIps = List.copyOf(clusterIps);
    externalIps = Canonical.of(externalIps);
  }

  /// A service that is not reached from outside.
  public Service(
      String namespace,
      String name,
      Backends backends,
      List<ServicePort> ports,
      boolean isHeadless,
      List<Address> clusterIps) {
    this(namespace, name, backends, ports, isHeadless, clusterIps, List.of());
  }

  /// Where a service's connections end.
  public sealed interface Backends {

    /// At the pods of the service's own namespace that the selector chooses.
    record Selected(LabelSelector pods) implements Backends {}

    /// At the endpoints that somebody else writes: there is no selector.
    record Written() implements Backends {}

    /// At another name, outside: the type is `ExternalName`.
    record External(String name) implements Backends {}
  }
}
