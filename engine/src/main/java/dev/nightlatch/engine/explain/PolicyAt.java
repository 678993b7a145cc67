package dev.nightlatch.engine.explain;

import dev.nightlatch.engine.model.PolicyRef;
import java.util.Optional;

/// A policy, and where it is written if it comes from text.
public record PolicyAt(PolicyRef policy, Optional<Place> place) {}
