package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.diff.Change;
import dev.nightlatch.engine.diff.Difference;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes different between two snapshots, for the pods that are there and for those that
/// their workloads would make.
///
/// Costs what two matrices cost, and O(1) for each pair of parties.
public final class Differences {
  private Differences() {}

  /// All changes from one snapshot to the other.
  public static Difference between(Snapshot before, Snapshot after, CniProfile profile) {
    Matrix then = Matrix.of(before, profile, Population.withNext(before));
    Matrix now = Matrix.of(after, profile, Population.withNext(after));
    Comparison comparison =
        new Comparison(new Before(then), new After(now), new Outside(now, profile));
    List<Counterparts.Line> lines = Counterparts.of(then, now);
    List<Change> changes = new ArrayList<>();
    for (Counterparts.Line from : lines) {
      for (Counterparts.Line to : lines) {
        if (from.one().isEmpty() || !from.party().equals(to.party())) {
          Comparison.add(from.party(), to.party(), comparison.pair(from, to), changes);
        }
      }
      for (Direction direction : Direction.values()) {
        comparison.outside(from, direction, changes);
      }
    }
    return new Difference(changes);
  }

  /// The state before, as a matrix.
  record Before(Matrix matrix) implements Comparison.State {
    @Override
    public Evaluator evaluator() {
      return matrix.evaluator();
    }

    @Override
    public Optional<Stack> stack(Counterparts.Variant self, Direction direction) {
      return Differences.stack(matrix, self.before(), direction);
    }

    @Override
    public Bounds between(Counterparts.Variant from, Counterparts.Variant to) {
      return bounds(matrix, from.before(), to.before());
    }
  }

  private record After(Matrix matrix) implements Comparison.State {
    @Override
    public Evaluator evaluator() {
      return matrix.evaluator();
    }

    @Override
    public Optional<Stack> stack(Counterparts.Variant self, Direction direction) {
      return Differences.stack(matrix, self.after(), direction);
    }

    @Override
    public Bounds between(Counterparts.Variant from, Counterparts.Variant to) {
      return bounds(matrix, from.after(), to.after());
    }
  }

  private static Optional<Stack> stack(Matrix matrix, int shape, Direction direction) {
    return shape < 0 ? Optional.empty() : Optional.of(matrix.stack(shape, direction));
  }

  private static Bounds bounds(Matrix matrix, int from, int to) {
    return from < 0 || to < 0 ? Bounds.NONE : matrix.bounds(matrix.between(from, to));
  }
}
