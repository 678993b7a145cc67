package dev.nightlatch.manifests;

import dev.nightlatch.manifests.Problem.Weight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The problems of one object, as they are found.
///
/// Those that its document was read with (see [Flaws]) are found when somebody looks at the part
/// that has them.
final class Log {
  /// An unknown field.
  ///
  /// @param path how one gets to what has it
  record Stray(String path, String key) {}

  private final Flaws flaws;
  private final Set<Problem> looked = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Stray> strays = new ArrayList<>();
  private boolean broken;

  Log() {
    this(Flaws.NONE);
  }

  Log(Flaws flaws) {
    this.flaws = flaws;
  }

  /// Takes a problem; one that is heavier than a notice leaves the object without a value.
  void add(Problem problem) {
    broken = broken || problem.weight() != Weight.NOTICE;
    addKept(problem);
  }

  /// Takes a problem that leaves the object its value, however heavy it is.
  void addKept(Problem problem) {
    if (problems.size() < Limits.MISTAKES) {
      problems.add(problem);
    }
  }

  /// Takes an unknown field together with what is said of it.
  void addStray(Stray stray, Problem problem) {
    add(problem);
    if (strays.size() < Limits.MISTAKES) {
      strays.add(stray);
    }
  }

  /// Takes the mistakes of a value that is looked at: those about the one key that is asked for, or
  /// with an empty key those about all of it.
  void look(Tree tree, String key) {
    if (!flaws.isEmpty()) {
      flaws.at(tree, key).forEach(this::addOnce);
    }
  }

  /// Takes all mistakes of a value that is looked at whole.
  void lookAll(Tree tree) {
    if (!flaws.isEmpty()) {
      flaws.at(tree).forEach(this::addOnce);
    }
  }

  private void addOnce(Problem problem) {
    if (looked.add(problem)) {
      add(problem);
    }
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// The unknown fields.
  List<Stray> strays() {
    return List.copyOf(strays);
  }

  /// The problems, and as notices those of the parts of `object` at which nobody looked.
  List<Problem> problemsIn(Tree object) {
    if (flaws.isEmpty()) {
      return problems();
    }
    Set<Problem> said = new HashSet<>(problems);
    List<Problem> all = new ArrayList<>(problems);
    flaws.in(object).stream()
        .filter(problem -> !said.contains(problem))
        .map(problem -> problem.as(Weight.NOTICE))
        .forEach(all::add);
    return all;
  }

  /// Whether something was found that leaves the object without a value.
  boolean isBroken() {
    return broken;
  }

  /// The value, if nothing was found that forbids one; only then is it made, so that no constructor
  /// ever sees what is known to be wrong.
  ///
  /// @throws IllegalStateException if the value is missing without a problem that says why
  <T> Decoded<T> decoded(Supplier<Optional<T>> value) {
    if (broken) {
      return new Decoded<>(Optional.empty(), problems);
    }
    Optional<T> made = value.get();
    if (made.isEmpty()) {
      throw new IllegalStateException("an object was left out and no problem says why");
    }
    return new Decoded<>(made, problems);
  }
}
