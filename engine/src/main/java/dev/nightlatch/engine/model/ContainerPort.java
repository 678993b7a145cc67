package dev.nightlatch.engine.model;

import dev.nightlatch.engine.set.Protocol;

/// A port that a container of a pod declares.
///
/// Source: `ContainerPort`, v1.
///
/// @param name empty where the port has none
/// @param number 1 to 65535
public record ContainerPort(String name, Protocol protocol, int number)
    implements Comparable<ContainerPort> {

  /// @throws IllegalArgumentException if the number is none of a port
  public ContainerPort {
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("no port: " + number);
    }
  }

  @Override
  public int compareTo(ContainerPort other) {
    int byName = name.compareTo(other.name);
    if (byName != 0) {
      return byName;
    }
    int byProtocol = protocol.compareTo(other.protocol);
    return byProtocol != 0 ? byProtocol : Integer.compare(number, other.number);
  }
}
