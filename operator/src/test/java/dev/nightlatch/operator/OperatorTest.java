package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Change;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.port.RememberedJournal;
import dev.nightlatch.incidents.ProvidedIncidents;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /// An operator whose health is looked at, and what its watch tells of changes.
  private final class Watched implements AutoCloseable {
    private final Signs signs = new Signs(Health.Role.ALONE);
    private final AtomicReference<Consumer<Change>> listener = new AtomicReference<>();
    private final Operator operator;

    private Watched(Set<String> failing, Journal journal) {
      Cluster seen =
          FaultPlan.failing(
              Cluster.class,
              village.operator(),
              failing,
              () -> new ClusterException(ClusterException.Kind.PERMANENT, "on purpose"));
      Cluster heard =
          (Cluster)
              Proxy.newProxyInstance(
                  Cluster.class.getClassLoader(),
                  new Class<?>[] {Cluster.class},
                  (_, method, arguments) -> {
                    if (method.getName().equals("watch")) {
                      listener.set(listener(arguments[0]));
                    }
                    try {
                      return method.invoke(seen, arguments);
                    } catch (InvocationTargetException thrown) {
                      throw thrown.getCause();
                    }
                  });
      operator =
          Operator.start(
              new Operator.Setting(
                  heard,
                  new ProvidedIncidents(heard),
                  journal,
                  village.time,
                  CniProfile.DEFAULT,
                  Announcer.SILENT,
                  () -> true,
                  signs));
    }

    @SuppressWarnings("unchecked") // the port says what it is
    private static Consumer<Change> listener(Object argument) {
      return (Consumer<Change>) argument;
    }

    private boolean isWell(String part) {
      return signs.health().checks().stream()
          .filter(check -> check.name().equals(part))
          .allMatch(Health.Check::well);
    }

    private void awaitAllWell() {
      until(() -> signs.health().isReady());
    }

    /// What a watch tells that was cut for a while.
    private void lookAgain() {
      Optional.ofNullable(listener.get()).orElseThrow().accept(new Change.Unknown());
    }

    @Override
    public void close() {
      operator.close();
    }
  }

  @Test
  void guardsThatAreTakenAwayWhileItRunsMakeItUnready() {
    assertThat(GrantReconciler.RESYNC).isLessThanOrEqualTo(Duration.ofMinutes(1));
    try (Watched watched = new Watched(Set.of(), record)) {
      watched.awaitAllWell();
      village.embedded.guards(new Guards.Broken(List.of("a guard is missing")));
      watched.lookAgain();
      until(() -> !watched.isWell("guards"));
      assertThat(watched.signs.health().isReady()).isFalse();
      assertThat(watched.signs.health().isLive()).isTrue();
      village.embedded.guards(new Guards.InForce(Instant.EPOCH));
      watched.lookAgain();
      watched.awaitAllWell();
    }
  }

  @ParameterizedTest
  @CsvSource({"guards, guards", "grants, grants", "isOut, canary", "release, canary"})
  void whatItCannotReadMakesItUnreadyByName(String unreadable, String part) {
    try (Watched watched = new Watched(Set.of(unreadable), record)) {
      until(
          () ->
              watched.signs.health().checks().stream()
                  .anyMatch(check -> check.name().equals(part) && !check.why().isEmpty()));
      assertThat(watched.isWell(part)).isFalse();
      assertThat(watched.signs.health().isReady()).isFalse();
    }
  }

  @Test
  void aRecordThatCannotBeWrittenMakesItUnready() {
    Journal full =
        FaultPlan.failing(
            Journal.class, record, Set.of("probe"), () -> new JournalException("on purpose"));
    try (Watched watched = new Watched(Set.of(), full)) {
      until(
          () ->
              watched.signs.health().checks().stream()
                  .anyMatch(
                      check ->
                          check.name().equals("record")
                              && check.why().equals("the record cannot be read and written")));
      assertThat(watched.signs.health().isReady()).isFalse();
    }
  }
}
