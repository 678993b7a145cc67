package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.Optional;

/// Ports of policies and of rules. Source: `NetworkPolicyPort`, networking.k8s.io/v1.
final class PortDecoder {
  private static final int HIGHEST = 65_535;
  private static final String NUMBER = "a number from 1 to " + HIGHEST;

  private PortDecoder() {}

  static Optional<PolicyPort> port(Cursor cursor) {
    if (!cursor.requireMapping("a port; {} for every port of TCP")) {
      return Optional.empty();
    }
    cursor.only(Weight.SEVERE, "protocol", "port", "endPort");
    Optional<Protocol> protocol = protocol(cursor.at("protocol"));
    Cursor port = cursor.at("port");
    if (port.isPresent() && !port.isText()) {
      return range(cursor, protocol).map(PolicyPort.Numbered::new);
    }
    if (cursor.at("endPort").isPresent()) {
      cursor.at("endPort").wrong("endPort only beside a port that is a number");
      return Optional.empty();
    }
    if (!port.isPresent()) {
      return protocol.map(PolicyPort.All::new);
    }
    String name = port.text().orElseThrow();
    if (!Texts.isPortName(name)) {
      port.wrong("a port's name, or its number without quotes");
      return Optional.empty();
    }
    return protocol.map(known -> new PolicyPort.Named(known, name));
  }

  /// The ports of a rule of ours: numbers, always.
  static Optional<PortRange> numbered(Cursor cursor, Weight unknownField) {
    if (!cursor.requireMapping("a port with its number")) {
      return Optional.empty();
    }
    cursor.only(unknownField, "protocol", "port", "endPort");
    Optional<Protocol> protocol = protocol(cursor.at("protocol"));
    if (!cursor.at("port").isPresent()) {
      cursor.at("port").missing(NUMBER);
      return Optional.empty();
    }
    return range(cursor, protocol);
  }

  private static Optional<PortRange> range(Cursor cursor, Optional<Protocol> protocol) {
    Optional<Integer> first = number(cursor.at("port"), 1);
    Cursor end = cursor.at("endPort");
    Optional<Integer> last = end.isPresent() ? number(end, first.orElse(1)) : first;
    return protocol.flatMap(
        known -> first.flatMap(from -> last.map(to -> new PortRange(known, from, to))));
  }

  /// The number of a port that must be there.
  static Optional<Integer> requiredNumber(Cursor cursor) {
    if (!cursor.isPresent()) {
      cursor.missing(NUMBER);
    }
    return number(cursor, 1);
  }

  /// The number of a port, if one is there.
  static Optional<Integer> number(Cursor cursor, int lowest) {
    Optional<Long> number = cursor.whole();
    if (number.isPresent() && (number.get() < lowest || number.get() > HIGHEST)) {
      cursor.wrong("a number from " + lowest + " to " + HIGHEST);
      return Optional.empty();
    }
    return number.map(Long::intValue);
  }

  /// "If not specified, this field defaults to TCP."
  static Optional<Protocol> protocol(Cursor cursor) {
    if (!cursor.isPresent()) {
      return Optional.of(Protocol.TCP);
    }
    Optional<String> text = cursor.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (text.get()) {
      case "TCP" -> Optional.of(Protocol.TCP);
      case "UDP" -> Optional.of(Protocol.UDP);
      case "SCTP" -> Optional.of(Protocol.SCTP);
      default -> {
        cursor.wrong("TCP, UDP or SCTP");
        yield Optional.empty();
      }
    };
  }
}
