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
  @Option(
      names = "--wait",
      negatable = true,
      description = "Wait until it is done; default: yes on a terminal, no elsewhere.")
  @Nullable Boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "How long to wait at most; default: ${DEFAULT-VALUE}.")
  Duration timeout = Duration.ofSeconds(60);

  /// How long to wait at most: zero looks once; empty does not wait at all.
  Optional<Duration> patience(Screen screen) {
    boolean waits = wait == null ? screen.outIsTerminal() : wait;
    return waits ? Optional.of(timeout) : Optional.empty();
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
