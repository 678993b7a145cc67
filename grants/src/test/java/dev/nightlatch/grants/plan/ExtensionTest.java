package dev.nightlatch.grants.plan;

import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Going on where an open grant ends: the rule's hour counts over all of them together.
class ExtensionTest {
  private static final Instant STARTED = NIGHT.minus(Duration.ofMinutes(20));
  private static final AccessGrant OPEN = QuotasTest.grant("1", "alice", STARTED, Phase.ACTIVE);

  @Test
  void anOpenGrantIsExtendedUpToTheRulesLongestTimeSinceItStarted() {
    Case asked = extending(OPEN).lasting(Duration.ofMinutes(40));
    assertThat(asked.plan()).isInstanceOf(Plan.Opens.class);
    Refusal refusal = asked.lasting(Duration.ofMinutes(40).plusSeconds(1)).refusal();
    assertThat(refusal.code()).isEqualTo(Code.DURATION_TOO_LONG);
    assertThat(refusal.ending().sentence())
        .isEqualTo("AccessRule shop/db-access gives at most 1h, extensions counted: 40m are left.");
    // Time that goes by until it is approved is gone.
    assertThat(asked.at(NIGHT.plusSeconds(1)).refusal().code()).isEqualTo(Code.DURATION_TOO_LONG);
  }

  /// Who approved the first one has not approved the second.
  @Test
  void anExtensionWantsTheApprovalsThatItsRuleWants() {
    assertThat(extending(OPEN).approved(FourEyes.of(2)).plan())
        .isInstanceOfSatisfying(
            Plan.Opens.class, opens -> assertThat(opens.terms().approvals()).isEqualTo(2));
  }

  @Test
  void theFirstGrantOfAChainCounts() {
    AccessGrant first =
        QuotasTest.grant("0", "alice", NIGHT.minus(Duration.ofMinutes(50)), Phase.ACTIVE);
    Case asked = Case.usual().extending(ref(OPEN), new Chain.Of(List.of(OPEN, first)));
    assertThat(asked.lasting(Duration.ofMinutes(10)).plan()).isInstanceOf(Plan.Opens.class);
    assertThat(asked.lasting(Duration.ofMinutes(11)).refusal().code())
        .isEqualTo(Code.DURATION_TOO_LONG);
  }

  @Test
  void whatExpiresWhileTheExtensionWaitsMayStillBeExtended() {
    AccessGrant expired = OPEN.with(OPEN.status().in(Phase.EXPIRED, "", Optional.of(Code.EXPIRED)));
    assertThat(extending(expired).plan()).isInstanceOf(Plan.Opens.class);
  }

  @Test
  void onlyWhatIsOpenAndOnesOwnAndOfTheSameRuleIsExtended() {
    AccessGrant revoked = OPEN.with(OPEN.status().in(Phase.REVOKED, "", Optional.of(Code.REVOKED)));
    AccessGrant over =
        QuotasTest.grant("1", "alice", NIGHT.minus(Duration.ofHours(2)), Phase.ACTIVE);
    AccessGrant waiting = QuotasTest.grant("1", "alice", STARTED, Phase.PENDING);
    AccessGrant bobs = QuotasTest.grant("1", "bob", STARTED, Phase.ACTIVE);
    AccessGrant other =
        new AccessGrant(
            OPEN.meta(),
            new Request(
                new ObjectKey("shop", "another"),
                "INC-1",
                "why",
                Samples.HALF_AN_HOUR,
                new Origin.AnySource(),
                "alice"),
            OPEN.voices(),
            OPEN.status());
    AccessGrant elsewhere =
        new AccessGrant(
            OPEN.meta(),
            new Request(
                Samples.RULE_KEY,
                "INC-2",
                "why",
                Samples.HALF_AN_HOUR,
                new Origin.AnySource(),
                "alice"),
            OPEN.voices(),
            OPEN.status());
    for (AccessGrant no : List.of(revoked, over, waiting, bobs, other, elsewhere)) {
      assertThat(extending(no).refusal().code()).isEqualTo(Code.EXTENDS_NOTHING);
    }
    assertThat(extending(bobs).refusal().ending().sentence())
        .isEqualTo("Grant db-access-1 cannot be extended: it was asked for by bob.");
  }

  @Test
  void whatIsNotThereIsNotExtended() {
    Case none = Case.usual().extending(ref(OPEN), new Chain.None());
    assertThat(none.refusal().code()).isEqualTo(Code.EXTENDS_NOTHING);
    Case broken = Case.usual().extending(ref(OPEN), new Chain.Broken(ref(OPEN)));
    assertThat(broken.refusal().ending().sentence())
        .isEqualTo("Grant db-access-1 cannot be extended: it is not there.");
  }

  /// The lease never moves.
  @Test
  void whatHasBegunIsNotMeasuredAgain() {
    Case asked = extending(OPEN).lasting(Duration.ofMinutes(40)).at(NIGHT.plusSeconds(600));
    Progress begun = new Progress.Begun(new TreeSet<>(), true, new Exemption.None());
    assertThat(asked.plan(begun)).isInstanceOf(Plan.Opens.class);
  }

  private static Case extending(AccessGrant grant) {
    return Case.usual().extending(ref(grant), new Chain.Of(List.of(grant)));
  }

  private static GrantRef ref(AccessGrant grant) {
    return new GrantRef(grant.name(), grant.uid());
  }
}
