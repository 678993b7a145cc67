package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Approval;
import dev.nightlatch.grants.model.Approvers;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Doubt;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.FourEyes;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.RuleRights;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Target;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.model.Voices;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What somebody reads at 02:14 of one grant.
class StatusTextTest {
  private static final Instant START = Instant.parse("2026-11-25T02:14:00Z");
  private static final Instant END = START.plusSeconds(1800);
  private static final ObjectKey RULE = new ObjectKey("shop", "db-shell");
  private static final String HASH = "a".repeat(64);
  private static final RuleRights NONE = RuleRights.of(_ -> Permission.NOT_HELD);
  private static final RuleRights APPROVES =
      new RuleRights(Permission.NOT_HELD, Permission.NOT_HELD, Permission.HELD);

  private static Meta meta(String namespace, String name) {
    return new Meta(
        namespace,
        name,
        new Uid("u"),
        "1",
        1,
        START,
        false,
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  private static final AccessRule THE_RULE =
      new AccessRule(
          meta("shop", "db-shell"),
          "",
          new Target(
              LabelSelector.labels(Map.of("app", "db")),
              List.of(PortRange.single(Protocol.TCP, 5432))),
          List.of(new SourceRef(new ObjectKey("support-tools", "tools"), false)),
          Duration.ofHours(1),
          FourEyes.DEFAULT);

  private static GrantStatus status(Phase phase, String message) {
    return new GrantStatus(
        phase,
        message,
        Optional.empty(),
        phase == Phase.PENDING ? Optional.empty() : Optional.of(START),
        phase == Phase.PENDING ? Optional.empty() : Optional.of(END),
        phase == Phase.EXPIRED ? Optional.of(END) : Optional.empty(),
        Optional.of(
            new GrantTerms(
                HASH,
                1,
                new Exemption.None(),
                List.of(new Doubt(Code.OTHER_LAYERS, "Other policies are there.")),
                List.of("tools -> db on 5432/TCP"),
                List.of(),
                List.of())),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(
            new Proof(
                Proof.Moment.BEFORE,
                Proof.Method.EVALUATED,
                START,
                true,
                "1 connection would open.",
                List.of())),
        Optional.empty(),
        List.of());
  }

  private static AccessGrant grant(GrantStatus status, Voices voices) {
    return new AccessGrant(
        meta("", "db-shell-x"),
        new Request(
            RULE,
            "INC-4711",
            "orders fail",
            Duration.ofMinutes(30),
            new Origin.AnySource(),
            "alice"),
        voices,
        status);
  }

  private static String screen(AccessGrant grant, Viewer viewer, Instant now) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Screen screen =
        new Screen(
            nowhere,
            nowhere,
            false,
            false,
            false,
            false,
            () -> now,
            () -> ZoneOffset.UTC,
            "nightlatch");
    return String.join("\n", StatusText.of(screen, grant, viewer)) + "\n";
  }

  private static Viewer viewer(String user, RuleRights rights) {
    return new Viewer(
        Optional.of(new Identity(user, List.of())),
        Optional.of(THE_RULE),
        rights,
        new Approvers.Named(List.of("alice", "bob"), List.of("leads")));
  }

  @Test
  void whatIsOpenStandsThereWithTheTimeLeftAndTheCommandsOfWhoAsked() {
    Voices voices =
        Voices.NONE.with(
            new Approval(
                new Identity("bob", List.of()), HASH, List.of("NL-OTHER-LAYERS"), "go ahead"));
    AccessGrant open = grant(status(Phase.ACTIVE, ""), voices);
    assertThat(screen(open, viewer("alice", NONE), START.plusSeconds(2)))
        .isEqualTo(
            """
            db-shell-x: Active
            Until:    02:44:00 (29m58s left)
            Open:     tools -> db on 5432/TCP
            Rule:     shop/db-shell
            Incident: INC-4711: orders fail
            Asked:    by alice at 02:14:00, for 30m
            Approved: by bob, accepting NL-OTHER-LAYERS: go ahead
            Doubt:    NL-OTHER-LAYERS: Other policies are there. (accepted)
            Proof:    before (evaluated): 1 connection would open.
            Next:
              nightlatch close db-shell-x                 # done before the time is over
              nightlatch extend db-shell-x --reason '…'   # ask for more time
            """);
    assertThat(screen(open, viewer("bob", APPROVES), START))
        .contains("  nightlatch revoke db-shell-x --reason '…'   # shut it now\n")
        .doesNotContain("extend");
    assertThat(screen(open, viewer("mallory", NONE), START)).doesNotContain("Next:");
  }

  @Test
  void whatWaitsSaysForHowLongAndForWhom() {
    AccessGrant waiting = grant(status(Phase.PENDING, "Waits for 1 approval."), Voices.NONE);
    assertThat(screen(waiting, viewer("alice", RuleRights.ALL), START))
        .contains("db-shell-x: Pending: Waits for 1 approval.\n")
        .contains("Waits:    until 02:29:00 (15m left)\n")
        .contains("Opens:    tools -> db on 5432/TCP\n")
        .contains("Approver: bob, group leads\n")
        .contains("  nightlatch approve db-shell-x   # to send to whoever may approve\n")
        .contains("  nightlatch close db-shell-x     # take it back\n")
        .doesNotContain("reject");
    assertThat(screen(waiting, viewer("bob", APPROVES), START))
        .contains("  nightlatch approve db-shell-x   # see all of it, and say yes\n")
        .contains("  nightlatch reject db-shell-x    # say no\n")
        .doesNotContain("nightlatch close");
  }

  /// Nobody is kept from a command by a question that could not be asked.
  @Test
  void whereItIsNotKnownWhoMayApproveTheCommandIsShown() {
    AccessGrant waiting = grant(status(Phase.PENDING, "Waits for 1 approval."), Voices.NONE);
    assertThat(screen(waiting, viewer("bob", RuleRights.UNKNOWN), START))
        .contains("nightlatch approve db-shell-x   # see all of it");
  }

  /// Somebody who is told nothing reads the grant all the same.
  @Test
  void whereNothingIsKnownOfTheReaderAllCommandsAreShown() {
    Viewer nobody =
        new Viewer(Optional.empty(), Optional.empty(), RuleRights.UNKNOWN, new Approvers.Unknown());
    AccessGrant waiting = grant(status(Phase.PENDING, "Waits for 1 approval."), Voices.NONE);
    assertThat(screen(waiting, nobody, START))
        .contains("Approver: whoever has the verb 'approve' on AccessRule shop/db-shell\n")
        .contains("nightlatch approve db-shell-x ")
        .contains("nightlatch close db-shell-x ")
        .doesNotContain("Waits:  ");
  }

  @Test
  void oneWhoseLeaseIsOverIsNotCalledOpenAndCannotBeExtended() {
    AccessGrant late = grant(status(Phase.ACTIVE, ""), Voices.NONE);
    assertThat(screen(late, viewer("alice", NONE), END))
        .contains("db-shell-x: Active, but its lease is over")
        .contains("Until:    02:44:00 (over)")
        .doesNotContain("Open:")
        .doesNotContain("extend");
  }

  @Test
  void whatIsOverCanBeAskedForAgain() {
    AccessGrant over = grant(status(Phase.EXPIRED, "The time was over."), Voices.NONE);
    assertThat(screen(over, viewer("alice", NONE), END.plusSeconds(1)))
        .contains("Time:     shut 02:44:00\n")
        .contains("Path:     tools -> db on 5432/TCP\n")
        .contains(
            "  nightlatch open shop/db-shell --incident INC-4711 --reason '…'   # ask again\n");
  }

  @Test
  void aMessageOfSeveralLinesForgesNoField() {
    AccessGrant revoked =
        grant(status(Phase.REVOKED, "Revoked by bob: no\nOpen:     all -> all"), Voices.NONE);
    assertThat(screen(revoked, viewer("alice", NONE), END).lines())
        .noneMatch(line -> line.startsWith("Open:"));
  }
}
