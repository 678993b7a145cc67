package dev.nightlatch.grants.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Prospect;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Sessions;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.model.Voices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Grants: asked for, read, revoked, reported on.
interface GrantsContract extends Stage {

  Uid ANOTHER = new Uid("11111111-1111-4111-8111-111111111111");

  private static AccessGrant alike(AccessGrant grant, Uid uid) {
    Meta meta = grant.meta();
    return new AccessGrant(
        new Meta(
            meta.namespace(),
            meta.name(),
            uid,
            meta.resourceVersion(),
            meta.generation(),
            meta.createdAt(),
            meta.terminating(),
            meta.labels(),
            meta.annotations(),
            meta.owners(),
            meta.finalizers()),
        grant.request(),
        grant.voices(),
        grant.status());
  }

  private Request wanted(Duration duration, Origin from) {
    return new Request(rule(), "INC-4711", "line one\nline two", duration, from, "alice");
  }

  private AccessGrant now(AccessGrant grant) {
    return operator().grant(grant.name()).orElseThrow();
  }

  @Test
  default void theClusterIsTheSameAtEachLook() {
    assertThat(operator().id().text()).isNotBlank();
    assertThat(operator().id()).isEqualTo(operator().id());
  }

  @Test
  default void identityIsTheOneThatTheServerKnows() {
    assertThat(world().user("alice").whoAmI().user()).isEqualTo("alice");
    assertThat(world().user("alice").whoAmI().groups()).contains("system:authenticated");
    assertThat(operator().whoAmI().user()).isNotEqualTo("alice").isNotBlank();
  }

  @Test
  default void askingCreatesAGrantUnderAFreshName() {
    Request request = wanted(Duration.ofMinutes(90), new Origin.AnySource());
    AccessGrant grant = world().user("alice").ask(request);
    assertThat(grant.request()).isEqualTo(request);
    assertThat(grant.voices()).isEqualTo(Voices.NONE);
    assertThat(grant.status()).isEqualTo(GrantStatus.NEW);
    assertThat(grant.name()).startsWith(rule().name()).isNotEqualTo(rule().name());
    assertThat(grant.meta().namespace()).isEmpty();
    assertThat(grant.meta().resourceVersion()).isNotBlank();
    assertThat(grant.meta().generation()).isEqualTo(1);
    assertThat(grant.meta().terminating()).isFalse();
    assertThat(Duration.between(grant.meta().createdAt(), world().now()).abs())
        .isLessThan(Duration.ofSeconds(5));
    assertThat(operator().grant(grant.name())).contains(grant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.20.0.17", "2001:db8:1:2::17"})
  default void aGrantKeepsTheAddressThatItNames(String address) {
    Request request = wanted(Request.SHORTEST, new Origin.OneAddress(Samples.address(address)));
    assertThat(now(world().user("alice").ask(request)).request()).isEqualTo(request);
  }

  @Test
  default void twoAsksAreTwoGrants() {
    AccessGrant first = asked();
    AccessGrant second = asked();
    assertThat(second.name()).isNotEqualTo(first.name());
    assertThat(second.uid()).isNotEqualTo(first.uid());
    assertThat(second.meta().resourceVersion()).isNotEqualTo(first.meta().resourceVersion());
  }

  @Test
  default void aGrantMayBeAskedForUnderTheLongestRuleName() {
    ObjectKey rule = new ObjectKey(world().namespace(), "r".repeat(63));
    assertThat(world().user("alice").ask(Samples.request(rule, "alice")).name())
        .startsWith("r".repeat(50));
  }

  @Test
  default void badAsksAreRefusedByTheServer() {
    Request good = Samples.request(rule(), "alice");
    List<Request> bad =
        List.of(
            new Request(
                new ObjectKey(world().namespace(), "Orders"),
                good.incident().id(),
                good.reason(),
                good.duration(),
                good.from(),
                good.requestedBy()),
            new Request(
                rule(),
                "INC 4711",
                good.reason(),
                good.duration(),
                good.from(),
                good.requestedBy()),
            new Request(
                rule(),
                good.incident().id(),
                "x".repeat(1025),
                good.duration(),
                good.from(),
                good.requestedBy()),
            new Request(
                rule(),
                good.incident().id(),
                "\u001b[2J",
                good.duration(),
                good.from(),
                good.requestedBy()),
            new Request(
                good.rule(),
                good.incident().id(),
                good.reason(),
                good.duration(),
                good.from(),
                "alice\u200D"),
            wanted(Request.LONGEST.plusSeconds(1), good.from()),
            wanted(good.duration(), new Origin.OneAddress(Samples.address("127.0.0.1"))),
            wanted(good.duration(), new Origin.OneAddress(Samples.address("169.254.169.254"))),
            wanted(good.duration(), new Origin.OneAddress(Samples.address("::ffff:10.0.0.1"))),
            wanted(good.duration(), new Origin.OneAddress(Samples.address("fe80::1"))));
    for (Request request : bad) {
      Stage.fails(ClusterException.Kind.INVALID, () -> world().user("alice").ask(request));
    }
    assertThat(world().user("alice").ask(wanted(Duration.ofHours(24), good.from())).request())
        .as("the longest")
        .isEqualTo(wanted(Duration.ofHours(24), good.from()));
  }

  @Test
  default void everybodyReadsAllGrantsSortedByName() {
    AccessGrant first = asked();
    AccessGrant second = world().user("bob").ask(Samples.request(rule(), "bob"));
    List<AccessGrant> all = world().user("carol").grants();
    assertThat(all).contains(first, second);
    assertThat(all.stream().map(AccessGrant::name)).isSorted();
  }

  @Test
  default void aGrantThatIsNotThereIsEmpty() {
    assertThat(operator().grant("no-such-grant")).isEmpty();
    AccessGrant grant = asked();
    world().deleteGrant(grant.name());
    soon(() -> operator().grant(grant.name()).isEmpty());
    assertThat(operator().grants()).doesNotContain(grant);
  }

  @Test
  default void aRevocationIsSetOnce() {
    AccessGrant grant = asked();
    var first = new Revocation.By("alice", "found it");
    AccessGrant revoked = world().user("alice").revoke(grant, first).orElseThrow();
    assertThat(revoked.revocation()).isEqualTo(first);
    assertThat(revoked.uid()).isEqualTo(grant.uid());
    assertThat(revoked.request()).isEqualTo(grant.request());
    assertThat(revoked.meta().generation()).isEqualTo(2);
    assertThat(world().user("bob").revoke(revoked, new Revocation.By("bob", "me too")))
        .contains(revoked);
    assertThat(world().user("bob").revoke(grant, new Revocation.By("bob", "from an old view")))
        .contains(revoked);
    assertThat(now(grant)).isEqualTo(revoked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " \n\t"})
  default void aRevocationNeedsNoReason(String reason) {
    AccessGrant grant = asked();
    AccessGrant revoked =
        world().user("alice").revoke(grant, new Revocation.By("alice", reason)).orElseThrow();
    assertThat(revoked.revocation()).isEqualTo(new Revocation.By("alice", ""));
  }

  @Test
  default void aRevocationNeedsNoFreshView() {
    AccessGrant grant = asked();
    GrantStatus status = GrantStatus.NEW.in(Phase.APPROVED, "", Optional.empty());
    operator().report(grant, status);
    var by = new Revocation.By("bob", "wrong rule");
    AccessGrant revoked = world().user("bob").revoke(grant, by).orElseThrow();
    assertThat(revoked.revocation()).isEqualTo(by);
    assertThat(revoked.status()).isEqualTo(status);
  }

  @Test
  default void ofTwoWhoRevokeAtOnceOneIsHeard() throws Exception {
    AccessGrant grant = asked();
    Callable<Revocation> alice = () -> revoked(grant, "alice");
    Callable<Revocation> bob = () -> revoked(grant, "bob");
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Future<Revocation>> said = both.invokeAll(List.of(alice, bob));
      assertThat(said.get(0).get()).isEqualTo(said.get(1).get()).isInstanceOf(Revocation.By.class);
    }
  }

  private Revocation revoked(AccessGrant grant, String user) {
    return world()
        .user(user)
        .revoke(grant, new Revocation.By(user, "enough"))
        .orElseThrow()
        .revocation();
  }

  @Test
  default void revokingAGrantThatIsGoneIsEmpty() {
    AccessGrant grant = asked();
    world().deleteGrant(grant.name());
    soon(() -> operator().grant(grant.name()).isEmpty());
    assertThat(world().user("alice").revoke(grant, new Revocation.By("alice", "done"))).isEmpty();
    assertThat(operator().grant(grant.name())).isEmpty();
  }

  @Test
  default void anotherGrantOfTheSameNameIsNotRevoked() {
    AccessGrant grant = asked();
    AccessGrant gone = alike(grant, ANOTHER);
    assertThat(world().user("alice").revoke(gone, new Revocation.By("alice", "done"))).isEmpty();
    assertThat(now(grant)).isEqualTo(grant);
  }

  @Test
  default void aReportWritesTheWholeStatusAndNothingElse() {
    AccessGrant grant = asked();
    GrantStatus status = full(world().now());
    AccessGrant reported = operator().report(grant, status);
    assertThat(reported.status()).isEqualTo(status);
    assertThat(reported.request()).isEqualTo(grant.request());
    assertThat(reported.revocation()).isEqualTo(grant.revocation());
    assertThat(reported.meta().generation()).isEqualTo(1);
    assertThat(reported.meta().resourceVersion()).isNotEqualTo(grant.meta().resourceVersion());
    assertThat(now(grant)).isEqualTo(reported);
  }

  @Test
  default void aReportReplacesTheOneBefore() {
    AccessGrant reported = operator().report(asked(), full(world().now()));
    GrantStatus less = GrantStatus.NEW.in(Phase.CLOSING, "", Optional.of(Code.REVOKED));
    assertThat(operator().report(reported, less).status()).isEqualTo(less);
    assertThat(now(reported).status()).isEqualTo(less);
  }

  private static GrantStatus full(Instant at) {
    Instant start = Instant.ofEpochSecond(at.getEpochSecond());
    Instant end = start.plusSeconds(30);
    return new GrantStatus(
        Phase.CLOSING,
        "The lease was over.",
        Optional.of(Code.EXPIRED),
        Optional.of(start),
        Optional.of(end),
        Optional.of(end.plusMillis(125)),
        Optional.of(
            new GrantTerms(
                "0123456789abcdef".repeat(4),
                2,
                List.of(
                    "support-tools/app=psql -> shop/app=db on 5432/TCP", "10.20.0.17/32 -> shop/*"),
                List.of("shop/StatefulSet/db"),
                List.of(
                    new GrantTerms.Basis(
                        "AccessRule", new ObjectKey("shop", "db"), new Uid("u-7"), 3)))),
        List.of(new LatchRef(new ObjectKey("shop", "nl-1"), new Uid("u-1"), start, end)),
        List.of(new PolicyRef(new ObjectKey("shop", "nl-1-ingress"), new Uid("u-2"))),
        Optional.empty(),
        List.of(
            new Proof(
                Proof.Moment.BEFORE,
                Proof.Method.EVALUATED,
                start,
                true,
                "1 connection would open.",
                List.of("support-tools/Pod/psql -> shop/Pod/db on 5432/TCP: denied")),
            new Proof(
                Proof.Moment.CLOSED,
                Proof.Method.EVALUATED,
                end,
                false,
                "Closed, still reachable by NetworkPolicy shop/all.",
                List.of())),
        Optional.of(
            new Prospect(
                new Prospect.Step(1, 1, 1, 1, 0),
                new Prospect.Step(3, 2, 2, 2, 1),
                Answer.UNDETERMINED,
                List.of("shop/StatefulSet/db -> billing/Deployment/ledger on 8443/TCP"),
                new Sessions.CutLater("kindnet, as it was seen", Duration.ofSeconds(30)))),
        List.of("bob@example.com"));
  }

  @Test
  default void aReportOnAStaleViewIsAConflict() {
    AccessGrant grant = asked();
    world().user("alice").revoke(grant, new Revocation.By("alice", "done"));
    GrantStatus status = GrantStatus.NEW.in(Phase.APPROVED, "", Optional.empty());
    Stage.fails(ClusterException.Kind.CONFLICT, () -> operator().report(grant, status));
    assertThat(now(grant).status()).isEqualTo(GrantStatus.NEW);
    assertThat(operator().report(now(grant), status).status()).isEqualTo(status);
  }

  @Test
  default void aReportOnAGrantThatIsGoneIsNotFound() {
    AccessGrant grant = asked();
    world().deleteGrant(grant.name());
    soon(() -> operator().grant(grant.name()).isEmpty());
    Stage.fails(
        ClusterException.Kind.NOT_FOUND, () -> operator().report(grant, full(world().now())));
  }

  @Test
  default void aReportDoesNotReachAnotherGrantOfTheSameName() {
    AccessGrant grant = asked();
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    ClusterException.class,
                    () -> operator().report(alike(grant, ANOTHER), full(world().now())))
                .kind())
        .isIn(ClusterException.Kind.CONFLICT, ClusterException.Kind.NOT_FOUND);
    assertThat(now(grant)).isEqualTo(grant);
  }

  @Test
  default void anEndNeverBecomesAnotherOne() {
    AccessGrant ended =
        operator()
            .report(
                asked(), GrantStatus.NEW.in(Phase.REFUSED, "No.", Optional.of(Code.RULE_MISSING)));
    Stage.fails(ClusterException.Kind.INVALID, () -> operator().report(ended, GrantStatus.NEW));
    assertThat(now(ended)).isEqualTo(ended);
  }
}
