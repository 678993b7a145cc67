package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.testkit.AuditEvent;
import dev.nightlatch.testkit.RealCluster;
import dev.nightlatch.testkit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The operator is stopped as a cluster stops it, and runs as one of two.
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasIT {
  private static final Duration SLACK = Duration.ofSeconds(5);
  private static final Set<String> WRITES = Set.of("create", "patch", "update");

  private final Site site;
  private final List<OperatorProcess> started = new ArrayList<>();

  ReplicasIT(TestCluster cluster, @TempDir Path folder) {
    site = new Site(cluster, folder);
  }

  private OperatorProcess start(Path journal, String... more) {
    OperatorProcess operator = site.startOperator(journal, more);
    started.add(operator);
    return operator;
  }

  private OperatorProcess startReplica(Path journal) {
    return start(journal, "--leader-elect", "--health", "127.0.0.1:0");
  }

  @AfterEach
  void killAll() {
    started.forEach(OperatorProcess::kill);
    started.clear();
  }

  @AfterAll
  void close() {
    site.close();
  }

  private static boolean leads(OperatorProcess operator) {
    return operator.log().contains("leads, as");
  }

  private OperatorProcess awaitLeader(List<OperatorProcess> replicas) {
    site.await(
        Site.SOON,
        () -> "nobody leads: " + replicas.stream().map(OperatorProcess::log).toList(),
        () -> replicas.stream().anyMatch(ReplicasIT::leads));
    return replicas.stream().filter(ReplicasIT::leads).findFirst().orElseThrow();
  }

  /// Which process wrote what opens or is told of a grant, one after the other: each start has a
  /// token of its own.
  private List<String> writers() {
    return site.cluster().audit().events(ReplicasIT::isDeed).stream()
        .sorted(Comparator.comparing(AuditEvent::received))
        .map(
            event ->
                event
                    .raw()
                    .at("/user/extra/authentication.kubernetes.io~1credential-id/0")
                    .asText())
        .toList();
  }

  private static boolean isDeed(AuditEvent event) {
    return event.user().equals(Trail.OPERATOR)
        && WRITES.contains(event.verb())
        && event
            .object()
            .filter(
                ref ->
                    ref.resource().equals("networkpolicies")
                        || ref.resource().equals("accessgrants")
                        || (ref.resource().equals("jobs")
                            && !ref.namespace().equals("nightlatch-system")))
            .isPresent();
  }

  /// How often another process wrote than the one before.
  private static long changes(List<String> writers) {
    long changes = 0;
    for (int i = 1; i < writers.size(); i++) {
      if (!writers.get(i).equals(writers.get(i - 1))) {
        changes++;
      }
    }
    return changes;
  }

  @Test
  void ofTwoThatStartAtOnceOneLeadsAndTheOtherTakesOverWhenItIsKilled() {
    Path journal = site.freshJournal();
    List<OperatorProcess> both = List.of(startReplica(journal), startReplica(journal));
    OperatorProcess first = awaitLeader(both);
    OperatorProcess second = both.get(first == both.getFirst() ? 1 : 0);
    int before = writers().size();
    Asked brief = site.shop().open("db-shell", "10s");
    Asked lasting = site.shop().open("db-shell", "60s");
    Instant shortEnd = brief.leaseEnd();
    Instant longEnd = lasting.leaseEnd();
    assertThat(leads(second)).isFalse();

    first.kill();

    brief.awaitShut(Site.SOON);
    assertThat(site.trail().closing(brief.policy()).received())
        .isBetween(shortEnd, shortEnd.plus(SLACK));
    site.await(Site.SOON, () -> "nobody took over: " + second.log(), () -> leads(second));
    site.await(
        Duration.ofSeconds(90),
        () -> "the long one does not end",
        () -> lasting.status().phase().isTerminal());
    lasting.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    brief.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(site.trail().closing(lasting.policy()).received())
        .isBetween(longEnd, longEnd.plus(SLACK));
    for (Asked grant : List.of(brief, lasting)) {
      assertThat(second.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
      assertThat(site.trail().policiesMade(grant.policy())).isEqualTo(1);
    }
    List<String> writers = writers();
    assertThat(writers).doesNotContain("");
    assertThat(changes(writers.subList(before, writers.size()))).isEqualTo(1);
  }

  @Test
  void whoIsStoppedGivesTheLeaseBackAndTheOtherNeedNotWait() {
    Path journal = site.freshJournal();
    List<OperatorProcess> both = List.of(startReplica(journal), startReplica(journal));
    OperatorProcess first = awaitLeader(both);
    OperatorProcess second = both.get(first == both.getFirst() ? 1 : 0);
    Asked grant = site.shop().open("db-shell", "30m");

    assertThat(first.terminate()).as(first.log()).isZero();

    site.await(
        Duration.ofSeconds(12), () -> "nobody took over: " + second.log(), () -> leads(second));
    assertThat(grant.isOpen()).isTrue();
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
    assertThat(second.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  /// As where a machine stands still: it still believes that it leads.
  @Test
  void aLeaderThatWasFrozenBeyondItsLeaseEndsAndDoesNothingMore() {
    OperatorProcess frozen = startReplica(site.freshJournal());
    OperatorProcess _ = awaitLeader(List.of(frozen));
    site.await(Site.SOON, () -> "the first canary is not back", frozen::hasSeenACanary);
    frozen.freeze();
    Path journal = site.freshJournal();
    OperatorProcess next = startReplica(journal);
    site.await(Site.SOON, () -> "nobody took over: " + next.log(), () -> leads(next));
    int before = writers().size();
    Asked grant = site.shop().open("db-shell", "30m");

    frozen.thaw();

    assertThat(frozen.exitCode()).as(frozen.log()).isEqualTo(Exit.OUTSIDE);
    assertThat(frozen.log()).contains("nothing is done any more");
    assertThat(grant.isOpen()).isTrue();
    assertThat(site.alice().types("close", grant.name(), "--wait").exitCode()).isZero();
    assertThat(next.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
    List<String> writers = writers();
    assertThat(changes(writers.subList(before, writers.size()))).isZero();
  }

  @Test
  void stoppedItLeavesOpenWhatIsOpenAndExitsWithZero() {
    Path journal = site.freshJournal();
    OperatorProcess operator = start(journal);
    Asked grant = site.shop().open("db-shell", "10s");

    assertThat(operator.terminate()).as(operator.log()).isZero();

    assertThat(operator.log()).contains("Stopped. What is open stays open");
    grant.awaitShut(Site.SOON);
    assertThat(site.trail().closing(grant.policy()).user()).isEqualTo(Trail.GARBAGE_COLLECTOR);
    OperatorProcess next = start(journal);
    grant.awaitEnd(Phase.EXPIRED, Code.EXPIRED);
    assertThat(next.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }

  /// The latch is armed and does not start: the opening is begun and not done.
  @Test
  void stoppedInTheMiddleOfAnOpeningItLeavesALatchAndTheNextStartTakesOver() {
    Path journal = site.freshJournal();
    OperatorProcess operator = start(journal);
    site.await(Site.SOON, () -> "the first canary is not back", operator::hasSeenACanary);
    site.cluster().plane().controllerManager().pause();
    Asked grant = site.shop().ask("db-shell", "20s");
    site.await(Site.SOON, () -> "the latch is not armed", grant::hasLatch);

    assertThat(operator.terminate()).as(operator.log()).isZero();

    assertThat(grant.isOpen()).isFalse();
    site.cluster().plane().controllerManager().resume();
    OperatorProcess next = start(journal);
    site.await(
        Duration.ofSeconds(60),
        () -> "it does not end: " + grant.status(),
        () -> grant.status().phase().isTerminal());
    assertThat(grant.isOpen()).isFalse();
    grant.awaitNoLatch();
    assertThat(site.trail().latchesMade(grant.latch())).isEqualTo(1);
    assertThat(next.recordedKinds(grant)).isEqualTo(OperatorProcess.WHOLE_LIFE);
  }
}
