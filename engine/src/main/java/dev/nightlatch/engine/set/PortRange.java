package dev.nightlatch.engine.set;

/// Ports `first` to `last`, both included, of one protocol.
///
/// Ordered by protocol, then numerically. Source: `NetworkPolicyPort.port` and `endPort`.
public record PortRange(Protocol protocol, int first, int last) implements Comparable<PortRange> {

  /// @throws IllegalArgumentException unless `1 <= first <= last <= 65535`
  public PortRange {
    if (first < 1 || last < first || last > 65_535) {
      throw new IllegalArgumentException("no port range: " + first + " to " + last);
    }
  }

  /// One port.
  public static PortRange single(Protocol protocol, int port) {
    return new PortRange(protocol, port, port);
  }

  @Override
  public int compareTo(PortRange other) {
    int byProtocol = protocol.compareTo(other.protocol);
    if (byProtocol != 0) {
      return byProtocol;
    }
    int byFirst = Integer.compare(first, other.first);
    return byFirst != 0 ? byFirst : Integer.compare(last, other.last);
  }

  /// `5432/TCP` or `8000-8010/TCP`.
  @Override
  public String toString() {
    return (first == last ? "" + first : first + "-" + last) + "/" + protocol;
  }
}
