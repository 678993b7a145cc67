package dev.nightlatch.engine.explain;

import java.util.List;

/// A rule that would allow the connection if these few things were otherwise.
public record NearMiss(RuleAt rule, List<Miss> misses) {
  public NearMiss {
    misses = List.copyOf(misses);
  }
}
