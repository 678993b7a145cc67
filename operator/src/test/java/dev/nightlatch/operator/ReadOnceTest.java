package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.embedded.VirtualTime;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.RememberedJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an opening rests on is read once, and again where it may no longer be so.
class ReadOnceTest {
  private final Village village = new Village();
  private final VirtualTime time = village.time;
  private final List<String> calls = new ArrayList<>();
  private boolean unreadable;
  private final Cluster cluster =
      FaultPlan.noted(
          Cluster.class,
          village.operator(),
          (method, _) -> {
            calls.add(method.getName());
            if (unreadable && method.getName().equals("surroundings")) {
              throw new ClusterException(ClusterException.Kind.TRANSIENT, "on purpose");
            }
          });
  private final GrantReconciler reconciler = village.reconciler(cluster, new RememberedJournal());
  private AccessGrant grant = village.asked();

  @BeforeEach
  void bobApprovesWhatIsShown() {
    var _ = village.embedded.hands().put(village.rule(1));
    grant = village.asked();
    untilItWaits();
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.PENDING);
    village.approve(grant);
    calls.clear();
  }

  /// Makes passes until nothing is to be done at once; how long it waits then.
  private Duration untilItWaits() {
    while (true) {
      switch (reconciler.reconcile(new GrantKey(grant.uid(), grant.name()))) {
        case Next.AtOnce _ -> {}
        case Next.In(var delay, _) -> {
          return delay;
        }
        case Next.Done() -> {
          return Duration.ZERO;
        }
      }
    }
  }

  private Duration untilTheLatchIsArmed() {
    Duration wait = untilItWaits();
    assertThat(calls).contains("arm").doesNotContain("apply");
    return wait;
  }

  private void shrink() {
    var _ =
        village
            .embedded
            .hands()
            .put(
                new AccessBoundary(
                    Village.meta("", "short"),
                    "",
                    Optional.of(Duration.ofSeconds(30)),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    OptionalInt.empty()));
  }

  private long count(String call) {
    return Collections.frequency(calls, call);
  }

  @Test
  void fromTheApprovalToThePoliciesEachIsReadOnce() {
    time.advance(untilTheLatchIsArmed());
    Duration _ = untilItWaits();
    assertThat(village.isOpen(grant)).isTrue();

    List<String> opening = calls.subList(0, calls.indexOf("apply"));
    for (String once : Set.of("rule", "source", "boundaries", "guards", "surroundings")) {
      assertThat(Collections.frequency(opening, once)).as(once).isEqualTo(1);
    }
  }

  @Test
  void whatIsHeardToHaveChangedIsReadAgainBeforeThePolicies() {
    Duration wait = untilTheLatchIsArmed();
    shrink();
    reconciler.changed();
    time.advance(wait);
    Duration _ = untilItWaits();
    assertThat(village.now(grant).status().code()).contains(Code.BOUNDARY_CROSSED);
    assertThat(count("apply")).isZero();
  }

  @Test
  void whatIsNotHeardIsReadAgainAfterAMoment() {
    var _ = untilTheLatchIsArmed();
    shrink();
    time.advance(Hearing.MOMENT.plusMillis(1));
    Duration _ = untilItWaits();
    assertThat(village.now(grant).status().code()).contains(Code.BOUNDARY_CROSSED);
    assertThat(count("apply")).isZero();
  }

  /// As much as it took before is read meanwhile; then it is known how much it takes now.
  @Test
  void theClusterIsReadWhileTheRuleIs() {
    Duration _ = untilItWaits();
    assertThat(calls.indexOf("surroundings")).isBetween(0, calls.indexOf("rule") - 1);
    assertThat(count("surroundings")).isEqualTo(1);
  }

  @Test
  void whatEndsWaitsForNoLook() {
    village.approve(grant);
    var _ =
        village
            .alice()
            .revoke(village.now(grant), new Revocation.By(village.alice().whoAmI(), "not needed"));
    unreadable = true;
    Duration _ = untilItWaits();
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.WITHDRAWN);
  }

  @Test
  void nothingThatWasReadBeforeTheApprovalCounts() {
    shrink();
    Duration _ = untilItWaits();
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.REFUSED);
    assertThat(count("arm")).isZero();
  }
}
