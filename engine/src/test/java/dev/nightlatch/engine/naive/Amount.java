package dev.nightlatch.engine.naive;

/// How much a run looks at: `-Dnightlatch.snapshots` says how many clusters the second opinion
/// compares, 4,000 unless told, and each law looks at its share of that.
final class Amount {
  private static final int IN_VERIFY = 4_000;
  private static final int FEWEST = 200;

  static final int SNAPSHOTS = Integer.getInteger("nightlatch.snapshots", IN_VERIFY);

  private Amount() {}

  /// The share of a law that looks at so many in `verify`.
  static int share(int inVerify) {
    return Math.max(FEWEST, (int) ((long) inVerify * SNAPSHOTS / IN_VERIFY));
  }
}
