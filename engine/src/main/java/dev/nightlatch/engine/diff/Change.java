package dev.nightlatch.engine.diff;

import dev.nightlatch.engine.explain.Party;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.Comparator;

/// What becomes different between two parties.
///
/// One of the four sets at least has something in it; they do not overlap, but for what may be
/// opened or cut alike. Ordered by the ends.
///
/// @param opened what is allowed after and was not before
/// @param cut what was allowed before and is not after
/// @param maybeOpened what may be opened: a fact that decides is not known
/// @param maybeCut what may be cut, for the same reason
public record Change(
    Party from,
    Party to,
    ConnectionSet opened,
    ConnectionSet cut,
    ConnectionSet maybeOpened,
    ConnectionSet maybeCut)
    implements Comparable<Change> {
  private static final Comparator<Change> ORDER =
      Comparator.comparing(Change::from).thenComparing(Change::to).thenComparing(Change::toString);

  @Override
  public int compareTo(Change other) {
    return ORDER.compare(this, other);
  }
}
