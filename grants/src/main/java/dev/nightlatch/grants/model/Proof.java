package dev.nightlatch.grants.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What was found out about a grant's connections at one moment of its life.
///
/// @param at when the cluster was read
/// @param holds whether it is as the grant wants it at that moment
/// @param sentence what was found, in one line
/// @param connections a line for each, with what was found of it; at most
///     [GrantStatus#MOST_CONNECTIONS]
public record Proof(
    Moment moment,
    Method method,
    Instant at,
    boolean holds,
    String sentence,
    List<String> connections) {

  /// When in the life of a grant.
  public enum Moment {
    /// Before anything was opened: what is denied, and would be allowed.
    BEFORE,
    /// While it is open: what is allowed through it.
    OPEN,
    /// After it was closed: whether it is denied again.
    CLOSED;

    /// `Before`.
    public String text() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    /// The moment of this text.
    public static Optional<Moment> parse(String text) {
      return Stream.of(values()).filter(moment -> moment.text().equals(text)).findFirst();
    }
  }

  /// How it was found out.
  public enum Method {
    /// The policies were evaluated; no packet was sent.
    EVALUATED;

    /// `evaluated`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The method of this text.
    public static Optional<Method> parse(String text) {
      return Stream.of(values()).filter(method -> method.text().equals(text)).findFirst();
    }
  }

  public Proof {
    connections = List.copyOf(connections);
  }

  /// Whether both found the same, whenever it was.
  public boolean repeats(Proof other) {
    return moment == other.moment
        && method == other.method
        && holds == other.holds
        && sentence.equals(other.sentence)
        && connections.equals(other.connections);
  }
}
