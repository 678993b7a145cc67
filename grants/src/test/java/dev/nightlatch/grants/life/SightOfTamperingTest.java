package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.ACTIVE;
import static dev.nightlatch.grants.life.FoundWorld.OPENING;
import static dev.nightlatch.grants.life.FoundWorld.OPENS;
import static dev.nightlatch.grants.life.FoundWorld.REF;
import static dev.nightlatch.grants.life.FoundWorld.asked;
import static dev.nightlatch.grants.life.FoundWorld.open;
import static dev.nightlatch.grants.model.Samples.GRANT;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.PolicyPort;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.plan.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers may have done to a latch or to a policy.
class SightOfTamperingTest {

  // The latch under strangers' hands.

  @Test
  void aDeadlineThatWasExtendedShortenedOrTakenAwayIsTampering() {
    for (Optional<Duration> deadline :
        List.of(
            Optional.of(Samples.HALF_AN_HOUR.plusSeconds(1)),
            Optional.of(Samples.HALF_AN_HOUR.minusSeconds(1)),
            Optional.of(Duration.ofSeconds(Long.MAX_VALUE)),
            Optional.<Duration>empty())) {
      FoundWorld tampered = open().latch(latch -> lasting(latch, deadline));
      assertThat(tampered.seen().latches()).as("%s", deadline).isEqualTo(new Latches.Tampered());
      assertThat(decide(tampered)).isEqualTo(new Step.RemovePolicies(Endings.LATCH_TAMPERED));
      FoundWorld young = asked().recorded(OPENING).latch(lasting(Samples.latch(), deadline));
      assertThat(young.seen().latches()).as("%s", deadline).isEqualTo(new Latches.Tampered());
      FoundWorld unstarted =
          asked()
              .recorded(OPENING)
              .latch(startedAt(lasting(Samples.latch(), deadline), Optional.empty()));
      assertThat(unstarted.seen().latches()).as("%s", deadline).isEqualTo(new Latches.Tampered());
    }
  }

  @Test
  void aStartThatMovedIsTampering() {
    FoundWorld resumed =
        open().latch(latch -> startedAt(latch, Optional.of(NIGHT.plusSeconds(60))));
    assertThat(resumed.seen().latches()).isEqualTo(new Latches.Tampered());
    FoundWorld stopped = open().latch(latch -> startedAt(latch, Optional.empty()));
    assertThat(stopped.seen().latches()).isEqualTo(new Latches.Tampered());
  }

  @Test
  void aLatchThatIsSuspendedOrUnsoundInAnotherWayIsTampering() {
    FoundWorld suspended =
        open()
            .latch(
                held ->
                    new HeldLatch(held.meta(), held.deadline(), held.startedAt(), false, false));
    assertThat(suspended.seen().latches()).isEqualTo(new Latches.Tampered());
    assertThat(decide(suspended)).isEqualTo(new Step.RemovePolicies(Endings.LATCH_TAMPERED));
  }

  @Test
  void anotherLatchUnderTheSameNameIsNotTheLatchAndIsLeftAlone() {
    FoundWorld imposter =
        open()
            .latch(
                held ->
                    new HeldLatch(
                        Samples.reborn(held.meta(), FoundWorld.another()),
                        held.deadline(),
                        held.startedAt(),
                        true,
                        false));
    assertThat(imposter.seen().latches()).isEqualTo(new Latches.Gone(REF.expiresAt(), false));
    assertThat(decide(imposter)).isEqualTo(new Step.RemovePolicies(Endings.LATCH_GONE));
    assertThat(imposter.vanished().withoutPolicy().seen().latches().isPresent()).isFalse();
  }

  @Test
  void aStatusThatSpeaksOfAnotherLatchDoesNotExtendALeaseThatIsOnRecord() {
    Instant later = NIGHT.plusSeconds(3600);
    HeldLatch other =
        new HeldLatch(
            Samples.reborn(Samples.latch().meta(), FoundWorld.another()),
            Optional.of(Samples.HALF_AN_HOUR),
            Optional.of(later),
            true,
            false);
    LatchRef forged =
        new LatchRef(REF.key(), FoundWorld.another(), later, later.plus(Samples.HALF_AN_HOUR));
    FoundWorld world = open().status(Notes.leased(ACTIVE, List.of(forged))).latch(other);
    assertThat(world.seen().latches()).isEqualTo(new Latches.Gone(REF.expiresAt(), false));
  }

  @Test
  void aStatusWithALaterEndIsNotBelievedAgainstItsLatch() {
    LatchRef longer =
        new LatchRef(REF.key(), REF.uid(), REF.startedAt(), REF.expiresAt().plusSeconds(60));
    assertThat(
            open().recorded(OPENING).status(Notes.leased(ACTIVE, List.of(longer))).seen().latches())
        .isEqualTo(new Latches.Tampered());
  }

  @Test
  void aLatchThatIsThereNoMoreOrOnItsWayOutIsGoneAndOneThatHasFiredIsGoneButPresent() {
    assertThat(open().withoutLatch().seen().latches())
        .isEqualTo(new Latches.Gone(REF.expiresAt(), false));
    FoundWorld going = open().latch(held -> with(held, true, false));
    FoundWorld fired = open().latch(held -> with(held, false, true));
    assertThat(going.seen().latches()).isEqualTo(new Latches.Gone(REF.expiresAt(), false));
    assertThat(fired.seen().latches()).isEqualTo(new Latches.Gone(REF.expiresAt(), true));
    for (FoundWorld world : List.of(going, fired)) {
      assertThat(world.seen().policies()).isEqualTo(Policies.TAMPERED);
    }
  }

  @Test
  void aLatchThatGoesWithoutHavingStartedIsLost() {
    HeldLatch unstarted = startedAt(Samples.latch(), Optional.empty());
    for (HeldLatch going : List.of(with(unstarted, true, false), with(unstarted, false, true))) {
      FoundWorld world = asked().recorded(OPENING).latch(going);
      assertThat(world.seen().latches()).isEqualTo(new Latches.Lost(!going.meta().terminating()));
      assertThat(decide(world)).isEqualTo(new Step.NoteClosing(Endings.LATCH_GONE));
    }
  }

  // The policy under strangers' hands.

  @Test
  void aSecondOwnerAnotherOwnerOrNoneIsTampering() {
    Owner latch = Orders.owner(GRANT, REF.uid());
    Owner other = new Owner("v1", "ConfigMap", "keep-me", FoundWorld.another());
    List<List<Owner>> hands =
        List.of(
            List.of(latch, other),
            List.of(other, latch),
            List.of(latch, latch),
            List.of(other),
            List.of(),
            List.of(Orders.owner(GRANT, FoundWorld.another())),
            List.of(new Owner("batch/v1", "CronJob", latch.name(), latch.uid())));
    for (List<Owner> owners : hands) {
      FoundWorld world = open().policy(meta -> Samples.owned(meta, owners.toArray(Owner[]::new)));
      assertThat(world.seen().policies()).as("%s", owners).isEqualTo(Policies.TAMPERED);
      assertThat(decide(world))
          .isEqualTo(
              new Step.RemovePolicies(
                  Endings.POLICY_TAMPERED, List.of(drift(world, Drift.What.TAMPERED))));
    }
  }

  @Test
  void aForeignFinalizerIsTamperingAndOneOfANetworkPluginIsNot() {
    String plugin = Names.PLUGIN_FINALIZERS.getFirst();
    assertThat(open().policy(meta -> Samples.finalized(meta, plugin)).seen().policies())
        .isEqualTo(Policies.AS_GRANTED);
    for (String[] foreign :
        List.of(
            new String[] {"example.com/hold"},
            new String[] {plugin, "example.com/hold"},
            new String[] {"foregroundDeletion"})) {
      assertThat(open().policy(meta -> Samples.finalized(meta, foreign)).seen().policies())
          .isEqualTo(Policies.TAMPERED);
    }
  }

  @Test
  void aPolicyOnItsWayOutIsTampering() {
    assertThat(open().policy(Samples::terminating).seen().policies()).isEqualTo(Policies.TAMPERED);
  }

  @Test
  void otherContentLabelsOrAnnotationsAreAlterationsThatCanBeMended() {
    HeldPolicy granted = FoundWorld.policyAsGranted();
    NetworkPolicy policy = granted.policy();
    List<PolicyPort> ports = List.of(new PolicyPort.Numbered(Samples.tcp(5433)));
    NetworkPolicy wider =
        new NetworkPolicy(
            policy.namespace(),
            policy.name(),
            policy.podSelector(),
            policy.policyTypes(),
            List.of(new PolicyRule(policy.ingress().getFirst().peers(), ports)),
            policy.egress());
    NetworkPolicy everyPod =
        new NetworkPolicy(
            policy.namespace(),
            policy.name(),
            LabelSelector.EVERYTHING,
            policy.policyTypes(),
            policy.ingress(),
            policy.egress());
    List<FoundWorld> altered =
        List.of(
            open().policy(new HeldPolicy(granted.meta(), wider)),
            open().policy(new HeldPolicy(granted.meta(), everyPod)),
            open().policy(meta -> Samples.labelled(meta, Map.of())),
            open().policy(meta -> Samples.annotated(meta, Map.of())),
            open()
                .policy(
                    meta ->
                        Samples.annotated(
                            meta,
                            with(meta.annotations(), Names.EXPIRES_AT, "2036-01-01T00:00:00Z"))),
            open()
                .policy(
                    meta -> Samples.labelled(meta, with(meta.labels(), Names.GRANT_LABEL, "x"))));
    for (FoundWorld world : altered) {
      assertThat(world.seen().policies()).isEqualTo(Policies.ALTERED);
      assertThat(decide(world))
          .isEqualTo(new Step.RecordDrift(List.of(drift(world, Drift.What.ALTERED))));
    }
  }

  @Test
  void labelsAndAnnotationsThatOthersAddAreTheirs() {
    assertThat(
            open()
                .policy(meta -> Samples.labelled(meta, with(meta.labels(), "team", "shop")))
                .policy(meta -> Samples.annotated(meta, with(meta.annotations(), "note", "x")))
                .seen()
                .policies())
        .isEqualTo(Policies.AS_GRANTED);
  }

  @Test
  void aPolicyThatIsNotOnRecordIsRecordedAnew() {
    FoundWorld recreated = open().policy(meta -> Samples.reborn(meta, FoundWorld.another()));
    assertThat(recreated.seen().policies()).isEqualTo(Policies.AS_GRANTED);
    assertThat(recreated.seen().recorded().opened()).isFalse();
    assertThat(decide(recreated)).isEqualTo(new Step.RecordOpened(OPENS, List.of(REF)));
  }

  @Test
  void aPolicyUnderAWaitingRequestIsTakenOut() {
    Facts two = FoundWorld.facts(Samples.rule(2, Samples.free(Samples.TOOLS_KEY)));
    FoundWorld world = asked().facts(two).policy(FoundWorld.policyAsGranted());
    assertThat(decide(world)).isEqualTo(new Step.RemovePolicies(Endings.OFF_RECORD));
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 40, 31_556_889_864_403_199L, Long.MAX_VALUE})
  void noDeadlineHoweverLongStopsAnybodyFromSeeingClosingAndDisarming(long seconds) {
    HeldLatch endless = lasting(Samples.latch(), Optional.of(Duration.ofSeconds(seconds)));
    for (HeldLatch latch :
        List.of(endless, with(endless, true, false), with(endless, false, true))) {
      for (FoundWorld world :
          List.of(
              open(),
              open().recorded(),
              asked(),
              asked().recorded(OPENING),
              open().vanished(),
              open().recorded().vanished())) {
        FoundWorld found = world.latch(latch).policy(FoundWorld.policyAsGranted());
        assertThat(decide(found)).isInstanceOf(Step.RemovePolicies.class);
        assertThat(decide(found.withoutPolicy())).isNotNull();
      }
    }
  }

  private static Drift drift(FoundWorld world, Drift.What what) {
    HeldPolicy held = world.policy().orElseThrow();
    return new Drift(held.meta().key(), held.meta().uid(), held.meta().resourceVersion(), what);
  }

  private static Step decide(FoundWorld world) {
    return Lifecycle.decide(world.seen(), NIGHT.plusSeconds(1));
  }

  private static HeldLatch lasting(HeldLatch latch, Optional<Duration> deadline) {
    return new HeldLatch(latch.meta(), deadline, latch.startedAt(), latch.sound(), latch.fired());
  }

  private static HeldLatch startedAt(HeldLatch latch, Optional<Instant> at) {
    return new HeldLatch(latch.meta(), latch.deadline(), at, latch.sound(), latch.fired());
  }

  private static HeldLatch with(HeldLatch latch, boolean terminating, boolean fired) {
    return new HeldLatch(
        terminating ? Samples.terminating(latch.meta()) : latch.meta(),
        latch.deadline(),
        latch.startedAt(),
        latch.sound(),
        fired);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new HashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
