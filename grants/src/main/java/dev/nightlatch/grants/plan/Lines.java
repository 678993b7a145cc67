package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.set.AddressRange;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.List;
import java.util.stream.Collectors;

/// Connections in words: `support-tools/Pod/psql -> shop/StatefulSet/db on 5432/TCP`.
final class Lines {
  /// How many ranges of addresses are written out.
  private static final int MOST_RANGES = 3;

  private Lines() {}

  static String line(Party from, Party to, ConnectionSet ports) {
    return line(from, text(to), ports);
  }

  static String line(Party from, String to, ConnectionSet ports) {
    return text(from) + " -> " + to + " on " + text(ports);
  }

  /// As many of these as there is room for, and how many more there are.
  static String some(List<String> all, int most, String between) {
    String listed = String.join(between, all.subList(0, Math.min(all.size(), most)));
    return all.size() <= most ? listed : listed + " and " + (all.size() - most) + " more";
  }

  private static String text(ConnectionSet ports) {
    return ports.isAll() ? "everything" : ports.toString();
  }

  static String text(Party party) {
    return switch (party) {
      case Party.Pods(var workload) -> workload.toString();
      case Party.Outside(var addresses) -> text(addresses.ranges());
    };
  }

  private static String text(List<AddressRange> ranges) {
    String first =
        ranges.stream().limit(MOST_RANGES).map(Lines::text).collect(Collectors.joining(", "));
    int more = ranges.size() - MOST_RANGES;
    return more <= 0 ? first : first + " and " + more + " more ranges";
  }

  private static String text(AddressRange range) {
    return range.first().equals(range.last())
        ? range.first().toString()
        : range.first() + "-" + range.last();
  }
}
