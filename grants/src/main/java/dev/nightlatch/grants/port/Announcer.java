package dev.nightlatch.grants.port;

/// Tells whoever looks at an object in the cluster what became of it. A word that is lost harms
/// nobody: nothing is decided by it.
@FunctionalInterface
public interface Announcer {
  /// Tells nobody.
  Announcer SILENT = _ -> {};

  /// Tells it. What was told before under the same [Announcement#name] is told already.
  ///
  /// @throws ClusterException if it could not be told
  void announce(Announcement announcement);
}
