package dev.nightlatch.cli;

/// The process `nightlatch`.
public final class Main {
  private Main() {}

  /// Runs the command line and exits with its code.
  public static void main(String[] args) {
    Screen screen = Screen.ofProcess();
    int exitCode = run(screen, args);
    if (screen.out().checkError() && exitCode == Exit.DONE) {
      // Of help, for instance, which prints by itself.
      exitCode = Exit.OUTSIDE;
    }
    screen.err().flush();
    // The Kubernetes client's own threads would hold the process up for some 300 ms.
    Runtime.getRuntime().exit(exitCode);
  }

  /// What the command line itself does not catch would end the JVM with 1, which means "no".
  @SuppressWarnings("CatchingUnchecked") // the last place where anything can be caught
  private static int run(Screen screen, String... args) {
    try {
      return Nightlatch.run(screen, args);
    } catch (Throwable grave) {
      grave.printStackTrace(screen.err());
      return Exit.BUG;
    }
  }
}
