package dev.nightlatch.kube;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.ClusterException.Kind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Translates the client's failures, once, at the border.
final class Failures {
  /// How long a call may take as a whole. The client's own limit is for the beginning of an answer:
  /// a server that falls silent in its middle would hold the caller for ever.
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private Failures() {}

  /// What a guard says, after what the API server says of the guard.
  private static final Pattern REFUSED_BY_A_GUARD =
      Pattern.compile(
          "(?s)ValidatingAdmissionPolicy '(nightlatch-[a-z-]+)' with binding '[^']*' denied request:"
              + " (.*)");

  /// Makes the call; `what` says what it was for, in the message of a failure.
  static <T> T translated(String what, Supplier<T> call) {
    return translated(what, call, LONGEST);
  }

  static <T> T translated(String what, Supplier<T> call, Duration longest) {
    Future<T> task = Calls.THREADS.submit(call::get);
    try {
      return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      task.cancel(true);
      throw new ClusterException(
          Kind.TRANSIENT,
          what + ": the API server cannot be reached: no whole answer in time",
          silent);
    } catch (InterruptedException stopped) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new ClusterException(Kind.TRANSIENT, what + ": interrupted", stopped);
    } catch (ExecutionException thrown) {
      throw translated(what, thrown.getCause());
    }
  }

  private static RuntimeException translated(String what, @Nullable Throwable thrown) {
    return switch (thrown) {
      case KubernetesClientException failed -> {
        String because =
            switch (failed.getCode()) {
              case 401 -> "the API server does not take the credentials (any more): ";
              default -> failed.getCode() > 0 ? "" : "the API server cannot be reached: ";
            };
        yield new ClusterException(kind(failed), what + ": " + because + sentence(failed), failed);
      }
      case RuntimeException bug -> bug;
      case Error grave -> throw grave;
      case null, default -> new IllegalStateException(what, thrown);
    };
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
      String message = failed.getStatus().getMessage();
      Matcher guarded = REFUSED_BY_A_GUARD.matcher(message);
      return guarded.find()
          ? "refused by guard " + guarded.group(1) + ": " + guarded.group(2)
          : message;
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
