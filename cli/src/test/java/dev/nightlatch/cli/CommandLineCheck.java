package dev.nightlatch.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Parses command lines without running them: for documentation that shows some.
public final class CommandLineCheck {
  private CommandLineCheck() {}

  /// Says what is wrong with these arguments, the command's own name left out; empty if they would
  /// be run.
  public static Optional<String> usageError(List<String> arguments) {
    try {
      CommandLine.ParseResult parsed = commands().parseArgs(arguments.toArray(String[]::new));
      boolean runs =
          parsed.isUsageHelpRequested()
              || parsed.isVersionHelpRequested()
              || parsed.hasSubcommand();
      return runs ? Optional.empty() : Optional.of("which command?");
    } catch (ParameterException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }

  /// Those of the lines that call `nightlatch` in a way that would not be run, each with its
  /// reason.
  public static List<String> wrong(Stream<String> lines) {
    return lines
        .flatMap(
            line ->
                Shell.arguments(line)
                    .flatMap(CommandLineCheck::usageError)
                    .map(error -> line + ": " + error)
                    .stream())
        .toList();
  }

  /// The help of each command, that of the whole first.
  public static List<String> helps() {
    CommandLine all = commands();
    return Stream.concat(Stream.of(all), all.getSubcommands().values().stream())
        .map(CommandLine::getUsageMessage)
        .toList();
  }

  private static CommandLine commands() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return Nightlatch.commands(
        new Screen(
            nowhere,
            nowhere,
            false,
            false,
            false,
            false,
            () -> Instant.EPOCH,
            () -> ZoneOffset.UTC,
            "nightlatch"));
  }
}
