package dev.nightlatch.grants.model;

/// Whether somebody holds a right, as far as the cluster tells.
public enum Permission {
  HELD,
  NOT_HELD,
  /// Nobody could be asked.
  UNKNOWN
}
