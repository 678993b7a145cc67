package dev.nightlatch.controlplane.byhand;

/// What the caller is told in one line instead of what was asked for.
final class Complaint extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private Complaint(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /// The command line is wrong.
  static Complaint usage(String message) {
    return new Complaint(2, message);
  }

  /// The command line is right, and it cannot be done.
  static Complaint failure(String message) {
    return new Complaint(1, message);
  }

  int exitCode() {
    return exitCode;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
