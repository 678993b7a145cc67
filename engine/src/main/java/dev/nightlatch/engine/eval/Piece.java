package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.List;

/// What one side says about some of the traffic, and what made it say so.
///
/// @param passedBy rules that passed it on to a later tier
/// @param candidates rules that could decide if facts were known that are not; empty where the
///     answer is certain
/// @param doubts those facts, where the answer is undetermined
record Piece(
    ConnectionSet traffic,
    Answer answer,
    Deciding by,
    List<Deciding.ByRule> passedBy,
    List<Deciding.ByRule> candidates,
    List<Doubt> doubts) {
  Piece {
    passedBy = List.copyOf(passedBy);
    candidates = List.copyOf(candidates);
    doubts = List.copyOf(doubts);
  }
}
