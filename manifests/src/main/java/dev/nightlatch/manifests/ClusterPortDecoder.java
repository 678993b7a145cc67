package dev.nightlatch.manifests;

import dev.nightlatch.engine.model.ClusterPort;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.manifests.Problem.Weight;
import java.util.List;
import java.util.Optional;

/// Ports of cluster-wide policies.
///
/// Source: `ClusterNetworkPolicyProtocol`, v1alpha2; `AdminNetworkPolicyPort`, v1alpha1.
final class ClusterPortDecoder {
  private static final List<String> OLD = List.of("portNumber", "portRange", "namedPort");
  private static final List<String> NEW = List.of("tcp", "udp", "sctp", "destinationNamedPort");

  private ClusterPortDecoder() {}

  /// An entry with no field that is known fails closed, as a peer does.
  static Optional<ClusterPort> port(Cursor cursor, ClusterApi api) {
    List<String> forms = api == ClusterApi.CLUSTER ? NEW : OLD;
    if (!cursor.requireMapping("a port with one of " + String.join(", ", forms))) {
      return Optional.empty();
    }
    List<String> there = forms.stream().filter(form -> cursor.at(form).isPresent()).toList();
    if (there.isEmpty()) {
      cursor.failsClosed(forms);
      return Optional.of(new ClusterPort.Unknown());
    }
    cursor.only(Weight.SEVERE, forms.toArray(String[]::new));
    if (there.size() > 1) {
      cursor.bad(
          ProblemCode.CHOICE_WRONG,
          cursor.path() + " with " + String.join(" and ", there),
          "one of " + String.join(", ", forms));
      return Optional.empty();
    }
    Cursor value = cursor.at(there.getFirst());
    return switch (there.getFirst()) {
      case "portNumber" -> number(value);
      case "portRange" -> range(value);
      case "tcp" -> of(value, Protocol.TCP);
      case "udp" -> of(value, Protocol.UDP);
      case "sctp" -> of(value, Protocol.SCTP);
      default -> value.text().map(ClusterPort.Named::new);
    };
  }

  /// `{protocol, port}` of v1alpha1.
  private static Optional<ClusterPort> number(Cursor cursor) {
    if (!cursor.requireMapping("a protocol and a port")) {
      return Optional.empty();
    }
    cursor.only(Weight.SEVERE, "protocol", "port");
    Optional<Protocol> protocol = PortDecoder.protocol(cursor.at("protocol"));
    Optional<Integer> number = PortDecoder.requiredNumber(cursor.at("port"));
    return protocol.flatMap(
        of -> number.map(at -> new ClusterPort.Numbered(PortRange.single(of, at))));
  }

  /// `{protocol, start, end}` of v1alpha1.
  private static Optional<ClusterPort> range(Cursor cursor) {
    if (!cursor.requireMapping("a protocol, a start and an end")) {
      return Optional.empty();
    }
    cursor.only(Weight.SEVERE, "protocol", "start", "end");
    return PortDecoder.protocol(cursor.at("protocol")).flatMap(of -> range(cursor, of));
  }

  /// "Start port must be less than End port".
  private static Optional<ClusterPort> range(Cursor cursor, Protocol protocol) {
    Optional<Integer> start = PortDecoder.requiredNumber(cursor.at("start"));
    Optional<Integer> end = PortDecoder.requiredNumber(cursor.at("end"));
    if (start.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    if (start.get() >= end.get()) {
      cursor.at("end").wrong("a number above the start, " + start.get());
      return Optional.empty();
    }
    return Optional.of(new ClusterPort.Numbered(new PortRange(protocol, start.get(), end.get())));
  }

  /// `{destinationPort: {number}}` or `{destinationPort: {range: {start, end}}}` of v1alpha2.
  private static Optional<ClusterPort> of(Cursor cursor, Protocol protocol) {
    if (!cursor.requireMapping("{} for every port, or destinationPort")) {
      return Optional.empty();
    }
    cursor.only(Weight.SEVERE, "destinationPort");
    Cursor port = cursor.at("destinationPort");
    if (!port.isPresent()) {
      return Optional.of(new ClusterPort.All(protocol));
    }
    if (!port.requireMapping("number or range")) {
      return Optional.empty();
    }
    port.only(Weight.SEVERE, "number", "range");
    Cursor number = port.at("number");
    Cursor range = port.at("range");
    if (number.isPresent() == range.isPresent()) {
      port.bad(
          ProblemCode.CHOICE_WRONG, port.path() + " with none of them, or both", "number or range");
      return Optional.empty();
    }
    if (range.isPresent()) {
      if (!range.requireMapping("a start and an end")) {
        return Optional.empty();
      }
      range.only(Weight.SEVERE, "start", "end");
      return range(range, protocol);
    }
    return PortDecoder.requiredNumber(number)
        .map(at -> new ClusterPort.Numbered(PortRange.single(protocol, at)));
  }
}
