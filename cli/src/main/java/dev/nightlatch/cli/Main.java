package dev.nightlatch.cli;

/// The process `nightlatch`.
public final class Main {
  private Main() {}

  /// Runs the command line and exits with its code.
  public static void main(String[] args) {
    Screen screen = Screen.ofProcess();
    int exitCode = Nightlatch.run(screen, args);
    screen.out().flush();
    screen.err().flush();
    // The Kubernetes client's own threads would hold the process up for some 300 ms.
    Runtime.getRuntime().exit(exitCode);
  }
}
