package dev.nightlatch.kube;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.ClusterException.Kind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/// Translates the client's failures, once, at the border.
final class Failures {
  private Failures() {}

  /// Makes the call; `what` says what it was for, in the message of a failure.
  static <T> T translated(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException failed) {
      throw new ClusterException(kind(failed), what + ": " + sentence(failed), failed);
    }
  }

  static boolean isAlreadyThere(ClusterException failed) {
    return failed.getCause() instanceof KubernetesClientException cause
        && cause.getStatus() != null
        && "AlreadyExists".equals(cause.getStatus().getReason());
  }

  /// The kind by the status code of the answer; 0 where there was none.
  private static Kind kind(KubernetesClientException failed) {
    int code = failed.getCode();
    return switch (code) {
      case 0, 408, 429 -> Kind.TRANSIENT;
      case 400, 422 -> Kind.INVALID;
      case 401 -> Kind.PERMANENT;
      case 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      default -> code >= 500 ? Kind.TRANSIENT : Kind.PERMANENT;
    };
  }

  /// The API server's own words where it spoke, the innermost cause where it did not.
  private static String sentence(KubernetesClientException failed) {
    if (failed.getStatus() != null && failed.getStatus().getMessage() != null) {
      return failed.getStatus().getMessage();
    }
    Throwable cause = failed;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
