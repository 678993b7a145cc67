package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.explain.Answer;
import java.util.EnumSet;
import java.util.Set;

/// What may become of a packet.
enum Outcome {
  ALLOWED,
  DENIED;

  /// What may become of a packet that is allowed if this is true.
  static Set<Outcome> allowedIf(Truth truth) {
    return switch (truth) {
      case YES -> EnumSet.of(ALLOWED);
      case MAYBE -> EnumSet.of(ALLOWED, DENIED);
      case NO -> EnumSet.of(DENIED);
    };
  }

  /// The answer where these, and no others, are possible.
  static Answer answer(Set<Outcome> possible) {
    if (possible.contains(ALLOWED) && possible.contains(DENIED)) {
      return Answer.UNDETERMINED;
    }
    return possible.contains(ALLOWED) ? Answer.ALLOWED : Answer.DENIED;
  }
}
