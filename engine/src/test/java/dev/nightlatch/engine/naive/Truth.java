package dev.nightlatch.engine.naive;

/// Whether something is so, as far as a snapshot says. Ordered from no to yes.
enum Truth {
  NO,
  MAYBE,
  YES;

  static Truth of(boolean so) {
    return so ? YES : NO;
  }

  Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
