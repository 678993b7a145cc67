package dev.nightlatch.bench;

import java.util.List;

/// How measured values are spread.
///
/// @param sorted at least one
record Spread(List<Double> sorted) {

  static Spread of(List<Double> values) {
    return new Spread(values.stream().sorted().toList());
  }

  /// The smallest value that is not below this share of them.
  double at(double share) {
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }

  double longest() {
    return sorted.getLast();
  }
}
