package dev.nightlatch.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/// Somebody with a kubeconfig who types commands.
record Person(String name, Path kubeconfig) {

  /// What a command led to.
  record Said(int exitCode, String out, String err) {}

  /// Runs `nightlatch` with these arguments, as on a pipe and not on a terminal.
  Said types(String... arguments) {
    return type(
        Stream.concat(Stream.of(arguments), Stream.of("--kubeconfig", kubeconfig.toString()))
            .toArray(String[]::new));
  }

  /// Runs `nightlatch` with these arguments and no kubeconfig.
  static Said type(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen =
        new Screen(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            false,
            Clock.systemUTC(),
            () -> ZoneOffset.UTC,
            "nightlatch");
    int exitCode = Nightlatch.run(screen, arguments);
    return new Said(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
