package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.set.ConnectionSet;
import java.util.Comparator;

/// Somebody who can be got to, step by step.
///
/// Ordered by the number of steps, then by party.
///
/// @param hops how many steps it takes at least, from 1
/// @param via who the step before the last leads to; the source itself for the first step
/// @param ports what the last step may be made on
public record Reached(Party party, int hops, Party via, ConnectionSet ports)
    implements Comparable<Reached> {
  private static final Comparator<Reached> ORDER =
      Comparator.comparingInt(Reached::hops)
          .thenComparing(Reached::party)
          .thenComparing(Reached::via);

  @Override
  public int compareTo(Reached other) {
    return ORDER.compare(this, other);
  }
}
