package dev.nightlatch.cli;

import dev.nightlatch.grants.model.Durations;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Whether to wait for what was asked, and how long.
final class WaitOptions {
  /// How long one waits where nobody says.
  static final Duration USUAL = Duration.ofSeconds(60);

  @Option(
      names = "--wait",
      negatable = true,
      description = "Wait until it is done; default: yes on a terminal, no elsewhere.")
  @Nullable Boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "How long to wait at most; default: 60s, and for approvals as long as it takes.")
  @Nullable Duration timeout;

  /// How long to wait at most: zero looks once; empty does not wait at all.
  Optional<Duration> patience(Screen screen) {
    return patience(screen, USUAL);
  }

  /// The same; `usual` where nobody says how long.
  Optional<Duration> patience(Screen screen, Duration usual) {
    boolean waits = wait == null ? screen.outIsTerminal() : wait;
    return waits ? Optional.of(timeout == null ? usual : timeout) : Optional.empty();
  }

  /// Reads `30m`, `2h`, `20s`.
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Durations.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is not a duration; write it like 30m, 2h, 1h30m or 20s"));
    }
  }
}
