package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.Action;

/// What may become of some traffic: any of allowed, denied, and passed on to the next tier.
enum Outcomes {
  NONE(0),
  ALLOWED(1),
  DENIED(2),
  ALLOWED_OR_DENIED(3),
  PASSED(4),
  ALLOWED_OR_PASSED(5),
  DENIED_OR_PASSED(6),
  ANY(7);

  /// In the order of their bits.
  private static final Outcomes[] BY_BITS = values();

  private final int bits;

  Outcomes(int bits) {
    this.bits = bits;
  }

  static Outcomes of(Action action) {
    return switch (action) {
      case ACCEPT -> ALLOWED;
      case DENY -> DENIED;
      case PASS -> PASSED;
      case UNKNOWN -> throw new IllegalStateException("an unknown action was to be resolved");
    };
  }

  /// Whatever either may be.
  Outcomes or(Outcomes other) {
    return BY_BITS[bits | other.bits];
  }

  /// The same without being passed on.
  Outcomes settled() {
    return BY_BITS[bits & ALLOWED_OR_DENIED.bits];
  }

  boolean mayPass() {
    return (bits & PASSED.bits) != 0;
  }

  boolean mayBeAllowed() {
    return (bits & ALLOWED.bits) != 0;
  }

  boolean mayBeDenied() {
    return (bits & DENIED.bits) != 0;
  }
}
