package dev.nightlatch.grants.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Why a grant needs none of the approvals that its rule requires.
public sealed interface Exemption {

  /// It needs them.
  record None() implements Exemption {}

  /// Its requester is on call for its incident, and the rule waives them then.
  record OnCall() implements Exemption {}

  /// It is break-glass: loud, and reviewed afterwards.
  ///
  /// @param reviewWithin how long after its opening it must have been reviewed
  record BreakGlass(Duration reviewWithin) implements Exemption {}

  /// The exemptions that a boundary can admit.
  enum Kind {
    ON_CALL("OnCall"),
    BREAK_GLASS("BreakGlass");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /// The API's spelling.
    public String text() {
      return text;
    }

    /// The kind that the API spells so.
    public static Optional<Kind> parse(String text) {
      return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
  }

  /// Which one; empty for [None].
  default Optional<Kind> kind() {
    return switch (this) {
      case None() -> Optional.empty();
      case OnCall() -> Optional.of(Kind.ON_CALL);
      case BreakGlass _ -> Optional.of(Kind.BREAK_GLASS);
    };
  }

  /// How long after its opening it must have been reviewed; empty where it need not be.
  default Optional<Duration> review() {
    return switch (this) {
      case None(), OnCall() -> Optional.empty();
      case BreakGlass(var within) -> Optional.of(within);
    };
  }

  /// Whether it is break-glass.
  default boolean isBreakGlass() {
    return this instanceof BreakGlass;
  }
}
