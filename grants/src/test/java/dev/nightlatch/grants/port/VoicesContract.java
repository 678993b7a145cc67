package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people say about a grant.
public interface VoicesContract extends Stage {
  /// What might be approved.
  String TERMS = "0123456789abcdef".repeat(4);

  @Test
  default void aNarrowedAndScheduledRequestReadsAsItWasAsked() {
    Request request =
        new Request(
            rule(),
            "INC-4711",
            "orders cannot be read",
            Duration.ofMinutes(30),
            new Part(
                new Origin.AnySource(),
                List.of(new ObjectKey("network", "desks"), new ObjectKey("tools", "psql")),
                List.of(
                    PortRange.single(Protocol.TCP, 5432), new PortRange(Protocol.UDP, 8000, 8003))),
            Optional.of(Instant.parse("2026-03-01T02:30:00Z")),
            new Identity("alice", List.of("oncall", "system:authenticated")));
    AccessGrant asked = world().user("alice").ask(request);
    assertThat(asked.request()).isEqualTo(request);
    assertThat(operator().grant(asked.name())).contains(asked);
  }

  @Test
  default void approvalsAreAddedOneAfterTheOther() {
    AccessGrant grant = asked();
    AccessGrant once = world().user("bob").approve(grant, yes("bob", "looks right")).orElseThrow();
    assertThat(once.voices().approvals()).containsExactly(yes("bob", "looks right"));
    assertThat(once.meta().generation()).isEqualTo(2);
    AccessGrant twice = world().user("carol").approve(grant, yes("carol", "")).orElseThrow();
    assertThat(twice.voices().approvals())
        .containsExactly(yes("bob", "looks right"), yes("carol", ""));
    assertThat(twice.request()).isEqualTo(grant.request());
  }

  @Test
  default void approvingTheSameTermsAgainChangesNothing() {
    AccessGrant once = world().user("bob").approve(asked(), yes("bob", "")).orElseThrow();
    assertThat(world().user("bob").approve(once, yes("bob", "again"))).contains(once);
    Approval other =
        new Approval(new Identity("bob", List.of("leads")), "f".repeat(64), "what it is now");
    assertThat(world().user("bob").approve(once, other).orElseThrow().voices().approvals())
        .containsExactly(yes("bob", ""), other);
  }

  @Test
  default void anApproverMayAcceptMoreOfTheSameTerms() {
    Approval plain = yes("bob", "");
    Approval first = accepting("NL-OTHER-LAYERS");
    Approval more = accepting("NL-UNKNOWN-FACT", "NL-OTHER-LAYERS");
    AccessGrant once = world().user("bob").approve(asked(), plain).orElseThrow();
    AccessGrant twice = world().user("bob").approve(once, first).orElseThrow();
    AccessGrant thrice = world().user("bob").approve(once, more).orElseThrow();
    assertThat(twice.voices().approvals()).containsExactly(plain, first);
    assertThat(thrice.voices().approvals()).containsExactly(plain, first, more);
    assertThat(world().user("bob").approve(once, first)).contains(thrice);
    assertThat(operator().grant(once.name())).contains(thrice);
  }

  @Test
  default void whatIsNoCodeIsNotAccepted() {
    AccessGrant grant = asked();
    String[] many =
        IntStream.range(0, 17).mapToObj(i -> "NL-" + (char) ('A' + i)).toArray(String[]::new);
    for (Approval bad :
        List.of(
            accepting("*"),
            accepting("nl-other-layers"),
            accepting("NL-"),
            accepting("NL-OTHER-LAYERS\n"),
            accepting("NL-" + "X".repeat(61)),
            accepting(many))) {
      Stage.fails(ClusterException.Kind.INVALID, () -> world().user("bob").approve(grant, bad));
    }
    assertThat(operator().grant(grant.name())).contains(grant);
  }

  private static Approval accepting(String... codes) {
    return new Approval(new Identity("bob", List.of("leads")), TERMS, List.of(codes), "");
  }

  @Test
  default void anApprovalNeedsNoFreshView() {
    AccessGrant grant = asked();
    operator().report(grant, GrantStatus.NEW.in(Phase.PENDING, "Waits.", Optional.empty()));
    assertThat(world().user("bob").approve(grant, yes("bob", "")).orElseThrow().status().message())
        .isEqualTo("Waits.");
  }

  @Test
  default void ofTwoWhoApproveAtOnceBothAreHeard() throws Exception {
    AccessGrant grant = asked();
    Callable<Optional<AccessGrant>> bob = () -> world().user("bob").approve(grant, yes("bob", ""));
    Callable<Optional<AccessGrant>> carol =
        () -> world().user("carol").approve(grant, yes("carol", ""));
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (Future<Optional<AccessGrant>> said : both.invokeAll(List.of(bob, carol))) {
        assertThat(said.get()).isPresent();
      }
    }
    assertThat(operator().grant(grant.name()).orElseThrow().voices().approvals())
        .containsExactlyInAnyOrder(yes("bob", ""), yes("carol", ""));
  }

  @Test
  default void aRejectionIsSetOnce() {
    AccessGrant grant = asked();
    Rejection.By no = new Rejection.By(new Identity("bob", List.of("leads")), "not tonight");
    AccessGrant rejected = world().user("bob").reject(grant, no).orElseThrow();
    assertThat(rejected.voices().rejection()).isEqualTo(no);
    Rejection.By other = new Rejection.By(new Identity("carol", List.of()), "");
    assertThat(world().user("carol").reject(grant, other)).contains(rejected);
  }

  @Test
  default void aReviewIsSetOnce() {
    AccessGrant grant = asked();
    Review.By fine = new Review.By(new Identity("bob", List.of("leads")), "the only way\nin");
    AccessGrant reviewed = world().user("bob").review(grant, fine).orElseThrow();
    assertThat(reviewed.voices().review()).isEqualTo(fine);
    assertThat(reviewed.meta().generation()).isEqualTo(2);
    assertThat(operator().grant(grant.name())).contains(reviewed);
    Review.By other = new Review.By(new Identity("carol", List.of()), "not fine at all");
    assertThat(world().user("carol").review(grant, other)).contains(reviewed);
  }

  @Test
  default void aReviewStandsBesideWhatWasSaid() {
    Review.By fine = new Review.By(new Identity("carol", List.of()), "fine");
    AccessGrant approved = world().user("bob").approve(asked(), yes("bob", "")).orElseThrow();
    AccessGrant both = world().user("carol").review(approved, fine).orElseThrow();
    assertThat(both.voices()).isEqualTo(approved.voices().with(fine));
    AccessGrant reported =
        operator().report(both, GrantStatus.NEW.in(Phase.EXPIRED, "", Optional.empty()));
    assertThat(reported.voices()).isEqualTo(both.voices());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u001b[2J", "a\u202Eb"})
  default void aReviewSaysWhatWasFound(String finding) {
    AccessGrant grant = asked();
    Review.By review = new Review.By(new Identity("bob", List.of("leads")), finding);
    Stage.fails(ClusterException.Kind.INVALID, () -> world().user("bob").review(grant, review));
    assertThat(operator().grant(grant.name())).contains(grant);
  }

  @Test
  default void whatIsSaidStandsBesideWhatWasSaid() {
    AccessGrant grant = asked();
    Rejection.By no = new Rejection.By(new Identity("carol", List.of()), "");
    Revocation.By back =
        new Revocation.By(new Identity("alice", List.of("oncall")), "found another way");
    AccessGrant once = world().user("bob").approve(grant, yes("bob", "")).orElseThrow();
    AccessGrant twice = world().user("carol").reject(once, no).orElseThrow();
    AccessGrant all = world().user("alice").revoke(twice, back).orElseThrow();
    assertThat(all.voices().approvals()).containsExactly(yes("bob", ""));
    assertThat(all.voices().rejection()).isEqualTo(no);
    assertThat(all.revocation()).isEqualTo(back);
    AccessGrant reported =
        operator().report(all, GrantStatus.NEW.in(Phase.CLOSING, "", Optional.empty()));
    assertThat(reported.voices()).isEqualTo(all.voices());
  }

  @Test
  default void nothingIsSaidOfAGrantThatIsGone() {
    AccessGrant grant = asked();
    world().deleteGrant(grant.name());
    soon(() -> operator().grant(grant.name()).isEmpty());
    assertThat(world().user("bob").approve(grant, yes("bob", ""))).isEmpty();
    assertThat(world().user("bob").reject(grant, new Rejection.By(yes("bob", "").by(), "")))
        .isEmpty();
    assertThat(world().user("bob").review(grant, new Review.By(yes("bob", "").by(), "fine")))
        .isEmpty();
  }

  private static Approval yes(String user, String reason) {
    return new Approval(new Identity(user, List.of("leads")), TERMS, reason);
  }
}
