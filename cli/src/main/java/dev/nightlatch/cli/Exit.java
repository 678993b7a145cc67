package dev.nightlatch.cli;

/// The exit codes of every command. Where several hold: 2, 5, 3, 4, 1, 6, 0.
final class Exit {
  /// Done; a listing; accepted; already closed.
  static final int DONE = 0;

  /// The answer is no: denied, refused, rejected, forbidden.
  static final int NO = 1;

  /// The command line makes no sense.
  static final int USAGE = 2;

  /// The input had problems; the rest was answered.
  static final int PROBLEMS = 3;

  /// A fact that decides is not known.
  static final int UNDETERMINED = 4;

  /// The cluster, or another part of the outside, could not be reached or failed.
  static final int OUTSIDE = 5;

  /// Still waiting when the time to wait was over.
  static final int WAITING = 6;

  /// A bug of ours.
  static final int BUG = 70;

  private Exit() {}
}
