package dev.nightlatch.operator;

/// Another replica may act by now, so this one does nothing any more.
final class NotLeading extends RuntimeException {
  NotLeading() {
    super("the lease of the leader was not renewed in time");
  }
}
