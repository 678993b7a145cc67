package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.set.ConnectionSet;
import java.util.Comparator;
import java.util.List;

/// What may be spoken from one party to another, or may not be known to.
///
/// Ordered by its ends.
///
/// @param ports never empty
/// @param causes why it is not known; empty for what is allowed
public record Connection(Party from, Party to, ConnectionSet ports, List<Cause> causes)
    implements Comparable<Connection> {
  private static final Comparator<Connection> ORDER =
      Comparator.comparing(Connection::from)
          .thenComparing(Connection::to)
          .thenComparing(connection -> connection.ports().toString());

  /// @throws IllegalArgumentException if there is no port
  public Connection {
    causes = causes.stream().distinct().sorted().toList();
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("a connection without ports");
    }
  }

  @Override
  public int compareTo(Connection other) {
    return ORDER.compare(this, other);
  }
}
