package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.Durations;
import dev.nightlatch.grants.model.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// Instants and durations.
final class Times {
  private static final Duration MOST_DAYS = Duration.ofDays(30);

  private Times() {}

  /// An instant as RFC 3339 writes it; empty where it is absent or wrong.
  static Optional<Instant> instant(Cursor cursor) {
    Optional<String> text = cursor.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.get()).toInstant());
    } catch (DateTimeException notOne) {
      cursor.wrong("an instant such as 2026-11-24T02:14:00Z");
      return Optional.empty();
    }
  }

  static Optional<Instant> requiredInstant(Cursor cursor) {
    if (!cursor.isPresent()) {
      cursor.missing("an instant such as 2026-11-24T02:14:00Z");
    }
    return instant(cursor);
  }

  /// A duration that a lease may have.
  static Optional<Duration> lease(Cursor cursor) {
    return duration(
        cursor, Request.LONGEST, "a duration from 10s to 24h, such as 30m, 2h, 1h30m or 20s");
  }

  /// A duration in which people do things by day.
  static Optional<Duration> days(Cursor cursor) {
    return duration(cursor, MOST_DAYS, "a duration from 10s to 720h, such as 30m, 24h or 72h");
  }

  private static Optional<Duration> duration(Cursor cursor, Duration longest, String wanted) {
    Optional<String> text = cursor.requiredText(wanted);
    Optional<Duration> lease =
        text.flatMap(Durations::parse)
            .filter(duration -> duration.compareTo(Request.SHORTEST) >= 0)
            .filter(duration -> duration.compareTo(longest) <= 0);
    if (text.isPresent() && lease.isEmpty()) {
      cursor.wrong(wanted);
    }
    return lease;
  }
}
