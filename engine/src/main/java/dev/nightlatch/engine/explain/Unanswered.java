package dev.nightlatch.engine.explain;

/// Why a question has no verdict at all.
public enum Unanswered {
  /// There is no such pod, workload or service.
  NOT_THERE,
  /// The pod has finished: it has no network any more.
  FINISHED,
  /// It is there and cannot be read, or things of its kind could not be listed.
  UNREADABLE,
  /// Nothing stands behind the service.
  NOTHING_BEHIND,
  /// The service is another name, of something outside.
  ANOTHER_NAME,
  /// No destination declares a port of this name, or the service has no such port.
  NO_SUCH_PORT
}
