package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessBoundary;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What nobody may exceed. Boundaries stand in no namespace, so those of other tests are seen too.
interface BoundariesContract extends Stage {

  /// A boundary whose name is this test's own.
  private AccessBoundary named(String end) {
    return Samples.boundary(world().namespace() + "-" + end);
  }

  private List<AccessBoundary> seenBy(Cluster cluster) {
    return cluster.boundaries().stream()
        .filter(boundary -> boundary.name().startsWith(world().namespace() + "-"))
        .toList();
  }

  @Test
  default void aBoundaryReadsAsItWasWrittenToWhoAsksAndToTheOperator() {
    AccessBoundary written = named("all");
    AccessBoundary held = world().put(written);
    assertThat(held)
        .isEqualTo(
            new AccessBoundary(
                held.meta(),
                written.description(),
                written.maxDuration(),
                written.widestBlock(),
                written.forbiddenNamespaces(),
                written.forbiddenPorts(),
                written.minimumApprovals(),
                written.exemptions()));
    assertThat(held.meta().key()).isEqualTo(written.meta().key());
    assertThat(held.meta().generation()).isEqualTo(1);
    assertThat(seenBy(operator())).containsExactly(held);
    assertThat(seenBy(world().user("alice"))).containsExactly(held);
    world().delete(held);
  }

  @Test
  default void boundariesAreListedByName() {
    AccessBoundary last = world().put(named("c"));
    AccessBoundary first = world().put(named("a"));
    AccessBoundary middle = world().put(named("b"));
    assertThat(seenBy(operator())).containsExactly(first, middle, last);
    List.of(last, first, middle).forEach(world()::delete);
    soon(() -> seenBy(operator()).isEmpty());
  }

  @Test
  default void aBoundaryThatChangesKeepsItsIdentityAndCountsIt() {
    AccessBoundary before = world().put(named("all"));
    AccessBoundary after = world().put(Samples.stricter(before));
    assertThat(after.meta().uid()).isEqualTo(before.meta().uid());
    assertThat(after.meta().generation()).isEqualTo(2);
    assertThat(after.maxDuration()).isEmpty();
    assertThat(after.widestBlock()).isEmpty();
    assertThat(after.forbiddenNamespaces()).isEmpty();
    assertThat(after.forbiddenPorts()).isEmpty();
    assertThat(after.minimumApprovals()).hasValue(5);
    assertThat(after.exemptions()).isEmpty();
    assertThat(seenBy(operator())).containsExactly(after);
    world().delete(after);
  }
}
