package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.model.Direction;
import java.util.List;

/// What one side of a connection says, and why.
///
/// @param direction EGRESS for the source's side, INGRESS for the destination's
/// @param passedBy rules that passed the traffic on to a later tier, before `ground` decided
/// @param doubts the facts that are missing; empty unless the answer is undetermined
/// @param nearMisses where the answer is no by isolation: rules that nearly match, the nearest
///     first
public record Evidence(
    Direction direction,
    Answer answer,
    Ground ground,
    List<RuleAt> passedBy,
    List<Doubt> doubts,
    List<NearMiss> nearMisses) {
  public Evidence {
    passedBy = List.copyOf(passedBy);
    doubts = List.copyOf(doubts);
    nearMisses = List.copyOf(nearMisses);
  }
}
