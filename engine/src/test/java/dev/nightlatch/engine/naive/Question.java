package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.set.Protocol;

/// Whether one end may connect to another.
///
/// @param port the destination's
public record Question(End from, End to, Protocol protocol, int port) {}
