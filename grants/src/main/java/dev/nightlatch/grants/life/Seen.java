package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Phase;

/// All that one pass read about a grant.
///
/// @param phase what the grant's status says; `PENDING` where the grant is gone
/// @param noted whether the status says what it waits for, or what is to open or is open, and by
///     which policies
public record Seen(
    Standing standing,
    Phase phase,
    boolean noted,
    Latches latches,
    Policies policies,
    Recorded recorded) {}
