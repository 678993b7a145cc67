package dev.nightlatch.cli;

import java.time.Clock;
import java.time.Duration;

/// The process `nightlatch` on a machine whose clock is wrong.
final class SkewedMain {
  /// By how much it is ahead, as [Duration] writes it.
  static final String AHEAD = "nightlatch.test.ahead";

  private SkewedMain() {}

  /// Runs the command line and exits with its code.
  public static void main(String[] args) {
    Screen real = Screen.ofProcess();
    Duration ahead = Duration.parse(System.getProperty(AHEAD));
    Screen skewed =
        new Screen(
            real.out(),
            real.err(),
            real.outIsTerminal(),
            real.errIsTerminal(),
            real.inIsTerminal(),
            real.colours(),
            Clock.offset(Clock.systemUTC(), ahead),
            real.zones(),
            real.program());
    int exitCode = Nightlatch.run(skewed, args);
    real.err().flush();
    Runtime.getRuntime().exit(exitCode);
  }
}
