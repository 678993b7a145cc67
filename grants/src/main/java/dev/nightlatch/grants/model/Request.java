package dev.nightlatch.grants.model;

import java.time.Duration;

/// What a grant asks for. Never changes once the grant exists.
///
/// @param rule the rule to open
/// @param incident the incident's identifier in the tool where it lives
/// @param duration how long, in whole seconds, at least [#SHORTEST]
/// @param requestedBy the user name, as the requester's client wrote it: the command asks the API
///     server for it, and until admission pins it another client may write another one
public record Request(
    ObjectKey rule,
    String incident,
    String reason,
    Duration duration,
    Origin from,
    String requestedBy) {

  /// The shortest lease: a latch may fire a second early, and an opening needs some time itself.
  public static final Duration SHORTEST = Duration.ofSeconds(10);

  /// The longest lease that the API takes, whatever a rule gives.
  public static final Duration LONGEST = Duration.ofHours(24);

  /// @throws IllegalArgumentException if a text is blank or the duration is too short or not whole
  public Request {
    if (incident.isBlank() || reason.isBlank() || requestedBy.isBlank()) {
      throw new IllegalArgumentException("incident, reason and requester are never blank");
    }
    if (duration.compareTo(SHORTEST) < 0 || duration.toNanosPart() != 0) {
      throw new IllegalArgumentException("no lease: " + duration);
    }
  }
}
