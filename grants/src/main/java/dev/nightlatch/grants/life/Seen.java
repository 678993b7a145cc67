package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Phase;

/// All that one pass read about a grant.
///
/// @param phase what the grant's status says; `PENDING` where the grant is gone
/// @param waitNoted whether the status says what it waits for
public record Seen(
    Standing standing,
    Phase phase,
    boolean waitNoted,
    Latches latches,
    Policies policies,
    Recorded recorded) {}
