package dev.nightlatch.manifests;

/// How large an input may be: far beyond anything sensible, far below what would harm.
final class Limits {
  /// Bytes of one file.
  static final int FILE_BYTES = 128 << 20;

  /// Values of one document. What kubectl prints has one in about 30 bytes.
  static final int VALUES = 5_000_000;

  /// Mappings and sequences inside each other; Kubernetes' own schemas stay below 40.
  static final int DEPTH = 100;

  /// Values of one document that are there only because an alias repeats them.
  static final int REPEATED_VALUES = 100_000;

  /// Mistakes of one document or object that are named.
  static final int MISTAKES = 1000;

  private Limits() {}
}
