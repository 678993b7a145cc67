package dev.nightlatch.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A call that is made while its caller goes on.
final class Meanwhile<T> {
  private final FutureTask<T> task;

  private Meanwhile(FutureTask<T> task) {
    this.task = task;
  }

  /// Begins a call. Its lines in the log bear the fields of whoever begins it.
  static <T> Meanwhile<T> begin(Executor threads, Supplier<T> call) {
    FutureTask<T> task = new FutureTask<>(LogFields.carried(call));
    threads.execute(task);
    return new Meanwhile<>(task);
  }

  /// What calls led to, once all of them are over; the first failure is thrown as it was.
  static <T> List<T> all(List<Meanwhile<T>> calls) {
    List<T> outcomes = new ArrayList<>();
    Optional<RuntimeException> failure = Optional.empty();
    for (Meanwhile<T> call : calls) {
      try {
        outcomes.add(call.get());
      } catch (RuntimeException failed) {
        failure = failure.or(() -> Optional.of(failed));
      }
    }
    failure.ifPresent(
        failed -> {
          throw failed;
        });
    return outcomes;
  }

  /// What the call led to, once it is over; its failure is thrown as it was.
  T get() {
    try {
      return task.get();
    } catch (InterruptedException stopped) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while a call was being made", stopped);
    } catch (ExecutionException thrown) {
      throw failure(thrown);
    }
  }

  /// A call's own failure; an error is thrown.
  static RuntimeException failure(ExecutionException thrown) {
    return switch (thrown.getCause()) {
      case RuntimeException failed -> failed;
      case Error grave -> throw grave;
      case null, default -> new IllegalStateException("a call failed", thrown);
    };
  }
}
