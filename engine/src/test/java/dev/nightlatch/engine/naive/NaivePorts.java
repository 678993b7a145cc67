package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.model.ContainerPort;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.List;

/// Which ports rules speak of.
///
/// Source: semantics 2.1.5, 2.1.9 and 2.1.10; decision 0008, points 14 to 16.
final class NaivePorts {
  private NaivePorts() {}

  /// Whether a list of a NetworkPolicy's rule matches; "absent or empty ⇒ all ports *and all
  /// protocols*".
  ///
  /// @param declared the ports on which names are looked up
  static boolean match(
      List<PolicyPort> ports, Protocol protocol, int port, List<ContainerPort> declared) {
    if (ports.isEmpty()) {
      return true;
    }
    for (PolicyPort one : ports) {
      boolean matches =
          switch (one) {
            case PolicyPort.All(var of) -> of == protocol;
            case PolicyPort.Numbered(var range) -> has(range, protocol, port);
            case PolicyPort.Named(var of, var name) ->
                of == protocol && has(declared, name, protocol, port);
          };
      if (matches) {
        return true;
      }
    }
    return false;
  }

  /// Whether a list of a cluster-wide policy's rule matches; an empty one matches everything, an
  /// unknown entry nothing.
  ///
  /// @param declared the ports on which names are looked up
  /// @param anyProtocol whether a name stands for its number in every protocol (S7)
  static boolean match(
      List<ClusterPort> ports,
      Protocol protocol,
      int port,
      List<ContainerPort> declared,
      boolean anyProtocol) {
    if (ports.isEmpty()) {
      return true;
    }
    for (ClusterPort one : ports) {
      boolean matches =
          switch (one) {
            case ClusterPort.All(var of) -> of == protocol;
            case ClusterPort.Numbered(var range) -> has(range, protocol, port);
            case ClusterPort.Named(var name) ->
                anyProtocol
                    ? has(declared, name, Protocol.TCP, port)
                        || has(declared, name, Protocol.UDP, port)
                        || has(declared, name, Protocol.SCTP, port)
                    : has(declared, name, protocol, port);
            case ClusterPort.Unknown() -> false;
          };
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(PortRange range, Protocol protocol, int port) {
    return range.protocol() == protocol && range.first() <= port && port <= range.last();
  }

  private static boolean has(
      List<ContainerPort> declared, String name, Protocol protocol, int port) {
    return declared.contains(new ContainerPort(name, protocol, port));
  }
}
