package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.RememberedJournal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Grants under boundaries, on virtual time: before, between approval and opening, and while open.
class BoundaryLifeTest {
  private final Village village = new Village();
  private final RememberedJournal record = new RememberedJournal();

  private static AccessBoundary boundary(Duration longest, OptionalInt approvals) {
    return new AccessBoundary(
        Village.meta("", "production"),
        "",
        Optional.of(longest),
        Optional.empty(),
        List.of("vault"),
        List.of(),
        approvals);
  }

  private static AccessBoundary boundary(Duration longest) {
    return boundary(longest, OptionalInt.empty());
  }

  private void put(AccessBoundary boundary) {
    AccessBoundary _ = village.embedded.hands().put(boundary);
  }

  private void live(AccessGrant grant, Duration time) {
    live(grant, village.operator(), time);
  }

  private void live(AccessGrant grant, Cluster cluster, Duration time) {
    village.live(grant, cluster, record, village.time.instant().plus(time));
  }

  private void assertEnded(AccessGrant grant, Phase phase, Code code) {
    assertThat(village.policies(grant)).isEmpty();
    assertThat(village.now(grant).status().phase()).isEqualTo(phase);
    assertThat(village.now(grant).status().code()).contains(code);
  }

  @Test
  void withinEveryBoundaryAGrantOpensAndNamesThem() {
    put(boundary(Village.LEASE));
    AccessGrant grant = village.asked();
    live(grant, Duration.ofSeconds(20));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(village.now(grant).status().terms().orElseThrow().basis())
        .anyMatch(basis -> basis.isBoundary() && basis.key().name().equals("production"));
    live(grant, Duration.ofMinutes(5));
    assertEnded(grant, Phase.EXPIRED, Code.EXPIRED);
  }

  @Test
  void whatCrossesABoundaryIsRefusedAndNothingOpens() {
    put(boundary(Village.LEASE.minusSeconds(1)));
    AccessGrant grant = village.asked();
    live(grant, Duration.ofSeconds(20));
    assertEnded(grant, Phase.REFUSED, Code.BOUNDARY_CROSSED);
    assertThat(village.now(grant).status().message())
        .contains("AccessBoundary production")
        .contains("found a duration of 1m; wanted at most 59s");
    assertThat(record.story(grant.uid()).opening()).isEmpty();
  }

  @Test
  void aBoundaryThatIsMadeStricterWhileAGrantIsOpenClosesIt() {
    put(boundary(Duration.ofHours(1)));
    AccessGrant grant = village.asked();
    live(grant, Duration.ofSeconds(20));
    assertThat(village.isOpen(grant)).isTrue();
    put(boundary(Duration.ofHours(1), OptionalInt.of(1)));
    live(grant, Duration.ofSeconds(2));
    assertEnded(grant, Phase.REVOKED, Code.BOUNDARY_CROSSED);
  }

  @Test
  void aBoundaryThatChangesAndIsNotCrossedLeavesOpenWhatIsOpen() {
    put(boundary(Duration.ofHours(1)));
    AccessGrant grant = village.asked();
    live(grant, Duration.ofSeconds(2));
    put(boundary(Duration.ofMinutes(30)));
    live(grant, Duration.ofNanos(1));
    assertThat(village.isOpen(grant)).isTrue();
  }

  @Test
  void aBoundaryThatChangesBetweenApprovalAndOpeningOpensNothing() {
    var _ = village.embedded.hands().put(village.rule(1));
    put(boundary(Duration.ofHours(1)));
    AccessGrant grant = village.asked();
    live(grant, Duration.ofSeconds(20));
    village.approve(grant);
    put(boundary(Duration.ofMinutes(30)));
    live(grant, Duration.ofMinutes(1));
    assertThat(village.isOpen(grant)).isFalse();
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.PENDING);
    village.approve(grant);
    live(grant, Duration.ofSeconds(20));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.ACTIVE);
  }

  @Test
  void whileBoundariesCannotBeReadNothingOpensAndWhatIsOpenEndsInTime() {
    AccessGrant open = village.asked();
    live(open, Duration.ofSeconds(20));
    assertThat(village.isOpen(open)).isTrue();
    Cluster blind =
        FaultPlan.failing(
            Cluster.class,
            village.operator(),
            Set.of("boundaries"),
            () -> new ClusterException(ClusterException.Kind.PERMANENT, "on purpose"));
    AccessGrant asked = village.asked();
    live(asked, blind, Duration.ofSeconds(20));
    assertThat(village.isOpen(asked)).isFalse();
    assertThat(village.operator().latch(Village.latchKey(asked))).isEmpty();
    assertThat(record.story(asked.uid()).opening()).isEmpty();
    live(open, blind, Duration.ofMinutes(5));
    assertThat(village.isOpen(open)).isFalse();
  }
}
