package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.operator.Wire.Call;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every mishap at every call of a life: whatever goes wrong, nothing is open off the record, or
/// outside its lease beyond the published bound, and each life comes to its end and is told once.
///
/// A failure begins with the name of its life. `-Dlife="CUT_OFF TWO_SIDES 17"` lives that one alone
/// and prints its calls.
class FaultMatrixTest {
  private static final Optional<Plot> ASKED =
      Optional.ofNullable(System.getProperty("life")).map(Plot::parse);

  private static final Map<Life, List<Call>> UNDISTURBED = new ConcurrentHashMap<>();

  static Stream<Mishap> mishaps() {
    return ASKED
        .map(plot -> Stream.of(plot.mishap()))
        .orElseGet(() -> Arrays.stream(Mishap.values()));
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void whateverGoesWrongNothingIsOpenOffTheRecordOrBeyondItsBound(Mishap mishap) {
    List<Outcome> outcomes =
        ASKED.map(List::of).orElseGet(() -> plots(mishap)).parallelStream()
            .map(Outcome::of)
            .toList();
    System.out.println(summary(mishap, outcomes));
    assertThat(outcomes.stream().flatMap(Outcome::accusations)).isEmpty();
    if (ASKED.isEmpty()) {
      assertNotInVain(mishap, outcomes);
    }
  }

  private static void assertNotInVain(Mishap mishap, List<Outcome> outcomes) {
    long lives = outcomes.size();
    assertThat(count(outcomes, Outcome::opened)).as("lives that opened").isPositive();
    if (mishap == Mishap.NOTHING) {
      assertThat(count(outcomes, Outcome::felt)).as("lives that were disturbed").isZero();
      return;
    }
    assertThat(count(outcomes, Outcome::struck)).as("lives in which it struck").isPositive();
    assertThat(count(outcomes, Outcome::felt)).as("lives that it changed").isPositive();
    if (mishap.isSlight()) {
      assertThat(count(outcomes, Outcome::struck)).as("lives in which it struck").isEqualTo(lives);
      assertThat(count(outcomes, Outcome::opened)).as("lives that opened").isEqualTo(lives);
    }
  }

  private static long count(List<Outcome> outcomes, Predicate<Outcome> predicate) {
    return outcomes.stream().filter(predicate).count();
  }

  private static String summary(Mishap mishap, List<Outcome> outcomes) {
    Duration worst =
        outcomes.stream().map(Outcome::lateness).max(Duration::compareTo).orElse(Duration.ZERO);
    return "%-36s lives %4d  struck %4d  changed %4d  opened %4d  latest %6.2f s  (%s)"
        .formatted(
            mishap,
            outcomes.size(),
            count(outcomes, Outcome::struck),
            count(outcomes, Outcome::felt),
            count(outcomes, Outcome::opened),
            worst.toMillis() / 1000.0,
            mishap.bound(false));
  }

  private static List<Plot> plots(Mishap mishap) {
    return Arrays.stream(Life.values())
        .filter(life -> life.isPlain() || mishap.isSlight())
        .flatMap(life -> mishap.sweeping(life).flatMap(swept -> plots(mishap, life, swept)))
        .toList();
  }

  private static Stream<Plot> plots(Mishap mishap, Life life, boolean swept) {
    return calls(mishap, life).mapToObj(when -> new Plot(mishap, life, when, swept));
  }

  private static IntStream calls(Mishap mishap, Life life) {
    return mishap == Mishap.NOTHING
        ? IntStream.of(0)
        : IntStream.rangeClosed(1, undisturbed(life).size());
  }

  /// The calls of a life in which nothing goes wrong.
  private static List<Call> undisturbed(Life life) {
    return UNDISTURBED.computeIfAbsent(
        life,
        there -> {
          Night night = new Night(new Plot(Mishap.NOTHING, there, 0, false)).live();
          List<Call> calls = night.wire.calls();
          assertThat(night.faults()).as("where nothing goes wrong").isEmpty();
          assertThat(calls).hasSizeGreaterThan(100);
          return calls;
        });
  }

  /// What came of one night.
  ///
  /// @param felt whether the operator's calls were others than without the mishap
  private record Outcome(
      Plot plot,
      List<String> faults,
      boolean struck,
      boolean felt,
      boolean opened,
      Duration lateness) {

    @SuppressWarnings("CatchingUnchecked") // one life that breaks off hides no other
    static Outcome of(Plot plot) {
      Night night = new Night(plot);
      try {
        var _ = night.live();
      } catch (Throwable broken) {
        return new Outcome(
            plot, List.of("broke off: " + broken), false, false, false, Duration.ZERO);
      }
      if (ASKED.isPresent()) {
        night.wire.calls().forEach(call -> System.out.println(call.number() + " " + call));
        night.told().forEach(System.out::println);
      }
      return new Outcome(
          plot,
          night.faults(),
          night.isStruck(),
          night.isStruck() && !night.wire.calls().equals(undisturbed(plot.life())),
          night.hasOpened(),
          night.lateness());
    }

    Stream<String> accusations() {
      String call =
          plot.when() == 0 ? "" : " (" + undisturbed(plot.life()).get(plot.when() - 1) + ")";
      return faults.stream().map(fault -> plot + call + ": " + fault);
    }
  }
}
