package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.set.ConnectionSet;

/// From what was allowed to what is, as far as both are known.
///
/// @param maybeOpened apart from `opened`
/// @param maybeCut apart from `cut`
record Shift(
    ConnectionSet opened, ConnectionSet cut, ConnectionSet maybeOpened, ConnectionSet maybeCut) {

  static final Shift NONE =
      new Shift(ConnectionSet.NONE, ConnectionSet.NONE, ConnectionSet.NONE, ConnectionSet.NONE);

  /// What may have become of it, where nothing tells how the unknown of before and of after hang
  /// together.
  static Shift between(Bounds before, Bounds after) {
    if (before.equals(after) && before.undetermined().isEmpty()) {
      return NONE;
    }
    ConnectionSet opened = after.certain().minus(before.possible());
    ConnectionSet cut = before.certain().minus(after.possible());
    return new Shift(
        opened,
        cut,
        after.possible().minus(before.certain()).minus(opened),
        before.possible().minus(after.certain()).minus(cut));
  }

  /// The same, where it is known that nothing can open but this, and nothing can be cut but that.
  Shift within(ConnectionSet openable, ConnectionSet cuttable) {
    return new Shift(
        opened, cut, maybeOpened.intersection(openable), maybeCut.intersection(cuttable));
  }

  boolean isNone() {
    return opened.isEmpty() && cut.isEmpty() && maybeOpened.isEmpty() && maybeCut.isEmpty();
  }

  Shift or(Shift other) {
    ConnectionSet allOpened = opened.union(other.opened);
    ConnectionSet allCut = cut.union(other.cut);
    return new Shift(
        allOpened,
        allCut,
        maybeOpened.union(other.maybeOpened).minus(allOpened),
        maybeCut.union(other.maybeCut).minus(allCut));
  }
}
