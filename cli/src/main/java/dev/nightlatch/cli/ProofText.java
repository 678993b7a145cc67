package dev.nightlatch.cli;

import dev.nightlatch.grants.model.Proof;

/// What was found out about a grant's connections, in words.
final class ProofText {
  private ProofText() {}

  /// `before (evaluated): 1 connection would open, nothing would be cut.`
  static String line(Proof proof) {
    return "%s (%s): %s".formatted(moment(proof.moment()), proof.method().text(), proof.sentence());
  }

  private static String moment(Proof.Moment moment) {
    return switch (moment) {
      case BEFORE -> "before";
      case OPEN -> "while open";
      case CLOSED -> "after";
    };
  }
}
