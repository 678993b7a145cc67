package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.set.ConnectionSet;

/// What a tier of cluster-wide policies does with everything: what it lets through itself, and what
/// it leaves to the tiers below.
///
/// @param certain what it allows, whatever the facts are that are not known
/// @param possible what it may allow
/// @param left what it leaves to the tiers below, or allows
/// @param possiblyLeft what it may leave to them
record Gate(
    ConnectionSet certain, ConnectionSet possible, ConnectionSet left, ConnectionSet possiblyLeft) {

  /// A tier without policies.
  static final Gate OPEN =
      new Gate(ConnectionSet.NONE, ConnectionSet.NONE, ConnectionSet.ALL, ConnectionSet.ALL);

  static final Gate NOTHING =
      new Gate(ConnectionSet.NONE, ConnectionSet.NONE, ConnectionSet.NONE, ConnectionSet.NONE);

  /// The same with what becomes of more traffic.
  ///
  /// @param outcomes passed where it comes to the tiers below
  Gate with(ConnectionSet traffic, Outcomes outcomes) {
    boolean neverDenied = !outcomes.mayBeDenied();
    boolean passes = outcomes.mayPass();
    return new Gate(
        outcomes == Outcomes.ALLOWED ? certain.union(traffic) : certain,
        outcomes.mayBeAllowed() ? possible.union(traffic) : possible,
        passes && neverDenied ? left.union(traffic) : left,
        passes ? possiblyLeft.union(traffic) : possiblyLeft);
  }

  /// What is allowed in the end.
  ///
  /// @param below what the tiers below allow
  Bounds and(Bounds below) {
    return new Bounds(
        certain.union(left.intersection(below.certain())),
        possible.union(possiblyLeft.intersection(below.possible())));
  }
}
