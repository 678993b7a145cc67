package dev.nightlatch.grants.port;

/// A cluster could not be reached, failed, or said no. Made once, at the adapter's border.
public final class ClusterException extends RuntimeException {

  /// What helps, if anything.
  public enum Kind {
    /// Somebody else changed the object meanwhile: read it again and decide anew.
    CONFLICT,
    /// It may work in a moment: the same call can be made again.
    TRANSIENT,
    /// The caller's identity may not do this.
    FORBIDDEN,
    /// The API server refuses the object as it is; its sentence says why.
    INVALID,
    /// The object, its namespace or its kind is not there.
    NOT_FOUND,
    /// It will fail again for the same reason.
    PERMANENT
  }

  private final Kind kind;

  public ClusterException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ClusterException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
