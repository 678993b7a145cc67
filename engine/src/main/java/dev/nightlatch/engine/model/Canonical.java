package dev.nightlatch.engine.model;

import java.util.Comparator;
import java.util.List;

/// Lists of which neither the order nor a repetition means anything, as one value: sorted, and each
/// element once.
final class Canonical {
  private Canonical() {}

  static <T extends Comparable<T>> List<T> of(List<T> elements) {
    return of(elements, Comparator.naturalOrder());
  }

  /// Nearly all of these lists hold one element or none, and there are some for every pod: those
  /// are not sorted.
  ///
  /// @param order calls no two different elements equal
  static <T> List<T> of(List<T> elements, Comparator<? super T> order) {
    return elements.size() < 2
        ? List.copyOf(elements)
        : elements.stream().distinct().sorted(order).toList();
  }
}
