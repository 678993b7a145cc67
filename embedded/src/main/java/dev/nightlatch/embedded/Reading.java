package dev.nightlatch.embedded;

import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentProvider;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Names;
import java.time.Duration;
import java.util.Optional;

/// Objects as the port shows them. Each function takes items of its own kind only.
final class Reading {
  private Reading() {}

  static AccessGrant grant(Item item) {
    var content = (Content.Grant) item.content();
    return new AccessGrant(item.meta(), content.request(), content.voices(), content.status());
  }

  static AccessRule rule(Item item) {
    return ((Content.Rule) item.content()).with(item.meta());
  }

  static AccessSource source(Item item) {
    return ((Content.Source) item.content()).with(item.meta());
  }

  static AccessBoundary boundary(Item item) {
    return ((Content.Boundary) item.content()).with(item.meta());
  }

  static IncidentProvider provider(Item item) {
    var content = (Content.Provider) item.content();
    return new IncidentProvider(item.meta(), content.description(), content.place());
  }

  static Pod pod(Item item) {
    return ((Content.Pod) item.content()).pod();
  }

  static HeldPolicy policy(Item item) {
    return new HeldPolicy(item.meta(), ((Content.Policy) item.content()).policy());
  }

  static HeldLatch latch(Item item) {
    var job = (Content.Job) item.content();
    return new HeldLatch(
        item.meta(),
        job.spec().deadline(),
        job.startedAt(),
        isSound(item.meta(), job.spec()),
        job.firedAt().isPresent());
  }

  private static boolean isSound(Meta meta, Content.JobSpec spec) {
    return spec.parallelism() == 0
        && spec.ttl().equals(Optional.of(Duration.ZERO))
        && !spec.suspended()
        && meta.finalizers().contains(Item.FOREGROUND)
        && meta.owners().size() == 1
        && meta.owners().stream()
            .allMatch(
                owner ->
                    Kind.of(owner).equals(Optional.of(Kind.ACCESS_GRANT))
                        && meta.name().equals(Names.latch(owner.uid())));
  }
}
