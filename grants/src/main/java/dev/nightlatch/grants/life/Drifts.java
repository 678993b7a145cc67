package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Drift;
import java.util.List;

/// What was seen that somebody did to a grant's policies since they were seen in place.
///
/// @param all in the order of the policies; empty where they are as granted, or were never open
/// @param told whether all of it is on record, to be mended
public record Drifts(List<Drift> all, boolean told) {

  /// Nobody did anything.
  public static final Drifts NONE = new Drifts(List.of(), false);

  public Drifts {
    all = List.copyOf(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }
}
