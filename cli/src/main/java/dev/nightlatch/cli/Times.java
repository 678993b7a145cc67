package dev.nightlatch.cli;

import dev.nightlatch.grants.model.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as people at a terminal read them: local, with the time left.
final class Times {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Times() {}

  /// The local time of `at`; with its day where that is not today.
  static String local(Instant at, Instant now, ZoneId zone) {
    ZonedDateTime there = at.atZone(zone);
    boolean today = there.toLocalDate().equals(now.atZone(zone).toLocalDate());
    return there.format(today ? TIME : DAY_AND_TIME);
  }

  /// `02:44:16 (29m58s left)`, or `02:44:16 (over)`.
  static String until(Instant end, Instant now, ZoneId zone) {
    return local(end, now, zone) + " (" + left(end, now) + ")";
  }

  /// `29m58s left`, rounded up to the second, or `over`.
  static String left(Instant end, Instant now) {
    if (!now.isBefore(end)) {
      return "over";
    }
    Duration left = Duration.between(now, end).plusNanos(999_999_999);
    return Durations.format(left) + " left";
  }
}
