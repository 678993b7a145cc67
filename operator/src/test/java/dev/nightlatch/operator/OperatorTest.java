package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.RememberedJournal;
import dev.nightlatch.incidents.ProvidedIncidents;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The loop as a whole: its threads are real, the cluster's time is virtual.
@Timeout(60)
class OperatorTest {
  private final Village village = new Village();
  private final RememberedJournal record = new RememberedJournal();

  private Operator start() {
    return Operator.start(
        village.operator(),
        new ProvidedIncidents(village.operator()),
        record,
        village.time,
        CniProfile.DEFAULT);
  }

  /// Lets virtual time creep on until the condition holds.
  private void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("time is over").isNegative();
      village.time.advance(Duration.ofMillis(10));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private Phase phase(AccessGrant grant) {
    return village.now(grant).status().phase();
  }

  @Test
  void itOpensWhatIsAskedForAndClosesItInTime() {
    try (Operator _ = start()) {
      AccessGrant grant = village.asked();
      until(() -> phase(grant) == Phase.ACTIVE);
      assertThat(village.isOpen(grant)).isTrue();
      village.time.advance(Village.LEASE);
      until(() -> phase(grant) == Phase.EXPIRED);
      assertThat(village.isOpen(grant)).isFalse();
      assertThat(record.unfinished()).isEmpty();
    }
  }

  @Test
  void itTakesOverWhatItFinds() {
    AccessGrant waiting = village.asked();
    AccessGrant open;
    try (Operator _ = start()) {
      open = village.asked();
      until(() -> phase(open) == Phase.ACTIVE && phase(waiting) == Phase.ACTIVE);
    }
    try (Operator _ = start()) {
      village.time.advance(Village.LEASE);
      until(() -> phase(open) == Phase.EXPIRED && phase(waiting) == Phase.EXPIRED);
      assertThat(record.unfinished()).isEmpty();
    }
  }

  /// As where the kinds were taken away: then there are no grants to list.
  @Test
  void itFinishesTheRecordThoughTheGrantsCannotBeListed() {
    AccessGrant grant = village.asked();
    try (Operator _ = start()) {
      until(() -> phase(grant) == Phase.ACTIVE);
    }
    village.embedded.hands().deleteGrant(grant.name());
    Cluster without =
        FaultPlan.failing(
            Cluster.class,
            village.operator(),
            Set.of("grants", "grant"),
            () -> new ClusterException(ClusterException.Kind.NOT_FOUND, "no such kind"));
    try (Operator _ =
        Operator.start(
            without, new ProvidedIncidents(without), record, village.time, CniProfile.DEFAULT)) {
      until(() -> record.unfinished().isEmpty());
    }
  }

  @Test
  void itFinishesTheRecordOfAGrantThatWasDeletedWhileItWasAway() {
    AccessGrant grant = village.asked();
    try (Operator _ = start()) {
      until(() -> phase(grant) == Phase.ACTIVE);
    }
    village.embedded.hands().deleteGrant(grant.name());
    assertThat(record.unfinished()).hasSize(1);
    try (Operator _ = start()) {
      until(() -> record.unfinished().isEmpty());
      assertThat(village.isOpen(grant)).isFalse();
    }
  }

  @Test
  void stoppedItDoesNothingMore() {
    Operator operator = start();
    AccessGrant first = village.asked();
    until(() -> phase(first) == Phase.ACTIVE);
    operator.close();
    AccessGrant second = village.asked();
    village.time.advance(Duration.ofSeconds(5));
    assertThat(phase(second)).isEqualTo(Phase.PENDING);
    assertThat(village.isOpen(first)).isTrue();
    village.time.advance(Village.LEASE);
    assertThat(village.isOpen(first)).isFalse();
  }
}
