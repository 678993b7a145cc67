package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Ground;
import java.util.List;

/// What one end's policies see of the other: once for each address under which it may stand there.
///
/// @param sights never none
/// @param isOneEnough whether the other end has all of these addresses, so that a connection is
///     allowed if it is under one of them; otherwise it has one of them, and which is not known
record Outlook(List<Sight> sights, boolean isOneEnough) {
  Outlook {
    sights = List.copyOf(sights);
  }

  /// What is seen.
  sealed interface Sight {}

  /// Nothing is asked.
  record Exempt(Ground.Why why) implements Sight {}

  /// These policies see this.
  record Seen(Stack stack, View view) implements Sight {}

  static Outlook exempt(Ground.Why why) {
    return new Outlook(List.of(new Exempt(why)), true);
  }
}
