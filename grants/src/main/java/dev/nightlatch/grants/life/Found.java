package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.record.Story;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What one pass read, as it came. The policies must have been read *before* the latches: a
/// policy that its latch took along is then never seen as merely missing.
///
/// @param grant empty if it is gone
/// @param facts what planning needs; empty where [Sight#needsFacts] said that nobody needs it
/// @param look the cluster, where [Sight#needsLook] said that it is needed
/// @param guards how they stand, where [Sight#mayStillOpen] said that it is needed
/// @param canary what the last one showed, where nothing of an opening is on record yet
public record Found(
    Optional<AccessGrant> grant,
    Story story,
    Optional<Facts> facts,
    Look look,
    Guards guards,
    Canary canary,
    List<HeldPolicy> policies,
    List<HeldLatch> latches) {
  public Found {
    policies = policies.stream().sorted(Comparator.comparing(held -> held.meta().key())).toList();
    latches = latches.stream().sorted(Comparator.comparing(held -> held.meta().key())).toList();
  }

  /// The same with another look at the cluster.
  public Found seeing(Look other) {
    return new Found(grant, story, facts, other, guards, canary, policies, latches);
  }

  /// The same of a grant whose standing depends on the rule no more.
  public Found withoutFacts() {
    return new Found(grant, story, Optional.empty(), look, guards, canary, policies, latches);
  }

  /// The same once something was noted or put on record.
  public Found with(AccessGrant noted, Story recorded) {
    Optional<Facts> known =
        facts.map(
            there ->
                there instanceof Facts.Known begun && recorded.opening().isPresent()
                    ? begun.begun()
                    : there);
    return new Found(Optional.of(noted), recorded, known, look, guards, canary, policies, latches);
  }

  /// Where policies of a grant may be: as the record and the status have it, and where every grant
  /// has one.
  public static SortedSet<ObjectKey> policies(Optional<AccessGrant> grant, Story story) {
    SortedSet<ObjectKey> keys = new TreeSet<>(story.policies());
    grant.ifPresent(
        there -> {
          keys.add(
              new ObjectKey(there.request().rule().namespace(), Names.ingressPolicy(there.uid())));
          there.status().policies().forEach(ref -> keys.add(ref.key()));
        });
    return keys;
  }

  /// Where latches of a grant may be: one in each namespace of its policies, and those of which the
  /// status knows.
  public static SortedSet<ObjectKey> latches(
      Uid uid, Optional<AccessGrant> grant, SortedSet<ObjectKey> policies) {
    SortedSet<ObjectKey> keys = new TreeSet<>();
    policies.forEach(policy -> keys.add(new ObjectKey(policy.namespace(), Names.latch(uid))));
    grant.ifPresent(there -> there.status().latches().forEach(ref -> keys.add(ref.key())));
    return keys;
  }
}
