package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.RememberedJournal;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.operator.Eyewitness.Fault;
import dev.nightlatch.operator.Eyewitness.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Somebody opens and closes by hand, without any operator, and breaks one promise after the other.
class EyewitnessTest {
  private final Village village = new Village();
  private final RememberedJournal record = new RememberedJournal();
  private final Cluster cluster = village.operator();
  private final Eyewitness eyewitness =
      Eyewitness.of(village.embedded, village.time, List.of(record));
  private final AccessGrant grant = village.asked();
  private final ObjectKey policy = Village.policyKey(grant);

  private void tell(Request request, ObjectKey... policies) {
    record.record(
        new JournalEntry.Opening(
            grant.uid(),
            village.time.instant(),
            grant.name(),
            request,
            new Uid("rule"),
            1,
            List.of(),
            List.of(Village.latchKey(grant)),
            List.of(policies),
            "",
            List.of(),
            List.of(),
            new Exemption.None()));
  }

  private void arm() {
    cluster.arm(new LatchOrder("shop", grant.uid(), grant.name(), Village.LEASE));
    pass(Duration.ofMillis(300));
  }

  private void pass(Duration time) {
    village.time.advance(time);
    eyewitness.look();
  }

  private Owner latch() {
    return new Owner(
        "batch/v1",
        "Job",
        Names.latch(grant.uid()),
        cluster.latch(Village.latchKey(grant)).orElseThrow().meta().uid());
  }

  private void apply(List<PolicyRule> rules) {
    boolean asOrdered =
        cluster.apply(
            new PolicyOrder(
                new NetworkPolicy(
                    policy.namespace(),
                    policy.name(),
                    LabelSelector.labels(Map.of("app", "db")),
                    Set.of(Direction.INGRESS),
                    rules,
                    List.of()),
                Map.of(Names.GRANT_LABEL, grant.uid().text()),
                Map.of(),
                latch()));
    assertThat(asOrdered).isTrue();
  }

  private void open() {
    tell(grant.request(), policy);
    arm();
    apply(List.of());
  }

  private void remove() {
    cluster.remove(policy, cluster.policy(policy).orElseThrow().meta().uid());
  }

  private void edit(UnaryOperator<HeldPolicy> change) {
    village.embedded.hands().editPolicy(policy, change);
  }

  private void assertSeen(Kind... kinds) {
    assertThat(eyewitness.faults()).extracting(Fault::kind).containsExactly(kinds);
  }

  private Duration lateness() {
    return eyewitness.lateness(Instant.MIN);
  }

  @Test
  void anOpeningThatTheLatchClosesIsAllRight() {
    open();
    assertThat(eyewitness.isOpen()).isTrue();
    pass(Duration.ofMinutes(2));
    assertThat(eyewitness.isOpen()).isFalse();
    assertThat(eyewitness.opened()).isEqualTo(1);
    assertThat(lateness()).isBetween(Duration.ofMillis(1), Duration.ofMillis(100));
    assertSeen();
  }

  @Test
  void policiesOfOthersAreNobodysConcern() {
    assertThat(cluster.policies()).isNotEmpty();
    pass(Duration.ofMinutes(2));
    assertThat(eyewitness.opened()).isZero();
    assertSeen();
  }

  @Test
  void whatIsOpenOffTheRecordIsSeen() {
    arm();
    apply(List.of());
    assertSeen(Kind.OFF_RECORD, Kind.MADE_TOO_LATE);
  }

  @Test
  void whatIsRecordedAfterItWasDoneIsSeen() {
    arm();
    apply(List.of());
    tell(grant.request(), policy);
    pass(Duration.ofSeconds(1));
    assertThat(eyewitness.faults()).extracting(Fault::kind).contains(Kind.OFF_RECORD);
  }

  @Test
  void aPolicyOfWhichTheRecordSaysNothingIsSeen() {
    tell(grant.request(), new ObjectKey("shop", Names.egressPolicy(grant.uid(), 1)));
    arm();
    apply(List.of());
    assertSeen(Kind.OFF_RECORD);
  }

  @Test
  void whatIsOpenBeforeItsTimeIsSeen() {
    Request later =
        new Request(
            grant.request().rule(),
            grant.request().incident(),
            "orders fail",
            Village.LEASE,
            Part.WHOLE,
            Optional.of(village.time.instant().plusSeconds(30)),
            false,
            Optional.empty(),
            grant.request().requester());
    tell(later, policy);
    arm();
    apply(List.of());
    assertSeen(Kind.TOO_EARLY);
  }

  @Test
  void whatNoLatchHoldsIsSeen() {
    tell(grant.request(), policy);
    HeldPolicy _ =
        village
            .embedded
            .hands()
            .put(
                new NetworkPolicy(
                    policy.namespace(),
                    policy.name(),
                    LabelSelector.EVERYTHING,
                    Set.of(Direction.INGRESS),
                    List.of(),
                    List.of()),
                Map.of());
    assertThat(eyewitness.faults()).extracting(Fault::kind).contains(Kind.UNHELD);
  }

  @Test
  void whatALatchHoldsWhoseTimeDoesNotRunIsSeen() {
    village.embedded.stopControllers();
    open();
    assertThat(eyewitness.faults()).extracting(Fault::kind).contains(Kind.UNHELD);
  }

  @Test
  void whatIsMadeWhenItsLeaseIsOverIsSeen() {
    tell(grant.request(), policy);
    arm();
    village.embedded.stopControllers();
    pass(Village.LEASE);
    apply(List.of());
    assertSeen(Kind.MADE_TOO_LATE);
  }

  @Test
  void whatIsMadeAgainIsSeenUnlessAStrangerTookItOut() {
    open();
    eyewitness.excuse(policy);
    village.embedded.hands().deletePolicy(policy);
    apply(List.of());
    assertSeen();
    remove();
    apply(List.of());
    assertSeen(Kind.MADE_AGAIN);
  }

  @Test
  void whatIsMadeAgainAndWiderIsSeen() {
    open();
    eyewitness.excuse(policy);
    village.embedded.hands().deletePolicy(policy);
    apply(List.of(new PolicyRule(List.of(), List.of())));
    assertSeen(Kind.MADE_OTHERWISE);
  }

  @Test
  void anEndOnRecordOfWhatIsStillOpenIsSeen() {
    open();
    record.record(
        new JournalEntry.Closed(grant.uid(), village.time.instant(), Code.EXPIRED, "Over."));
    eyewitness.look();
    assertSeen(Kind.CLOSED_ON_RECORD);
  }

  @Test
  void howLongItStandsBeyondItsLeaseIsMeasuredWhileItDoesAndAfterwards() {
    open();
    Instant end = cluster.latch(Village.latchKey(grant)).orElseThrow().expiresAt().orElseThrow();
    village.embedded.stopControllers();
    pass(Duration.between(village.time.instant(), end).plusSeconds(40));
    assertThat(lateness()).isEqualTo(Duration.ofSeconds(40));
    assertThat(eyewitness.lateness(end.plusSeconds(30))).isEqualTo(Duration.ofSeconds(10));
    pass(Duration.ofSeconds(5));
    remove();
    pass(Duration.ofMinutes(1));
    assertThat(lateness()).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void aLatchThatIsPutOffMovesNoLease() {
    open();
    village.embedded.hands().editLatch(Village.latchKey(grant), Strangers::putOff);
    pass(Duration.ofSeconds(70));
    assertThat(lateness()).isGreaterThan(Duration.ofSeconds(9));
  }

  @Test
  void whatSomebodyAltersStandsOtherwiseUntilItIsPutRight() {
    for (UnaryOperator<HeldPolicy> change :
        List.<UnaryOperator<HeldPolicy>>of(Strangers::own, Strangers::disown)) {
      EyewitnessTest test = new EyewitnessTest();
      test.open();
      test.edit(change);
      test.pass(Duration.ofSeconds(7));
      assertThat(test.lateness()).isEqualTo(Duration.ofSeconds(7));
      test.edit(held -> Strangers.ownedBy(held, test.latch()));
      test.pass(Duration.ofSeconds(7));
      assertThat(test.lateness()).isEqualTo(Duration.ofSeconds(7));
      test.assertSeen();
    }
  }

  @Test
  void whatSomebodyWidensStandsOtherwise() {
    open();
    apply(List.of(new PolicyRule(List.of(), List.of())));
    pass(Duration.ofSeconds(7));
    assertThat(lateness()).isEqualTo(Duration.ofSeconds(7));
  }

  /// Whatever it stood on has gone: from then on it stands too long.
  @Test
  void theLeaseIsOverWhenItsGroundHasGone() {
    AccessSource tools = cluster.source(new ObjectKey("support-tools", "tools")).orElseThrow();
    List<Consumer<EyewitnessTest>> losses =
        List.of(
            test -> test.village.embedded.hands().deleteRule(Village.RULE),
            test -> test.village.embedded.hands().deleteSource(tools.meta().key()),
            test -> test.village.embedded.hands().deleteGrant(test.grant.name()),
            test ->
                test.village
                    .embedded
                    .hands()
                    .put(new AccessSource(tools.meta(), "", tools.stand(), List.of("elsewhere"))),
            test -> test.village.alice().revoke(test.grant, new Revocation.By("bob", "no")));
    for (var loss : losses) {
      EyewitnessTest test = new EyewitnessTest();
      test.open();
      test.village.embedded.stopControllers();
      test.pass(Duration.ofSeconds(5));
      assertThat(test.lateness()).isZero();
      loss.accept(test);
      test.pass(Duration.ofSeconds(5));
      assertThat(test.lateness()).isEqualTo(Duration.ofSeconds(5));
    }
  }
}
