package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.set.ConnectionSet;
import java.util.Comparator;
import java.util.List;

/// What is within reach of somebody to whom pods are opened: the pods themselves, and what one gets
/// to from there and not without them.
///
/// @param opened the first step: the pods that are opened
/// @param beyond the second: what these reach and the source does not reach by itself. Who is
///     counted in the first step is not counted again; what is spoken with them on other ports is
/// @param outside whether the opened pods reach an address outside that the source does not
/// @param lines the most telling of the second step, sorted
public record Radius(Reach opened, Reach beyond, Answer outside, List<Line> lines) {

  /// Nobody is opened.
  public static final Radius NONE =
      new Radius(Reach.NOBODY, Reach.NOBODY, Answer.DENIED, List.of());

  /// Who is reached in one step, in numbers.
  ///
  /// @param pods those that are there; a workload of which none is there has none
  /// @param connections from one party to another, those to addresses outside among them
  /// @param undetermined connections that may be there: a fact that decides is not known. Who is
  ///     reached by them alone is in none of the other numbers
  public record Reach(int pods, int workloads, int namespaces, int connections, int undetermined) {
    static final Reach NOBODY = new Reach(0, 0, 0, 0, 0);
  }

  /// What an opened party speaks with another.
  ///
  /// Ordered: what is known first, then by the ends.
  ///
  /// @param ports those on which the source does not reach it by itself
  /// @param isKnown whether it is allowed; otherwise that is not known
  public record Line(Party from, Party to, ConnectionSet ports, boolean isKnown)
      implements Comparable<Line> {
    private static final Comparator<Line> ORDER =
        Comparator.comparing((Line line) -> !line.isKnown())
            .thenComparing(Line::from)
            .thenComparing(Line::to);

    @Override
    public int compareTo(Line other) {
      return ORDER.compare(this, other);
    }
  }

  public Radius {
    lines = lines.stream().sorted().toList();
  }
}
