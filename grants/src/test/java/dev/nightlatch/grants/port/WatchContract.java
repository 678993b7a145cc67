package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.port.Cluster.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What a watch tells of. It may tell more than it must: a change is a reason to look.
interface WatchContract extends Stage {

  Duration HELD = Duration.ofMinutes(30);

  /// What was heard. Cleared before each deed whose echo is awaited.
  final class Ear implements Consumer<Change> {
    private final List<Change> heard = new CopyOnWriteArrayList<>();

    @Override
    public void accept(Change change) {
      heard.add(change);
    }
  }

  private void echoes(Ear ear, Change change, Runnable deed) {
    ear.heard.clear();
    deed.run();
    soon(() -> ear.heard.contains(change));
  }

  /// A watch that stands.
  private Watch standing(Ear ear) {
    Watch watch = operator().watch(ear);
    soon(() -> !ear.heard.isEmpty());
    assertThat(ear.heard.getFirst()).isEqualTo(new Change.Unknown());
    return watch;
  }

  @Test
  default void aWatchBeginsWithTheUnknownAndSaysItOnce() {
    Ear ear = new Ear();
    try (Watch _ = standing(ear)) {
      stays(WHILE, () -> ear.heard.stream().filter(Change.Unknown.class::isInstance).count() == 1);
    }
  }

  @Test
  default void aWatchTellsOfGrants() {
    Ear ear = new Ear();
    try (Watch _ = standing(ear)) {
      AccessGrant grant = asked();
      Change change = new Change.OfGrant(grant.uid(), grant.name());
      soon(() -> ear.heard.contains(change));
      GrantStatus status = GrantStatus.NEW.in(Phase.APPROVED, "", Optional.empty());
      echoes(ear, change, () -> operator().report(grant, status));
      echoes(
          ear,
          change,
          () -> world().user("alice").revoke(grant, new Revocation.By("alice", "done")));
      echoes(ear, change, () -> world().deleteGrant(grant.name()));
    }
  }

  @Test
  default void aWatchTellsOfWhatBelongsToAGrant() {
    AccessGrant grant = asked();
    Change change = new Change.OfBelonging(grant.uid());
    Ear ear = new Ear();
    try (Watch _ = standing(ear)) {
      echoes(ear, change, () -> operator().arm(order(grant, HELD)));
      soon(() -> latch(order(grant, HELD).key()).startedAt().isPresent());
      HeldLatch latch = latch(order(grant, HELD).key());
      echoes(ear, change, () -> opened(grant, latch));
      HeldPolicy policy = opened(grant, latch);
      echoes(
          ear,
          change,
          () ->
              world()
                  .tamper(
                      policy.meta().key(), new Tampering.OfPolicy.Annotated("example.com/a", "b")));
      echoes(
          ear,
          change,
          () ->
              world()
                  .tamper(
                      latch.meta().key(), new Tampering.OfLatch.Rescheduled(HELD.plusMinutes(1))));
      echoes(ear, change, () -> operator().remove(policy.meta().key(), policy.meta().uid()));
      echoes(ear, change, () -> operator().disarm(latch.meta().key(), latch.meta().uid()));
      soon(() -> isGone(latch));
    }
  }

  @Test
  default void aWatchTellsOfALatchThatStarts() {
    AccessGrant grant = asked();
    Ear ear = new Ear();
    world().stopControllers();
    operator().arm(order(grant, HELD));
    try (Watch _ = standing(ear)) {
      echoes(ear, new Change.OfBelonging(grant.uid()), () -> world().startControllers());
    }
  }

  @Test
  default void aWatchTellsOfSurroundings() {
    String here = world().namespace();
    Change change = new Change.OfSurroundings(here);
    AccessRule rule = Samples.rule(here, "orders-db", here);
    AccessSource source = Samples.tools(here, here);
    Ear ear = new Ear();
    try (Watch _ = standing(ear)) {
      echoes(ear, change, () -> world().put(rule));
      echoes(ear, change, () -> world().put(Samples.rule(here, "orders-db", "elsewhere")));
      echoes(ear, change, () -> world().delete(rule));
      echoes(ear, change, () -> world().put(source));
      echoes(ear, change, () -> world().put(Samples.tools(here, "elsewhere")));
      echoes(ear, change, () -> world().delete(source));
      ear.heard.clear();
      HeldPolicy policy = world().put(Samples.opening(here, "own"), Map.of());
      soon(() -> ear.heard.contains(change));
      echoes(
          ear,
          change,
          () ->
              world()
                  .tamper(
                      policy.meta().key(),
                      new Tampering.OfPolicy.Respecified(Samples.involved(here, "own"))));
      echoes(ear, change, () -> world().delete(policy));
    }
  }

  @Test
  default void aWatchTellsOfBoundaries() {
    AccessBoundary boundary = Samples.boundary(world().namespace());
    Change change = new Change.OfBoundary(boundary.name());
    Ear ear = new Ear();
    try (Watch _ = standing(ear)) {
      echoes(ear, change, () -> world().put(boundary));
      echoes(ear, change, () -> world().put(Samples.stricter(boundary)));
      echoes(ear, change, () -> world().delete(boundary));
    }
  }

  @Test
  default void twoWatchesHearTheSame() {
    Ear first = new Ear();
    Ear second = new Ear();
    try (Watch _ = standing(first);
        Watch _ = standing(second)) {
      AccessGrant grant = asked();
      Change change = new Change.OfGrant(grant.uid(), grant.name());
      soon(() -> first.heard.contains(change) && second.heard.contains(change));
    }
  }

  @Test
  default void aClosedWatchIsSilent() {
    Ear ear = new Ear();
    Ear witness = new Ear();
    try (Watch _ = standing(witness)) {
      Watch watch = standing(ear);
      watch.close();
      watch.close();
      ear.heard.clear();
      AccessGrant grant = asked();
      soon(() -> witness.heard.contains(new Change.OfGrant(grant.uid(), grant.name())));
      stays(WHILE, () -> ear.heard.isEmpty());
    }
  }
}
