package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;

/// Endpoints of a service. Source: `EndpointSlice`, discovery.k8s.io/v1.
///
/// @param service the service's name (label `kubernetes.io/service-name`); empty where none is
///     named
public record EndpointSlice(
    String namespace, String name, String service, List<Port> ports, List<Endpoint> endpoints) {

  public EndpointSlice {
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
  }

  /// A port of every endpoint.
  ///
  /// @param name of the service's port; empty where it has none
  public record Port(String name, Protocol protocol, int number) {}

  /// Where connections may end.
  ///
  /// @param pod the name of the pod that stands there; empty where none does
  public record Endpoint(List<Address> addresses, String pod) {
    public Endpoint {
      addresses = List.copyOf(addresses);
    }
  }
}
