package dev.nightlatch.controlplane;

/// A control plane that did not start, did not answer or could not be signalled. The message of one
/// that failed to start ends with the last lines of its programs' logs.
public final class ControlPlaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlPlaneException(String message) {
    super(message);
  }

  ControlPlaneException(String message, Throwable cause) {
    super(message, cause);
  }
}
