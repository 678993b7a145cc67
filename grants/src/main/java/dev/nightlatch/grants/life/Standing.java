package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.plan.Plan;
import java.time.Instant;
import java.util.List;

/// Whether a grant may hold its path open, as the rules and people's words have it.
public sealed interface Standing {

  /// Not yet: people must approve what would open, by `until` at the latest.
  ///
  /// @param approvers who has, sorted; too few, or not over every doubt
  /// @param unaccepted the codes of the doubts that nobody has accepted yet, sorted
  record Waiting(Plan.Opens opens, List<String> approvers, List<String> unaccepted, Instant until)
      implements Standing {
    public Waiting {
      approvers = List.copyOf(approvers);
      unaccepted = List.copyOf(unaccepted);
    }
  }

  /// It may, on these terms; its opening begins at `from` at the earliest and must have begun by
  /// `until`.
  ///
  /// @param approvers who has approved these terms, sorted
  record Granted(Plan.Opens opens, List<String> approvers, Instant from, Instant until)
      implements Standing {
    public Granted {
      approvers = List.copyOf(approvers);
    }
  }

  /// It may not, or no longer.
  record Over(Ending ending) implements Standing {}

  /// The grant itself is no longer there: it may not, and there is no status to write.
  record Vanished() implements Standing {}

  /// Its life is over and its status says so.
  record Ended(Ending ending) implements Standing {}
}
