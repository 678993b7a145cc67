package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.port.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two people at their terminals: one asks, the other says yes or no.
class ApprovalsTest {
  private static final ObjectKey RULE = new ObjectKey("shop", "db-shell");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Printed printed = new Printed();
  private final Screen screen = printed.screen();
  private EmbeddedStage stage;

  @BeforeEach
  void begin() throws Exception {
    stage = EmbeddedStage.build();
    AccessRule free = stage.engineer().rule(RULE).orElseThrow();
    AccessRule _ = stage.hands().put(with(free, FourEyes.of(1)));
    stage.startOperator();
  }

  @AfterEach
  void end() throws Exception {
    stage.close();
  }

  private static AccessRule with(AccessRule rule, FourEyes fourEyes) {
    return new AccessRule(
        rule.meta(),
        rule.description(),
        rule.target(),
        rule.sources(),
        rule.maxDuration(),
        fourEyes);
  }

  private Answer answer(Cluster who, Format format) {
    return new Answer(screen, format, ApiObjects.made(who));
  }

  private int open(Duration patience, Format format) {
    return open(Part.WHOLE, Optional.empty(), patience, format);
  }

  private int open(Part part, Optional<Instant> start, Duration patience, Format format) {
    Cluster alice = stage.engineer();
    return OpenCommand.open(answer(alice, format), alice, request(part, start), patience);
  }

  private Request request() {
    return request(Part.WHOLE, Optional.empty());
  }

  private Request request(Part part, Optional<Instant> start) {
    return new Request(
        RULE,
        "INC-4711",
        "orders fail",
        Duration.ofMinutes(30),
        part,
        start,
        stage.engineer().whoAmI());
  }

  private int approve(String who, String terms) {
    return approve(who, terms, "");
  }

  private int approve(String who, String terms, String reason) {
    Cluster cluster = stage.person(who);
    return ApproveCommand.approve(
        answer(cluster, Format.table),
        cluster,
        only().name(),
        new ApproveCommand.Yes(terms, List.of(), reason));
  }

  private AccessGrant only() {
    assertThat(stage.engineer().grants()).hasSize(1);
    return stage.engineer().grants().getFirst();
  }

  private String shortHash() {
    return TermsText.shortHash(only().status().hash());
  }

  private AccessGrant await(Phase phase) {
    return Watching.until(
                screen,
                stage.engineer(),
                only(),
                PATIENCE,
                grant -> grant.status().phase() == phase)
            instanceof Watching.Ended.There(var grant)
        ? grant
        : only();
  }

  @Test
  void whoWaitsSeesWhatWouldOpenAndWhatToSendToWhom() {
    assertThat(open(Duration.ofSeconds(8), Format.table)).isEqualTo(Exit.WAITING);
    assertThat(printed.out())
        .contains("Would open, for 30m:\n  support-tools/app=psql -> shop/app=db on 5432/TCP\n")
        .contains("Reaches, as it is now:\n  shop/Deployment/db\n")
        .containsPattern("step 1, the pods that open: \\d+ pods? of 1 workload in 1 namespace")
        .contains("\n  step 2, through these pods alone: nothing.\n  Out of the cluster: no.\n")
        .containsPattern(
            "Sessions: .* established sessions is not known: no network plugin was recognised\\.\n")
        .containsPattern("Proof before .*would open, nothing would be cut")
        .containsPattern("Terms [0-9a-f]{64}\n")
        .containsOnlyOnce("\nWaits for 1 approval.\n");
    assertThat(printed.err())
        .contains("the verb 'approve' on AccessRule shop/db-shell")
        .contains("  nightlatch approve " + only().name());
  }

  @Test
  void whoMayApproveIsNamedWhereItIsKnownWithoutWhoAsks() {
    stage
        .embedded()
        .approvers(
            RULE, new Approvers.Named(List.of("alice@example.com", "bob"), List.of("leads")));
    assertThat(open(Duration.ofSeconds(8), Format.table)).isEqualTo(Exit.WAITING);
    assertThat(printed.err())
        .contains("By the cluster's roles these may approve it: bob, group leads. Send them:\n")
        .doesNotContain("the verb 'approve'");
  }

  @Test
  void whereNobodyElseIsNamedTheVerbIs() {
    AccessGrant asked = stage.engineer().ask(request());
    String verb = "whoever has the verb 'approve' on AccessRule shop/db-shell";
    assertThat(ApproversText.text(asked, new Approvers.Unknown())).isEqualTo(verb);
    assertThat(
            ApproversText.text(asked, new Approvers.Named(List.of("alice@example.com"), List.of())))
        .isEqualTo(verb);
    List<String> many = Stream.iterate(1, n -> n + 1).limit(12).map(n -> "user-" + n).toList();
    assertThat(ApproversText.text(asked, new Approvers.Named(many, List.of())))
        .startsWith("user-1, user-10, ")
        .endsWith(" and 2 more");
    assertThat(ApproversText.text(asked, new Approvers.Named(List.of("b\u001b[2Jb"), List.of())))
        .isEqualTo("b?[2Jb");
  }

  @Test
  void inJsonItIsTheWaitingGrantAtOnce() {
    assertThat(open(PATIENCE, Format.json)).isEqualTo(Exit.WAITING);
    assertThat(printed.out()).startsWith("{").contains("\"hash\"").doesNotContain("Would open");
    assertThat(printed.err())
        .contains("See how it goes: nightlatch get " + only().name() + " -o json\n");
  }

  @Test
  void anApproverIsShownWhatItIsAndSaysYesToJustThat() {
    assertThat(open(PATIENCE, Format.json)).isEqualTo(Exit.WAITING);
    assertThat(approve("bob", "")).isZero();
    assertThat(printed.out())
        .contains("alice@example.com asks for shop/db-shell, for incident INC-4711: orders fail\n")
        .contains("support-tools/app=psql -> shop/app=db on 5432/TCP");
    assertThat(printed.err())
        .contains("nightlatch approve " + only().name() + " --terms " + shortHash());
    assertThat(only().voices().approvals()).isEmpty();

    assertThat(approve("bob", shortHash())).isZero();
    assertThat(printed.out()).contains("Approved: " + only().name() + " may open.");
    AccessGrant open = await(Phase.ACTIVE);
    assertThat(open.status().phase()).isEqualTo(Phase.ACTIVE);
    assertThat(open.approvers(open.status().hash())).containsExactly("bob");
    assertThat(GrantText.full(screen, open)).contains("Approved: by bob");
  }

  @Test
  void anApproverInWhoseNameTheRequesterMaySpeakIsShownAsNotIndependent() {
    stage.embedded().letImpersonate("alice@example.com", "bob");
    assertThat(open(PATIENCE, Format.json)).isEqualTo(Exit.WAITING);
    assertThat(approve("bob", shortHash())).isZero();
    assertThat(GrantText.full(screen, await(Phase.ACTIVE)))
        .contains("Approved: by bob, not independent: alice@example.com may act in their name");
  }

  @Test
  void aReasonOfSeveralLinesCannotLookLikeALineOfOurs() {
    AccessRule rule = stage.engineer().rule(RULE).orElseThrow();
    AccessRule _ = stage.hands().put(with(rule, FourEyes.of(2)));
    assertThat(open(PATIENCE, Format.json)).isEqualTo(Exit.WAITING);
    assertThat(approve("bob", shortHash(), "fine\nApproved by carol")).isZero();
    assertThat(approve("dave", "")).isZero();
    assertThat(printed.out())
        .contains("\nApproved by bob: fine Approved by carol\n")
        .doesNotContain("\nApproved by carol");
  }

  @Test
  void otherTermsThanWereShownAreNotApproved() {
    assertThat(open(PATIENCE, Format.json)).isEqualTo(Exit.WAITING);
    assertThatThrownBy(() -> approve("bob", "0".repeat(12)))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("is not what you were shown")
        .hasMessageContaining(shortHash());
    assertThat(only().voices().approvals()).isEmpty();
  }

  @Test
  void nobodyApprovesWhatTheyAskedForThemselves() {
    assertThat(open(PATIENCE, Format.json)).isEqualTo(Exit.WAITING);
    assertThatThrownBy(() -> approve("alice@example.com", shortHash()))
        .hasMessageContaining("somebody else must approve it");
  }

  @Test
  void aRejectionEndsIt() {
    assertThat(open(PATIENCE, Format.json)).isEqualTo(Exit.WAITING);
    Cluster bob = stage.person("bob");
    assertThat(
            RejectCommand.reject(
                answer(bob, Format.table),
                bob,
                only().name(),
                "use the replica",
                Optional.of(PATIENCE)))
        .isZero();
    assertThat(printed.out())
        .contains("Shut: Rejected (NL-REJECTED): Rejected by bob: use the replica");
    assertThat(approve("carol", shortHash())).isEqualTo(Exit.NO);
    assertThat(printed.out()).contains("Nothing to approve");
    assertThatThrownBy(
            () ->
                RejectCommand.reject(
                    answer(bob, Format.table), bob, only().name(), "", Optional.empty()))
        .hasMessageContaining("is over: Rejected");
  }

  @Test
  void aGrantForLaterIsScheduledOnceItIsApproved() {
    Instant start = Site.inSeconds(3600);
    assertThat(open(Part.WHOLE, Optional.of(start), PATIENCE, Format.json)).isEqualTo(Exit.WAITING);
    assertThat(approve("bob", shortHash())).isZero();
    AccessGrant scheduled = await(Phase.SCHEDULED);
    assertThat(scheduled.status().message()).isEqualTo("Approved by bob. Opens at " + start + ".");
    assertThat(String.join("\n", GrantText.full(screen, scheduled))).contains("Starts:   ");
    assertThat(stage.onlooker().policies()).noneMatch(held -> held.isMarked());
  }

  @Test
  void whatTheRuleDoesNotNameIsRefused() {
    Part other =
        new Part(Part.WHOLE.from(), List.of(), List.of(PortRange.single(Protocol.TCP, 22)));
    assertThat(open(other, Optional.empty(), PATIENCE, Format.table)).isEqualTo(Exit.NO);
    assertThat(printed.out())
        .contains("Refused (NL-PORT-OUTSIDE): AccessRule shop/db-shell does not open 22/TCP");
  }

  @Test
  void whatChangesWhileItWaitsIsSaidToWhoWaits() {
    assertThat(open(PATIENCE, Format.json)).isEqualTo(Exit.WAITING);
    Awaiting awaiting = new Awaiting(answer(stage.engineer(), Format.table), stage.engineer());
    awaiting.show(only());
    String before = only().status().hash();
    AccessRule rule = stage.engineer().rule(RULE).orElseThrow();
    AccessRule _ = stage.hands().put(with(rule, FourEyes.of(2)));
    Watching.Ended _ =
        Watching.until(
            screen,
            stage.engineer(),
            only(),
            PATIENCE,
            grant -> !grant.status().hash().equals(before));
    awaiting.show(only());
    awaiting.show(only());
    assertThat(printed.out())
        .containsOnlyOnce("What would open has changed; earlier approvals do not count.")
        .containsOnlyOnce("Waits for 2 approvals.");
    assertThat(approve("bob", shortHash())).isZero();
    assertThat(printed.out()).contains("needs 1 more approval.");
  }
}
