package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.record.Story;
import java.util.Optional;

/// What one pass read, as it came. The policy must have been read *before* the latch: a policy that
/// its latch took along is then never seen as merely missing.
///
/// @param grant empty if it is gone
/// @param facts what planning needs; empty where [Sight#needsFacts] said that nobody needs it
/// @param look the cluster, where [Sight#needsLook] said that it is needed
public record Found(
    Optional<AccessGrant> grant,
    Story story,
    Optional<Facts> facts,
    Look look,
    Optional<HeldPolicy> policy,
    Optional<HeldLatch> latch) {}
