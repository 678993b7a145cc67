package dev.nightlatch.cli;

import dev.nightlatch.grants.model.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The instant that `--at` names.
final class At {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm[:ss]", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm[:ss]", Locale.ROOT);
  private static final String LOOKS =
      "write it like 02:30, 2026-03-01T02:30 (both your local time) or 2026-03-01T01:30:00Z";

  private At() {}

  /// A time of day is the next such; a day and time without a zone is local.
  ///
  /// @throws CommandFailed if it is no instant, is over, or is too far ahead: whoever typed it
  static Instant parse(String text, Instant now, ZoneId zone) {
    Instant at = instant(text, now, zone).truncatedTo(ChronoUnit.SECONDS);
    if (at.isBefore(now)) {
      throw wrong(text, "is over");
    }
    if (at.isAfter(now.plus(Request.FARTHEST))) {
      throw wrong(text, "is too far ahead; the farthest is in 7 days");
    }
    return at;
  }

  private static Instant instant(String text, Instant now, ZoneId zone) {
    try {
      return switch (text) {
        case String time when time.matches("[0-9]{2}:[0-9]{2}(:[0-9]{2})?") ->
            next(LocalTime.parse(time, TIME), now.atZone(zone)).toInstant();
        case String day when day.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}") ->
            LocalDateTime.parse(day, DAY_AND_TIME).atZone(zone).toInstant();
        default -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
      };
    } catch (DateTimeException senseless) {
      throw wrong(text, "is no time; " + LOOKS);
    }
  }

  private static ZonedDateTime next(LocalTime time, ZonedDateTime now) {
    ZonedDateTime today = now.with(time);
    return today.isBefore(now)
        ? now.toLocalDate().plusDays(1).atTime(time).atZone(now.getZone())
        : today;
  }

  private static CommandFailed wrong(String text, String why) {
    return new CommandFailed(Exit.USAGE, "--at '%s' %s".formatted(text, why));
  }
}
