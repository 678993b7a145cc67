package dev.nightlatch.engine.explain;

import java.util.List;

/// A verdict, and for whom it holds: pods or addresses to which it applies alike.
///
/// @param from the sources
/// @param to the destinations
/// @param isForEveryPair whether it holds from each of the sources to each of the destinations;
///     otherwise each of them is an end of some connection for which it does
/// @param verdict on one of the pairs, which stands for all
public record Finding(List<Named> from, List<Named> to, boolean isForEveryPair, Verdict verdict) {
  public Finding {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /// Pods of one party, or addresses.
  ///
  /// @param pods their names, sorted; empty where all pods of the party are meant, or addresses
  public record Named(Party party, List<String> pods) implements Comparable<Named> {
    public Named {
      pods = pods.stream().sorted().toList();
    }

    @Override
    public int compareTo(Named other) {
      int byParty = party.compareTo(other.party);
      return byParty != 0 ? byParty : pods.toString().compareTo(other.pods.toString());
    }
  }
}
