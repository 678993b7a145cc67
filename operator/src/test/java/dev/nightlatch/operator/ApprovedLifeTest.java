package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.operator.FaultPlan.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Lives that depend on people's approval, and on the guards that see to it that it is theirs.
class ApprovedLifeTest extends Lives {

  @Test
  void aGrantThatMustBeApprovedIsShutUntilItIsAndTellsWhoDid() {
    var _ = village.embedded.hands().put(village.rule(1));
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofMinutes(2)));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.PENDING);
    assertThat(village.now(grant).status().message()).isEqualTo("Waits for 1 approval.");
    assertThat(village.isOpen(grant)).isFalse();
    assertThat(record.story(grant.uid()).entries()).isEmpty();
    String terms = village.now(grant).status().hash();
    village.approve(grant);
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(record.story(grant.uid()).opening().orElseThrow())
        .satisfies(
            opening -> {
              assertThat(opening.approvers()).containsExactly("bob");
              assertThat(opening.termsHash()).isEqualTo(terms);
            });
    live(grant, none, in(Duration.ofMinutes(5)));
    assertClosedAndTold(grant);
  }

  /// The API server would have taken the approval from the requester, in the other's name.
  @Test
  void anApproverInWhoseNameTheRequesterCouldHaveSpokenIsShownAsNotIndependent() {
    village.embedded.letImpersonate("alice", "bob");
    var _ = village.embedded.hands().put(village.rule(1));
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(village.now(grant).status().notIndependent()).isEmpty();
    village.approve(grant);
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(village.now(grant).status().notIndependent()).containsExactly("bob");
  }

  /// What was approved is not what would open: a rule that was changed in between.
  @Test
  void aRuleThatIsWidenedBetweenApprovalAndOpeningOpensNothing() {
    var _ = village.embedded.hands().put(village.rule(1));
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    village.approve(grant);
    AccessRule rule = village.rule(1);
    AccessRule wider =
        new AccessRule(
            rule.meta(),
            "",
            new Target(
                rule.target().podSelector(), List.of(new PortRange(Protocol.TCP, 1, 65_535))),
            rule.sources(),
            rule.maxDuration(),
            rule.fourEyes());
    var _ = village.embedded.hands().put(wider);
    live(grant, none, in(Duration.ofMinutes(1)));
    assertThat(village.isOpen(grant)).isFalse();
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.PENDING);
    live(grant, none, in(Duration.ofMinutes(20)));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.TIMED_OUT);
  }

  /// Somebody who is to approve it is told, and nobody is woken for nothing.
  @Test
  void whatLiesBehindThePodsIsWrittenOnceAndAnewWhenItChangesUntilItIsApproved() {
    var _ = village.shutForEgress().embedded.hands().put(village.rule(1));
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofSeconds(20)));
    AccessGrant told = village.now(grant);
    assertThat(beyond(grant).pods()).isZero();
    live(grant, none, in(Duration.ofMinutes(2)));
    assertThat(village.now(grant)).isEqualTo(told);

    village.embedded.hands().putNamespace("billing");
    var _ = village.embedded.hands().put("billing", "ledger", Map.of("app", "ledger"), 2);
    live(grant, none, in(Duration.ofMinutes(1)));
    AccessGrant anew = village.now(grant);
    assertThat(beyond(grant).pods()).isEqualTo(2);
    assertThat(anew.status().hash()).isEqualTo(told.status().hash());
    live(grant, none, in(Duration.ofMinutes(2)));
    assertThat(village.now(grant)).isEqualTo(anew);

    village.approve(grant);
    live(grant, none, in(Duration.ofSeconds(20)));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(village.now(grant).status().prospect()).isEqualTo(anew.status().prospect());
  }

  private Prospect.Step beyond(AccessGrant grant) {
    return village.now(grant).status().prospect().orElseThrow().beyond();
  }

  @Test
  void withoutGuardsNothingOpensAndWhatIsOpenRunsToItsEnd() {
    AccessGrant open = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(open));
    live(open, none, in(Duration.ofSeconds(20)));
    assertThat(village.isOpen(open)).isTrue();
    village.embedded.guards(new Guards.Broken(List.of("a guard is missing")));
    AccessGrant refused = village.asked();
    live(refused, none, in(Duration.ofSeconds(5)));
    assertThat(village.now(refused).status().phase()).isEqualTo(Phase.REFUSED);
    assertThat(village.now(refused).status().code()).contains(Code.GUARDS_MISSING);
    assertThat(village.isOpen(refused)).isFalse();
    assertThat(village.isOpen(open)).isTrue();
    live(open, none, in(Duration.ofMinutes(5)));
    assertClosedAndTold(open);
    assertThat(village.now(open).status().phase()).isEqualTo(Phase.EXPIRED);
  }

  @Test
  void aRuleThatNeedsApprovalWaitsAndTimesOut() {
    var _ = village.embedded.hands().put(village.rule(1));
    AccessGrant grant = village.asked();
    FaultPlan none = new FaultPlan(0, Fault.NOT_DONE, () -> look(grant));
    live(grant, none, in(Duration.ofMinutes(10)));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.PENDING);
    assertThat(village.now(grant).status().message()).isEqualTo("Waits for 1 approval.");
    live(grant, none, in(Duration.ofMinutes(10)));
    assertThat(village.now(grant).status().phase()).isEqualTo(Phase.TIMED_OUT);
    assertThat(village.now(grant).status().code()).contains(Code.TIMED_OUT);
  }
}
