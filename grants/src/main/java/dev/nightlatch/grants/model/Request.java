package dev.nightlatch.grants.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a grant asks for. Never changes once the grant exists.
///
/// @param rule the rule to open
/// @param incident for which incident
/// @param duration how long, in whole seconds, at least [#SHORTEST]
/// @param part how much of the rule
/// @param startsAt not before then; empty for as soon as it is approved
/// @param breakGlass whether to open without prior approval, loudly
/// @param extended the open grant that this one goes on from; empty for a new opening
/// @param requester who asks; the API server sees to it that it is the caller
public record Request(
    ObjectKey rule,
    IncidentRef incident,
    String reason,
    Duration duration,
    Part part,
    Optional<Instant> startsAt,
    boolean breakGlass,
    Optional<GrantRef> extended,
    Identity requester) {

  /// The shortest lease: a latch may fire a second early, and an opening needs some time itself.
  public static final Duration SHORTEST = Duration.ofSeconds(10);

  /// The longest lease that the API takes, whatever a rule gives.
  public static final Duration LONGEST = Duration.ofHours(24);

  /// How far ahead a grant may be scheduled.
  public static final Duration FARTHEST = Duration.ofDays(7);

  /// Of the whole rule, at once, for an incident that only the requester vouches for.
  public Request(
      ObjectKey rule,
      String incident,
      String reason,
      Duration duration,
      Origin from,
      String requestedBy) {
    this(
        rule,
        incident,
        reason,
        duration,
        Part.of(from),
        Optional.empty(),
        new Identity(requestedBy, List.of()));
  }

  /// A new opening, to be approved, for an incident that only the requester vouches for.
  public Request(
      ObjectKey rule,
      String incident,
      String reason,
      Duration duration,
      Part part,
      Optional<Instant> startsAt,
      Identity requester) {
    this(
        rule,
        IncidentRef.manual(incident),
        reason,
        duration,
        part,
        startsAt,
        false,
        Optional.empty(),
        requester);
  }

  /// The requester's user name.
  public String requestedBy() {
    return requester.user();
  }

  /// From where the requester works.
  public Origin from() {
    return part.from();
  }

  /// @throws IllegalArgumentException if a text is blank or the duration is too short or not whole
  public Request {
    if (reason.isBlank() || requester.user().isBlank()) {
      throw new IllegalArgumentException("reason and requester are never blank");
    }
    if (duration.compareTo(SHORTEST) < 0 || duration.toNanosPart() != 0) {
      throw new IllegalArgumentException("no lease: " + duration);
    }
  }
}
