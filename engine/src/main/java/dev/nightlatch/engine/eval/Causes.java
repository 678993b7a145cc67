package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.Family;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Why something is not known.
final class Causes {
  private Causes() {}

  /// The facts that decide about `asked`, none of which is certain, and which are not known.
  static List<Cause> of(Evaluator evaluator, End from, End to, ConnectionSet asked) {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    Evaluator.Encounter encounter = evaluator.encounter(from, to);
    for (Evaluator.Encounter.Way way : encounter.ways()) {
      add(way.egress(), asked, causes);
      add(way.ingress(), asked, causes);
    }
    if (causes.isEmpty()) {
      // Each way is certain, and they differ: it is the family of an address that is not known.
      causes.add(ofAddress(evaluator, from, to));
    }
    return List.copyOf(causes);
  }

  /// The facts that decide about `asked` on one side, and which are not known; none if that side is
  /// certain.
  static List<Cause> ofSide(
      Evaluator evaluator, Pod self, Direction direction, Pod other, ConnectionSet asked) {
    Set<Cause> causes = EnumSet.noneOf(Cause.class);
    for (Family family : evaluator.ends().families()) {
      add(
          evaluator.outlook(self, direction, new End.Replica(other), Optional.of(family)),
          asked,
          causes);
    }
    return List.copyOf(causes);
  }

  /// Whose address it is that is not known, if one of the two is not.
  static Cause ofAddress(Evaluator evaluator, End from, End to) {
    End unknown = evaluator.ends().addresses(from).isEmpty() ? from : to;
    return evaluator.ends().view(unknown).isPodAddress() ? Cause.POD_ADDRESS : Cause.NODE_ADDRESS;
  }

  private static void add(Outlook outlook, ConnectionSet asked, Set<Cause> causes) {
    List<ConnectionSet> allowed = new ArrayList<>();
    boolean ofPod = false;
    for (Outlook.Sight sight : outlook.sights()) {
      switch (sight) {
        case Outlook.Exempt _ -> allowed.add(asked);
        case Outlook.Seen(var stack, var view) -> {
          ofPod = view.isPodAddress();
          ConnectionSet certain = ConnectionSet.NONE;
          for (Piece piece : Judge.pieces(stack, view, asked)) {
            if (piece.answer() == Answer.UNDETERMINED) {
              piece.doubts().stream().map(Doubt::cause).forEach(causes::add);
            } else if (piece.answer() == Answer.ALLOWED) {
              certain = certain.union(piece.traffic());
            }
          }
          allowed.add(certain);
        }
      }
    }
    if (!outlook.isOneEnough() && allowed.stream().distinct().count() > 1) {
      causes.add(ofPod ? Cause.POD_ADDRESS : Cause.NODE_ADDRESS);
    }
  }
}
