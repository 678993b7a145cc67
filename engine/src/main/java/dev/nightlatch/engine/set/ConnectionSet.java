package dev.nightlatch.engine.set;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What may be spoken between two ends: for each protocol, the ports of the destination.
///
/// Only what a network policy can name: neither ICMP nor the source's port is in it. Equal sets are
/// equal values.
@SuppressWarnings("ReferenceEquality") // only to be faster: equal values give equal results
public record ConnectionSet(PortSet tcp, PortSet udp, PortSet sctp) {

  public static final ConnectionSet NONE =
      new ConnectionSet(PortSet.NONE, PortSet.NONE, PortSet.NONE);
  public static final ConnectionSet ALL = new ConnectionSet(PortSet.ALL, PortSet.ALL, PortSet.ALL);

  /// These ports of one protocol.
  public static ConnectionSet of(Protocol protocol, PortSet ports) {
    return switch (protocol) {
      case TCP -> new ConnectionSet(ports, PortSet.NONE, PortSet.NONE);
      case UDP -> new ConnectionSet(PortSet.NONE, ports, PortSet.NONE);
      case SCTP -> new ConnectionSet(PortSet.NONE, PortSet.NONE, ports);
    };
  }

  public static ConnectionSet of(PortRange range) {
    return of(range.protocol(), PortSet.range(range.first(), range.last()));
  }

  /// All of several sets.
  public static ConnectionSet union(Collection<ConnectionSet> sets) {
    ConnectionSet union = NONE;
    for (ConnectionSet set : sets) {
      union = union.union(set);
    }
    return union;
  }

  public PortSet ports(Protocol protocol) {
    return switch (protocol) {
      case TCP -> tcp;
      case UDP -> udp;
      case SCTP -> sctp;
    };
  }

  public boolean isEmpty() {
    return tcp.isEmpty() && udp.isEmpty() && sctp.isEmpty();
  }

  public boolean isAll() {
    return equals(ALL);
  }

  public boolean contains(Protocol protocol, int port) {
    return ports(protocol).contains(port);
  }

  public boolean containsAll(ConnectionSet other) {
    return other.minus(this).isEmpty();
  }

  public ConnectionSet union(ConnectionSet other) {
    if (this == other || other == NONE) {
      return this;
    }
    return this == NONE
        ? other
        : kept(tcp.union(other.tcp), udp.union(other.udp), sctp.union(other.sctp));
  }

  public ConnectionSet intersection(ConnectionSet other) {
    if (this == other || other == ALL) {
      return this;
    }
    return this == ALL
        ? other
        : kept(
            tcp.intersection(other.tcp),
            udp.intersection(other.udp),
            sctp.intersection(other.sctp));
  }

  /// What is in this set and not in `other`.
  public ConnectionSet minus(ConnectionSet other) {
    return other == NONE
        ? this
        : kept(tcp.minus(other.tcp), udp.minus(other.udp), sctp.minus(other.sctp));
  }

  /// This very value where nothing changed, so that long chains make no copies.
  private ConnectionSet kept(PortSet newTcp, PortSet newUdp, PortSet newSctp) {
    if (newTcp == tcp && newUdp == udp && newSctp == sctp) {
      return this;
    }
    return newTcp.isEmpty() && newUdp.isEmpty() && newSctp.isEmpty()
        ? NONE
        : new ConnectionSet(newTcp, newUdp, newSctp);
  }

  /// The maximal ranges, by protocol and then ascending.
  public List<PortRange> ranges() {
    List<PortRange> ranges = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      PortSet ports = ports(protocol);
      for (int i = 0; i < ports.rangeCount(); i++) {
        ranges.add(new PortRange(protocol, ports.first(i), ports.last(i)));
      }
    }
    return List.copyOf(ranges);
  }

  /// `everything`, `nothing`, or the ranges, as in `80/TCP, 8000-8010/TCP, 53/UDP`.
  @Override
  public String toString() {
    if (isAll()) {
      return "everything";
    }
    return isEmpty()
        ? "nothing"
        : String.join(", ", ranges().stream().map(PortRange::toString).toList());
  }
}
