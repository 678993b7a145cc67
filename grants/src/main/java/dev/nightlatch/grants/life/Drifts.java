package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Notice;
import java.util.List;

/// What was seen that somebody did to a grant's policies, and beside them, since they were seen in
/// place.
///
/// @param all in the order of the policies; empty where they are as granted, or were never open
/// @param told whether all of it is on record, to be mended
/// @param beside what came, changed or went beside them and is not on record yet
public record Drifts(List<Drift> all, boolean told, List<Notice> beside) {

  /// Nobody did anything.
  public static final Drifts NONE = new Drifts(List.of(), false);

  public Drifts {
    all = List.copyOf(all);
    beside = List.copyOf(beside);
  }

  /// Nothing beside them is not on record.
  public Drifts(List<Drift> all, boolean told) {
    this(all, told, List.of());
  }

  /// Whether nobody did anything to the policies.
  public boolean isEmpty() {
    return all.isEmpty();
  }
}
