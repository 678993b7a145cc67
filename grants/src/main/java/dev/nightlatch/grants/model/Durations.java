package dev.nightlatch.grants.model;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `30m`, `2h`, `1h30m`, `20s`. Whole seconds, never negative, less
/// than a million hours.
public final class Durations {
  private static final Duration TOO_LONG = Duration.ofHours(1_000_000);

  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?");

  private Durations() {}

  /// Reads hours, minutes and seconds in that order, each at most once, at least one of them.
  ///
  /// @return empty if `text` is anything else
  public static Optional<Duration> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
            Duration.ofHours(number(parts, 1))
                .plusMinutes(number(parts, 2))
                .plusSeconds(number(parts, 3)))
        .filter(sum -> sum.compareTo(TOO_LONG) < 0);
  }

  private static long number(Matcher parts, int group) {
    return parts.start(group) < 0 ? 0 : Long.parseLong(parts.group(group));
  }

  /// The text that [#parse] reads back, the largest units first, fractions of a second dropped;
  /// `0s` for none.
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    if (duration.toHours() > 0) {
      text.append(duration.toHours()).append('h');
    }
    if (duration.toMinutesPart() > 0) {
      text.append(duration.toMinutesPart()).append('m');
    }
    if (duration.toSecondsPart() > 0 || text.isEmpty()) {
      text.append(duration.toSecondsPart()).append('s');
    }
    return text.toString();
  }
}
