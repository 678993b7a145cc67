package dev.nightlatch.cli;

import dev.nightlatch.engine.explain.Connection;
import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.AddressSet;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.PortSet;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the engine says as trees of maps and lists, for `-o json` and `-o yaml`.
///
/// The forms are stable and stand as JSON Schemas in `docs/schemas`.
final class EngineTrees {
  private EngineTrees() {}

  /// A constant as a word of the output: `pod-address`.
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Map<String, Object> party(Party party) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (party) {
      case Party.Pods(var workload) -> {
        tree.put("namespace", workload.namespace());
        tree.put("name", workload.name());
        tree.put("kind", workload.kind());
      }
      case Party.Outside(var addresses) -> tree.put("addresses", addresses(addresses));
    }
    return tree;
  }

  static List<String> addresses(AddressSet addresses) {
    return addresses.ranges().stream().map(AddressRange::toString).toList();
  }

  /// `{"TCP": [[80, 80], [443, 443]]}`
  static Map<String, Object> ports(ConnectionSet connections) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (Protocol protocol : Protocol.values()) {
      PortSet ports = connections.ports(protocol);
      if (!ports.isEmpty()) {
        List<List<Integer>> ranges = new ArrayList<>();
        for (int i = 0; i < ports.rangeCount(); i++) {
          ranges.add(List.of(ports.first(i), ports.last(i)));
        }
        tree.put(protocol.name(), ranges);
      }
    }
    return tree;
  }

  /// An entry of a list; with `why` where it is not known.
  static Map<String, Object> connection(Connection connection) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", party(connection.from()));
    tree.put("to", party(connection.to()));
    tree.put("ports", ports(connection.ports()));
    if (!connection.causes().isEmpty()) {
      tree.put("why", connection.causes().stream().map(EngineTrees::word).toList());
    }
    return tree;
  }
}
