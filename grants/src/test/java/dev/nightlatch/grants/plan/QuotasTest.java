package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Quota;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Samples;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.model.Voices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// How many grants of a rule there may be, and how soon another one.
class QuotasTest {
  private static final Instant BEFORE = NIGHT.minusSeconds(60);
  private static final Quota TWO =
      new Quota(OptionalInt.of(2), OptionalInt.empty(), Optional.empty());
  private static final Quota ONE_EACH =
      new Quota(OptionalInt.empty(), OptionalInt.of(1), Optional.empty());
  private static final Quota COOL =
      new Quota(OptionalInt.empty(), OptionalInt.empty(), Optional.of(Duration.ofMinutes(10)));

  @Test
  void thoseThatWereAskedForBeforeCountWhetherTheyWaitOrAreOpen() {
    Case asked = Case.usual().quota(TWO);
    assertThat(asked.beside(grant("1", "bob", BEFORE, Phase.ACTIVE)).plan())
        .isInstanceOf(Plan.Opens.class);
    Refusal refusal =
        asked
            .beside(
                grant("1", "bob", BEFORE, Phase.ACTIVE), grant("2", "carol", BEFORE, Phase.PENDING))
            .refusal();
    assertThat(refusal.code()).isEqualTo(Code.QUOTA_REACHED);
    assertThat(refusal.ending().sentence())
        .isEqualTo(
            "AccessRule shop/db-access has room for 2 grants at once, and so many there are: close"
                + " one, or wait.");
  }

  @Test
  void whatHasEndedDoesNotCount() {
    for (Phase phase : Phase.values()) {
      Plan plan =
          Case.usual()
              .quota(TWO)
              .beside(grant("1", "bob", BEFORE, phase), grant("2", "bob", BEFORE, phase))
              .plan();
      assertThat(plan instanceof Plan.Opens).as(phase.text()).isEqualTo(phase.isTerminal());
    }
  }

  /// Otherwise two that are asked for at once would refuse each other, and none would open.
  @Test
  void whoAskedFirstComesFirst() {
    Case asked = Case.usual().quota(ONE_EACH);
    AccessGrant earlier = grant("zzz", "alice", BEFORE, Phase.PENDING);
    AccessGrant later = grant("aaa", "alice", NIGHT.plusSeconds(1), Phase.ACTIVE);
    AccessGrant atOnceAndFirst = grant("0", "alice", NIGHT, Phase.PENDING);
    AccessGrant atOnceAndSecond = grant("f", "alice", NIGHT, Phase.PENDING);
    AccessGrant itself = grant(Samples.GRANT.text(), "alice", NIGHT, Phase.PENDING);
    assertThat(asked.beside(later, atOnceAndSecond, itself).plan()).isInstanceOf(Plan.Opens.class);
    // Of two of one second the one that is open is the first.
    assertThat(asked.beside(atOnceAndSecond.with(later.status())).refusal().code())
        .isEqualTo(Code.QUOTA_REACHED);
    assertThat(asked.beside(earlier).refusal().code()).isEqualTo(Code.QUOTA_REACHED);
    assertThat(asked.beside(atOnceAndFirst).refusal().ending().sentence())
        .contains("room for 1 grant at once of alice");
  }

  @Test
  void onesOwnQuotaCountsOnesOwn() {
    assertThat(Case.usual().quota(ONE_EACH).beside(grant("1", "bob", BEFORE, Phase.ACTIVE)).plan())
        .isInstanceOf(Plan.Opens.class);
  }

  @Test
  void anExtensionTakesThePlaceOfWhatItExtends() {
    AccessGrant open = grant("1", "alice", BEFORE, Phase.ACTIVE);
    Case asked =
        Case.usual()
            .quota(ONE_EACH)
            .extending(new GrantRef(open.name(), open.uid()), new Chain.Of(List.of(open)));
    assertThat(asked.beside(open).plan()).isInstanceOf(Plan.Opens.class);
    assertThat(asked.beside(open, grant("2", "alice", BEFORE, Phase.PENDING)).refusal().code())
        .isEqualTo(Code.QUOTA_REACHED);
  }

  @Test
  void anExtensionOfAnExtensionTakesThePlaceOfBoth() {
    AccessGrant first = grant("1", "alice", BEFORE, Phase.ACTIVE);
    AccessGrant second = grant("2", "alice", BEFORE.plusSeconds(9), Phase.ACTIVE);
    Case asked =
        Case.usual()
            .quota(ONE_EACH)
            .lasting(Duration.ofMinutes(20))
            .extending(
                new GrantRef(second.name(), second.uid()), new Chain.Of(List.of(second, first)));
    assertThat(asked.beside(first, second).plan()).isInstanceOf(Plan.Opens.class);
  }

  @Test
  void afterAGrantThatWasOpenNobodyAsksForAWhile() {
    Case asked = Case.usual().quota(COOL);
    Duration nine = Duration.ofMinutes(9);
    assertThat(asked.beside(ended(NIGHT.minus(nine))).refusal().ending().sentence())
        .isEqualTo(
            "AccessRule shop/db-access was open a short time ago: it can be asked for again from"
                + " 2026-03-01T02:15:00Z on.");
    assertThat(asked.beside(ended(NIGHT.minus(Duration.ofMinutes(10)))).plan())
        .isInstanceOf(Plan.Opens.class);
    // The API server keeps whole seconds.
    assertThat(asked.beside(ended(NIGHT.plusMillis(400))).refusal().code())
        .isEqualTo(Code.COOLING_DOWN);
    // It was asked for while the other one was still open.
    assertThat(asked.beside(ended(NIGHT.plusSeconds(5))).at(NIGHT.plusSeconds(60)).plan())
        .isInstanceOf(Plan.Opens.class);
    // It never opened.
    assertThat(asked.beside(grant("1", "bob", BEFORE, Phase.REFUSED)).plan())
        .isInstanceOf(Plan.Opens.class);
  }

  @Test
  void whatHasBegunIsNotCountedAgain() {
    Case full = Case.usual().quota(ONE_EACH).beside(grant("1", "alice", BEFORE, Phase.ACTIVE));
    Progress begun = new Progress.Begun(new TreeSet<>(), true, new Exemption.None());
    assertThat(full.plan(begun)).isInstanceOf(Plan.Opens.class);
  }

  private static AccessGrant ended(Instant at) {
    AccessGrant active = grant("1", "bob", at.minus(Duration.ofMinutes(30)), Phase.ACTIVE);
    return active.with(
        active.status().shutAt(at).in(Phase.CLOSED, "", Optional.of(Code.CLOSED_BY_REQUESTER)));
  }

  static AccessGrant grant(String uid, String who, Instant asked, Phase phase) {
    GrantStatus status = GrantStatus.NEW;
    if (phase == Phase.ACTIVE) {
      ObjectKey key = new ObjectKey("shop", "nl-" + uid);
      Instant end = asked.plus(Duration.ofMinutes(30));
      status = status.leased(List.of(new LatchRef(key, new Uid("latch-" + uid), asked, end)));
    }
    return new AccessGrant(
        new Meta(
            "",
            "db-access-" + uid,
            new Uid(uid),
            "1",
            1,
            asked,
            false,
            Map.of(),
            Map.of(),
            List.of(),
            List.of()),
        new Request(
            Samples.RULE_KEY, "INC-1", "why", Samples.HALF_AN_HOUR, new Origin.AnySource(), who),
        Voices.NONE,
        status.in(phase, "", Optional.empty()));
  }
}
