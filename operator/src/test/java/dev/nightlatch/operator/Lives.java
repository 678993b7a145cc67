package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.port.RememberedJournal;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Tests of whole lives of grants in a village, with what must hold at every moment of each.
abstract class Lives {
  final Village village = new Village();
  final RememberedJournal record = new RememberedJournal();

  /// Lives `grant`'s life under this plan until nothing is to be done any more, or `until` is over.
  void live(AccessGrant grant, FaultPlan plan, Instant until) {
    Cluster cluster =
        plan.on(
            Cluster.class,
            village.operator(),
            () -> new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose"));
    Journal journal = plan.on(Journal.class, record, () -> new JournalException("on purpose"));
    village.live(grant, cluster, journal, until);
  }

  Instant in(Duration time) {
    return village.time.instant().plus(time);
  }

  /// What must hold at every moment.
  void look(AccessGrant grant) {
    if (village.policies(grant).isEmpty()) {
      return;
    }
    Instant now = village.time.instant();
    Story story = record.story(grant.uid());
    assertThat(story.opening()).as("open and not on record").isPresent();
    assertThat(story.closed()).as("open, and closed on record").isEmpty();
    Instant end =
        village.now(grant).status().expiresAt().orElseThrow(() -> new AssertionError("no lease"));
    for (HeldPolicy held : village.policies(grant)) {
      ObjectKey key = new ObjectKey(held.policy().namespace(), Village.latchKey(grant).name());
      HeldLatch latch = village.operator().latch(key).orElseThrow();
      assertThat(now)
          .as("open beyond the latch")
          .isBeforeOrEqualTo(latch.expiresAt().orElseThrow());
      assertThat(end).isBeforeOrEqualTo(latch.expiresAt().orElseThrow());
    }
  }

  void assertClosedAndTold(AccessGrant grant) {
    // The garbage collector's turn.
    village.time.advance(Village.RETRY);
    assertThat(village.policies(grant)).as("policies").isEmpty();
    for (String namespace : List.of("shop", "support-tools")) {
      ObjectKey latch = new ObjectKey(namespace, Village.latchKey(grant).name());
      assertThat(village.operator().latch(latch)).as("latch").isEmpty();
    }
    assertThat(village.now(grant).status().phase().isTerminal())
        .as(village.now(grant).status().toString())
        .isTrue();
    assertThat(record.unfinished()).isEmpty();
    assertThat(record.story(grant.uid()).ending().orElseThrow().code())
        .isEqualTo(village.now(grant).status().code().orElseThrow());
  }
}
