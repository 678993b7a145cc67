package dev.nightlatch.grants.life;

import static dev.nightlatch.grants.life.FoundWorld.ACTIVE;
import static dev.nightlatch.grants.life.FoundWorld.OPENED;
import static dev.nightlatch.grants.life.FoundWorld.OPENS;
import static dev.nightlatch.grants.life.FoundWorld.REF;
import static dev.nightlatch.grants.model.Samples.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.plan.Impact;
import dev.nightlatch.grants.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static final Ending ENDING = new Ending(Code.REVOKED, "Revoked by bob.");

  @Test
  void whatIsAwaitedIsSaid() {
    GrantStatus one = Notes.waiting(GrantStatus.NEW, opens(1), List.of(), List.of(), NIGHT);
    assertThat(one.phase()).isEqualTo(Phase.PENDING);
    assertThat(one.message()).isEqualTo("Waits for 1 approval.");
    assertThat(one.connections()).isEqualTo(OPENS.terms().connections());
    assertThat(one.proof(Proof.Moment.BEFORE)).isPresent();
    assertThat(Notes.waiting(one, opens(2), List.of(), List.of(), NIGHT).message())
        .isEqualTo("Waits for 2 approvals.");
    assertThat(Notes.waiting(one, opens(3), List.of("bob", "carol"), List.of(), NIGHT).message())
        .isEqualTo("Waits for 1 of 3 approvals; approved by bob, carol.");
  }

  @Test
  void anApprovedGrantListsWhatItWillOpen() {
    GrantStatus status = Notes.approved(GrantStatus.NEW, OPENS, List.of(), NIGHT);
    assertThat(status.phase()).isEqualTo(Phase.APPROVED);
    assertThat(status.message()).isEmpty();
    assertThat(status.connections()).isEqualTo(OPENS.terms().connections());
    assertThat(status.proof(Proof.Moment.BEFORE))
        .contains(
            new Proof(
                Proof.Moment.BEFORE,
                Proof.Method.EVALUATED,
                NIGHT,
                true,
                "1 connection would open, nothing would be cut.",
                List.of("support-tools/Pod/(to come) -> shop/Pod/db-0 on 5432/TCP: denied")));
  }

  @Test
  void moreConnectionsThanAStatusListsAreCounted() {
    List<String> fifty = IntStream.range(0, 50).mapToObj(i -> "line " + i).toList();
    List<String> more = IntStream.range(0, 53).mapToObj(i -> "line " + i).toList();
    assertThat(Notes.approved(GrantStatus.NEW, opens(fifty), List.of(), NIGHT).connections())
        .isEqualTo(fifty);
    assertThat(Notes.approved(GrantStatus.NEW, opens(more), List.of(), NIGHT).connections())
        .hasSize(GrantStatus.MOST_CONNECTIONS)
        .startsWith("line 0")
        .contains("line 48")
        .endsWith("and 4 more");
  }

  @Test
  void theLeaseIsTheLatchs() {
    GrantStatus leased =
        Notes.leased(Notes.approved(GrantStatus.NEW, OPENS, List.of(), NIGHT), List.of(REF));
    assertThat(leased.phase()).isEqualTo(Phase.OPENING);
    assertThat(leased.startsAt()).contains(REF.startedAt());
    assertThat(leased.expiresAt()).contains(REF.expiresAt());
    assertThat(leased.latches()).containsExactly(REF);
    assertThat(leased.connections()).isEqualTo(OPENS.terms().connections());
  }

  @Test
  void anOpenGrantSaysWhichPoliciesItHolds() {
    assertThat(ACTIVE.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(ACTIVE.policies()).isEqualTo(OPENED.policies());
    assertThat(ACTIVE.latches()).containsExactly(REF);
  }

  @Test
  void aClosingGrantKeepsItsReasonItsLeaseAndTheFirstInstantAtWhichItWasShut() {
    GrantStatus closing = Notes.closing(ACTIVE, ENDING, NIGHT);
    assertThat(closing.phase()).isEqualTo(Phase.CLOSING);
    assertThat(closing.code()).contains(Code.REVOKED);
    assertThat(closing.message()).isEqualTo("Revoked by bob.");
    assertThat(closing.closedAt()).contains(NIGHT);
    assertThat(closing.expiresAt()).isEqualTo(ACTIVE.expiresAt());
    assertThat(Notes.closing(closing, ENDING, NIGHT.plusSeconds(9)).closedAt()).contains(NIGHT);
  }

  @Test
  void theEndDependsOnWhetherTheLeaseHadBegun() {
    Ending byRequester = new Ending(Code.CLOSED_BY_REQUESTER, "Closed.");
    assertThat(ended(GrantStatus.NEW, byRequester).phase()).isEqualTo(Phase.WITHDRAWN);
    assertThat(ended(ACTIVE, byRequester).phase()).isEqualTo(Phase.CLOSED);
    assertThat(ended(ACTIVE, Endings.EXPIRED).phase()).isEqualTo(Phase.EXPIRED);
    assertThat(ended(GrantStatus.NEW, Endings.TIMED_OUT).phase()).isEqualTo(Phase.TIMED_OUT);
    assertThat(ended(ACTIVE, ENDING).code()).contains(Code.REVOKED);
  }

  @Test
  void aRevocationSaysWhoAndWhyAndWhetherItWasTheRequester() {
    assertThat(Endings.revoked("alice", new Revocation.By("alice", "")))
        .isEqualTo(new Ending(Code.CLOSED_BY_REQUESTER, "Closed by its requester alice."));
    assertThat(Endings.revoked("alice", new Revocation.By("alice", "fixed it")))
        .isEqualTo(new Ending(Code.CLOSED_BY_REQUESTER, "Closed by its requester alice: fixed it"));
    assertThat(Endings.revoked("alice", new Revocation.By("bob", " ")))
        .isEqualTo(new Ending(Code.REVOKED, "Revoked by bob."));
  }

  private static GrantStatus ended(GrantStatus status, Ending ending) {
    return Notes.ended(status, ending, Optional.empty());
  }

  private static Plan.Opens opens(List<String> terms) {
    return new Plan.Opens(
        OPENS.policies(), LifeWorld.terms(terms), OPENS.fourEyes(), new Impact.NotAsked());
  }

  private static Plan.Opens opens(int required) {
    GrantTerms terms =
        new GrantTerms(
            OPENS.terms().hash(),
            required,
            OPENS.terms().connections(),
            OPENS.terms().targets(),
            OPENS.terms().basis());
    return new Plan.Opens(OPENS.policies(), terms, FourEyes.of(required), OPENS.impact());
  }
}
