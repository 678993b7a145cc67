package dev.nightlatch.kube;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.ClusterException.Kind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Translates the client's failures, once, at the border.
final class Failures {
  private Failures() {}

  /// Makes the call; `what` says what it was for, in the message of a failure.
  static <T> T translated(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException failed) {
      String because = failed.getCode() > 0 ? "" : "the API server cannot be reached: ";
      throw new ClusterException(kind(failed), what + ": " + because + sentence(failed), failed);
    }
  }

  static boolean isAlreadyThere(ClusterException failed) {
    return failed.getCause() instanceof KubernetesClientException cause
        && cause.getStatus() != null
        && "AlreadyExists".equals(cause.getStatus().getReason());
  }

  /// The kind by the status code of the answer, which is none of HTTP's where there was no answer:
  /// that may change, also where a certificate was not believed.
  private static Kind kind(KubernetesClientException failed) {
    int code = failed.getCode();
    if (code <= 0) {
      return Kind.TRANSIENT;
    }
    return switch (code) {
      case 408, 429 -> Kind.TRANSIENT;
      case 400, 422 -> Kind.INVALID;
      case 401 -> Kind.PERMANENT;
      case 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      default -> code >= 500 ? Kind.TRANSIENT : Kind.PERMANENT;
    };
  }

  /// The API server's own words where it spoke, else why nothing was heard of it.
  static String sentence(KubernetesClientException failed) {
    if (failed.getStatus() != null && failed.getStatus().getMessage() != null) {
      return failed.getStatus().getMessage();
    }
    Throwable cause = failed;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return switch (cause) {
      case UnresolvedAddressException _ -> "no such host";
      case ClosedChannelException _ -> "connection refused or closed";
      case TimeoutException _ when message == null -> "no answer in time";
      default -> message == null ? cause.getClass().getSimpleName() : message;
    };
  }
}
