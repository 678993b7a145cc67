package dev.nightlatch.engine.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A choice of objects by their labels: those that meet every requirement.
///
/// Without a requirement it chooses everything. The API writes a selector that is *not used* as an
/// absent field; that is never this value (see [Peer]). Equal selections written in another order
/// are equal values.
///
/// Source: `LabelSelector`, meta/v1.
public record LabelSelector(List<Requirement> requirements) {

  private static final Comparator<Requirement> ORDER =
      Comparator.comparing(Requirement::key).thenComparing(Requirement::toString);

  /// Chooses everything; in the API `{}`.
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  public LabelSelector {
    requirements = Canonical.of(requirements, ORDER);
  }

  /// Chooses what carries all of these labels; in the API `matchLabels`.
  public static LabelSelector labels(Map<String, String> labels) {
    return of(labels, List.of());
  }

  /// The API's two fields as one list.
  public static LabelSelector of(Map<String, String> matchLabels, List<Requirement> expressions) {
    List<Requirement> all = new ArrayList<>(expressions);
    matchLabels.forEach((key, value) -> all.add(new Requirement.In(key, List.of(value))));
    return new LabelSelector(all);
  }

  /// Whether an object with these labels is chosen.
  public boolean matches(Map<String, String> labels) {
    // A plain loop: nothing else is asked so often.
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /// Whether this selector chooses everything there could be.
  public boolean isEverything() {
    return requirements.isEmpty();
  }

  /// Whether at least one requirement names a value that must be there. Without one a selector is
  /// as good as empty: `NotIn`, `Exists` and `DoesNotExist` choose what nobody had in mind.
  public boolean isPositive() {
    return requirements.stream().anyMatch(Requirement.In.class::isInstance);
  }

  /// Whether everything that `narrower` chooses, now or ever, is provably chosen by this selector
  /// too: each requirement here is one of `narrower`'s, or follows from one of them.
  ///
  /// A sufficient test, not a necessary one: `false` means "not proven".
  public boolean covers(LabelSelector narrower) {
    return requirements.stream()
        .allMatch(
            wanted -> narrower.requirements.stream().anyMatch(given -> follows(wanted, given)));
  }

  private static boolean follows(Requirement wanted, Requirement given) {
    if (wanted.equals(given)) {
      return true;
    }
    if (!wanted.key().equals(given.key())) {
      return false;
    }
    return switch (wanted) {
      case Requirement.In(_, var values) ->
          given instanceof Requirement.In in && values.containsAll(in.values());
      case Requirement.NotIn(_, var values) ->
          switch (given) {
            case Requirement.In in -> in.values().stream().noneMatch(values::contains);
            case Requirement.NotIn notIn -> notIn.values().containsAll(values);
            case Requirement.DoesNotExist _ -> true;
            case Requirement.Exists _ -> false;
          };
      case Requirement.Exists _ -> given instanceof Requirement.In;
      case Requirement.DoesNotExist _ -> false;
    };
  }
}
