package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.PolicyRef;
import java.util.Optional;
import java.util.OptionalInt;

/// A rule, and what in it matched.
///
/// All indices count from 0 in the lists as they are written.
///
/// @param rule its index in the policy's list of that direction
/// @param action what it does; the rules of a NetworkPolicy all accept
/// @param peer the index of its first peer that matches; empty where it names none, so that all do,
///     or fails closed
/// @param port the same for its ports
/// @param place where the peer is written, or the rule where no peer is meant
public record RuleAt(
    PolicyRef policy,
    Direction direction,
    int rule,
    Action action,
    OptionalInt peer,
    OptionalInt port,
    Optional<Place> place) {}
