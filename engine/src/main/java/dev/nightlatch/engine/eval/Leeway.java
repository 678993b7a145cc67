package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.set.ConnectionSet;
import java.util.ArrayList;
import java.util.List;

/// What could be opened and what could be cut between two states of one side, whatever the facts
/// are that are not known.
record Leeway(ConnectionSet openable, ConnectionSet cuttable) {
  static final Leeway NONE = new Leeway(ConnectionSet.NONE, ConnectionSet.NONE);
  static final Leeway ALL = new Leeway(ConnectionSet.ALL, ConnectionSet.ALL);

  /// A pod that is isolated before and after, by policies that can be read, is allowed what their
  /// rules allow together: more can come of new policies alone, and less of policies that are gone.
  static Leeway between(Stack before, Stack after, List<View> others) {
    boolean isRestAlike =
        before.admin().equals(after.admin())
            && before.baseline().equals(after.baseline())
            && before.unreadable().equals(after.unreadable())
            && before.endsBaseline() == after.endsBaseline();
    if (!isRestAlike) {
      return ALL;
    }
    if (before.isolating().equals(after.isolating())) {
      return NONE;
    }
    if (before.isolating().isEmpty() || after.isolating().isEmpty()) {
      return ALL;
    }
    return new Leeway(
        hits(after, missing(after.isolating(), before.isolating()), others),
        hits(before, missing(before.isolating(), after.isolating()), others));
  }

  private static List<Stack.Isolating> missing(
      List<Stack.Isolating> some, List<Stack.Isolating> others) {
    List<Stack.Isolating> missing = new ArrayList<>(some);
    missing.removeAll(others);
    return missing;
  }

  private static ConnectionSet hits(
      Stack stack, List<Stack.Isolating> policies, List<View> others) {
    ConnectionSet hits = ConnectionSet.NONE;
    for (Stack.Isolating policy : policies) {
      for (Rule rule : policy.rules()) {
        for (View other : others) {
          Rule.Hit hit = rule.hit(stack.self(), stack.direction(), other);
          hits = hits.union(hit.certain()).union(hit.possible());
        }
      }
    }
    return hits;
  }

  Leeway or(Leeway other) {
    return new Leeway(openable.union(other.openable), cuttable.union(other.cuttable));
  }
}
