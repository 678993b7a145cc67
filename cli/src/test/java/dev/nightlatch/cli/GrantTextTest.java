package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
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

/// What is said of a grant that nobody has written up in time.
class GrantTextTest {
  private static final Instant START = Instant.parse("2026-11-25T02:14:00Z");
  private static final Instant END = START.plusSeconds(60);

  private static GrantStatus status(Phase phase, Optional<Code> code, Optional<Instant> closedAt) {
    return new GrantStatus(
        phase,
        "",
        code,
        Optional.of(START),
        Optional.of(END),
        closedAt,
        Optional.of(GrantTerms.ofConnections(List.of("tools -> db on 5432/TCP"))),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static AccessGrant grant(String reason, GrantStatus status) {
    return new AccessGrant(
        new Meta(
            "",
            "db-shell-x",
            new Uid("u"),
            "1",
            1,
            START,
            false,
            Map.of(),
            Map.of(),
            List.of(),
            List.of()),
        new Request(
            new ObjectKey("shop", "db-shell"),
            "INC-4711",
            reason,
            Duration.ofSeconds(60),
            new Origin.AnySource(),
            "alice"),
        Voices.NONE,
        status);
  }

  private static String full(AccessGrant grant, Instant now) {
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
    return String.join("\n", GrantText.full(screen, grant));
  }

  @Test
  void anOpenOneIsOpenUntilItsEnd() {
    String text = full(grant("x", status(Phase.ACTIVE, Optional.empty(), Optional.empty())), START);
    assertThat(text)
        .contains("Phase:    Active\n")
        .contains("Until:    02:15:00 (1m left)")
        .contains("Open:     tools -> db");
  }

  /// The operator is dead, and the latch has closed: nobody may read that it is open.
  @Test
  void oneWhoseLeaseIsOverIsNotCalledOpen() {
    String text = full(grant("x", status(Phase.ACTIVE, Optional.empty(), Optional.empty())), END);
    assertThat(text)
        .contains("Phase:    Active, but its lease is over: no operator has looked since")
        .contains("Path:     tools -> db")
        .doesNotContain("Open:");
  }

  @Test
  void oneThatWasSeenShutLongAfterItsLeaseSaysBothTimes() {
    AccessGrant late =
        grant(
            "x",
            status(Phase.EXPIRED, Optional.of(Code.EXPIRED), Optional.of(END.plusSeconds(15))));
    assertThat(full(late, END.plusSeconds(20)))
        .contains("Shut:     seen at 02:15:15; the lease ended at 02:15:00");
    assertThat(GrantText.until(late, END.plusSeconds(20), ZoneOffset.UTC))
        .isEqualTo("seen shut 02:15:15");
    AccessGrant inTime =
        grant(
            "x", status(Phase.EXPIRED, Optional.of(Code.EXPIRED), Optional.of(END.plusMillis(80))));
    assertThat(full(inTime, END.plusSeconds(20))).contains("Shut:     02:15:00");
  }

  @Test
  void oneThatIsShutButNotWrittenUpIsCalledShut() {
    AccessGrant closing =
        grant("x", status(Phase.CLOSING, Optional.of(Code.REVOKED), Optional.of(START)));
    assertThat(GrantText.until(closing, START, ZoneOffset.UTC)).isEqualTo("shut 02:14:00");
    assertThat(full(closing, START)).doesNotContain("Until:");
  }

  @Test
  void aReasonOfSeveralLinesForgesNoField() {
    String text =
        full(
            grant(
                "fail\nPhase:    Expired",
                status(Phase.ACTIVE, Optional.empty(), Optional.empty())),
            START);
    assertThat(text.lines().filter(line -> line.startsWith("Phase:"))).hasSize(1);
    assertThat(text).contains("Reason:   fail\n          Phase:    Expired");
  }
}
