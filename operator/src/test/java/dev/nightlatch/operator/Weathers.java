package dev.nightlatch.operator;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.operator.CrankedOperator.Killed;
import dev.nightlatch.operator.Wire.Call;
import dev.nightlatch.operator.Wire.Weather;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// What may befall the calls of an operator in a night.
final class Weathers {
  private static final Set<String> OF_GRANTS = Set.of("grant", "grants", "report");

  /// How long a client waits for an answer.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Weathers() {}

  private static Weather before(Consumer<Call> what) {
    return new Weather() {
      @Override
      public void before(Call call) {
        what.accept(call);
      }
    };
  }

  private static Weather after(Consumer<Call> what) {
    return new Weather() {
      @Override
      public void after(Call call) {
        what.accept(call);
      }
    };
  }

  private static Function<Night, Weather> refusing(Predicate<Call> which) {
    return _ ->
        before(
            call -> {
              if (which.test(call)) {
                throw call.failure();
              }
            });
  }

  /// Nothing is done.
  static Function<Night, Weather> failing() {
    return refusing(_ -> true);
  }

  /// The cluster cannot be reached.
  static Function<Night, Weather> unreachable() {
    return refusing(call -> !call.isOfRecord());
  }

  /// The record can be read, and takes nothing.
  static Function<Night, Weather> full() {
    return refusing(call -> call.isOfRecord() && call.method().equals("record"));
  }

  /// The record can be neither read nor written.
  static Function<Night, Weather> unreadable() {
    return refusing(Call::isOfRecord);
  }

  /// All is done, and nobody is told.
  static Function<Night, Weather> losingAnswers() {
    return _ ->
        after(
            call -> {
              throw call.failure();
            });
  }

  /// What is asked of the cluster is done, and the answer does not come in time.
  static Function<Night, Weather> timingOut() {
    return night ->
        after(
            call -> {
              if (!call.isOfRecord()) {
                night.time.advance(PATIENCE);
                throw call.failure();
              }
            });
  }

  /// As where the kind's definition was taken away.
  static Function<Night, Weather> withoutGrants() {
    return _ ->
        before(
            call -> {
              if (OF_GRANTS.contains(call.method())) {
                throw new ClusterException(ClusterException.Kind.NOT_FOUND, "no such kind");
              }
            });
  }

  static Function<Night, Weather> killingBefore(Duration absence) {
    return _ ->
        before(
            _ -> {
              throw new Killed(absence);
            });
  }

  static Function<Night, Weather> killingAfter(Duration absence) {
    return _ ->
        after(
            _ -> {
              throw new Killed(absence);
            });
  }

  /// The process stands still, and then goes on as if nothing had been.
  static Function<Night, Weather> freezing(Duration absence) {
    return night -> before(_ -> night.time.advance(absence));
  }
}
