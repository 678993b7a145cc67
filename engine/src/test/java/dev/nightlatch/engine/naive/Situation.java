package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.Snapshot;

/// A cluster and a question about it.
public record Situation(Snapshot snapshot, Question question) {}
