package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.Switch;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How many cases had each answer, and on how many the answer depended on each switch: whether a
/// comparison has seen enough of everything.
public final class Tally {
  private final Map<Answer, Integer> answers = new EnumMap<>(Answer.class);
  private final Map<Switch, Integer> switches = new EnumMap<>(Switch.class);

  /// Counts one case.
  public void add(Answer answer, Collection<Switch> dependsOn) {
    answers.merge(answer, 1, Integer::sum);
    dependsOn.forEach(question -> switches.merge(question, 1, Integer::sum));
  }

  /// How many cases had this answer.
  public int of(Answer answer) {
    return answers.getOrDefault(answer, 0);
  }

  /// In how many cases the answer depended on this switch.
  public int of(Switch question) {
    return switches.getOrDefault(question, 0);
  }

  /// All cases.
  public int size() {
    return answers.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// As in `ALLOWED 10, DENIED 5, UNDETERMINED 0; S1 2, S2 0`, and so on for all.
  @Override
  public String toString() {
    return counts(Answer.values(), this::of) + "; " + counts(Switch.values(), this::of);
  }

  private static <T> String counts(T[] values, Function<T, Integer> count) {
    return Arrays.stream(values)
        .map(value -> value + " " + count.apply(value))
        .collect(Collectors.joining(", "));
  }
}
