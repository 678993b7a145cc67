package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.plan.Plan;
import java.time.Instant;

/// Whether a grant may hold its path open, as the rules and people's words have it.
public sealed interface Standing {

  /// Not yet: people must approve, by `until` at the latest.
  record Waiting(int approvals, Instant until) implements Standing {}

  /// It may, on these terms; its opening must have begun by `until`.
  record Granted(Plan.Opens opens, Instant until) implements Standing {}

  /// It may not, or no longer.
  record Over(Ending ending) implements Standing {}

  /// The grant itself is no longer there: it may not, and there is no status to write.
  record Vanished() implements Standing {}

  /// Its life is over and its status says so.
  record Ended(Ending ending) implements Standing {}
}
