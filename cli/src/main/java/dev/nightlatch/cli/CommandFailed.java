package dev.nightlatch.cli;

/// A command cannot go on: what to say on stderr, and the exit code.
final class CommandFailed extends RuntimeException {
  private final int exitCode;

  CommandFailed(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
