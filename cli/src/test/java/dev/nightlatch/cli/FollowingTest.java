package dev.nightlatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.manifests.Documents;
import dev.nightlatch.manifests.Yaml;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `get -w`: each change of a grant, a line each.
@Timeout(60)
class FollowingTest {
  private static final Duration PACE = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectKey RULE = new ObjectKey("shop", "db-shell");

  private final Printed printed = new Printed();
  private final Screen screen = printed.screen();
  private EmbeddedStage stage;

  @BeforeEach
  void build() throws Exception {
    stage = EmbeddedStage.build();
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  private AccessGrant asked() {
    return stage
        .engineer()
        .ask(
            new Request(
                RULE,
                "INC-4711",
                "orders fail",
                Duration.ofMinutes(30),
                new Origin.AnySource(),
                "alice@example.com"));
  }

  private Following following(Screen where, Format format) {
    return new Following(
        new Answer(where, format, ApiObjects.made(stage.engineer())), stage.engineer(), PACE);
  }

  private void await(AccessGrant grant, Predicate<AccessGrant> isThere) {
    assertThat(Watching.until(screen, stage.engineer(), grant, PATIENCE, isThere))
        .isInstanceOf(Watching.Ended.There.class);
  }

  private void await(Predicate<String> isPrinted) {
    AccessGrant any = stage.engineer().grants().getFirst();
    await(any, _ -> isPrinted.test(printed.out()));
  }

  @Test
  void oneIsFollowedUntilItIsOver() throws Exception {
    AccessGrant grant = asked();
    CompletableFuture<Integer> followed =
        CompletableFuture.supplyAsync(() -> following(screen, Format.table).one(grant.name()));
    await(out -> out.contains("Pending"));
    stage.startOperator();
    await(out -> out.contains("Active"));
    Optional<AccessGrant> _ =
        stage.engineer().revoke(grant, new Revocation.By(stage.engineer().whoAmI(), ""));
    assertThat(followed.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(printed.out())
        .containsPattern(
            "(?m)^\\d\\d:\\d\\d:\\d\\d  " + grant.name() + " of shop/db-shell: Pending")
        .containsOnlyOnce(": Active until ")
        .containsPattern(": Closed \\(NL-CLOSED-BY-REQUESTER\\): Closed by its requester")
        .doesNotContain("\u001b");
  }

  @Test
  void inJsonEachLineIsTheGrantAsItIsThen() throws Exception {
    stage.startOperator();
    AccessGrant grant = asked();
    await(grant, now -> now.status().phase() == Phase.ACTIVE);
    CompletableFuture<Integer> followed =
        CompletableFuture.supplyAsync(() -> following(screen, Format.json).one(grant.name()));
    await(out -> out.contains("\"Active\""));
    Optional<AccessGrant> _ =
        stage.engineer().revoke(grant, new Revocation.By(stage.engineer().whoAmI(), ""));
    assertThat(followed.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(printed.out().lines().toList())
        .hasSizeGreaterThan(1)
        .doesNotHaveDuplicates()
        .allSatisfy(
            line -> {
              Documents read = Yaml.read(line, "line");
              assertThat(read.problems()).isEmpty();
              assertThat(line).startsWith("{").contains("\"AccessGrant\"");
            });
    assertThat(printed.out().lines().toList().getLast()).contains("\"Closed\"");
  }

  @Test
  void allAreFollowedUntilItIsInterruptedFromThoseOnThatAreNotOver() throws Exception {
    AccessGrant over = asked();
    Cluster operator = stage.onlooker();
    AccessGrant _ =
        operator.report(over, GrantStatus.NEW.in(Phase.REFUSED, "No.", Optional.empty()));
    AccessGrant first = asked();
    Thread follower =
        Thread.ofVirtual()
            .start(
                () -> assertThat(following(screen, Format.table).all(Optional.empty())).isZero());
    await(out -> out.contains(first.name()));
    AccessGrant second = asked();
    await(out -> out.contains(second.name()));
    follower.interrupt();
    follower.join(Duration.ofSeconds(20));
    assertThat(follower.isAlive()).isFalse();
    assertThat(printed.out()).doesNotContain(over.name());
    assertThat(printed.out().lines()).hasSize(2);
  }

  @Test
  void whatIsDeletedMeanwhileEndsItAndWhatIsNotThereIsNo() {
    AccessGrant grant = asked();
    CompletableFuture<Integer> followed =
        CompletableFuture.supplyAsync(() -> following(screen, Format.table).one(grant.name()));
    await(out -> out.contains("Pending"));
    stage.hands().deleteGrant(grant.name());
    assertThatThrownBy(() -> followed.get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("Grant " + grant.name() + " was deleted meanwhile.");
    assertThatThrownBy(() -> following(screen, Format.table).one("none"))
        .isInstanceOfSatisfying(
            CommandFailed.class, failed -> assertThat(failed.exitCode()).isEqualTo(Exit.NO));
  }

  private static Screen terminal(ByteArrayOutputStream out) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Screen(
        print,
        print,
        true,
        true,
        true,
        true,
        InstantSource.system(),
        () -> ZoneOffset.UTC,
        "nightlatch");
  }

  /// Two lines of a terminal cannot be drawn again, so there is one.
  @Test
  void ofSeveralTheOneThatEndsFirstCountsDown() throws Exception {
    AccessGrant first = asked();
    AccessGrant second = asked();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screen terminal = terminal(out);
    open(first, terminal.time().instant(), Duration.ofMinutes(30));
    open(second, terminal.time().instant(), Duration.ofMinutes(15));
    Thread follower =
        Thread.ofVirtual()
            .start(
                () -> assertThat(following(terminal, Format.table).all(Optional.empty())).isZero());
    await(first, _ -> out.toString(StandardCharsets.UTF_8).contains(" more)"));
    follower.interrupt();
    follower.join(Duration.ofSeconds(20));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("\u001b\\[K" + second.name() + " (15m|14m\\d+s) left \\(and 1 more\\)");
  }

  private void open(AccessGrant grant, Instant start, Duration lease) {
    GrantStatus status =
        new GrantStatus(
            Phase.ACTIVE,
            "",
            Optional.empty(),
            Optional.of(start),
            Optional.of(start.plus(lease)),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of());
    AccessGrant _ = stage.onlooker().report(grant, status);
  }

  @Test
  void onATerminalTheLastLineCountsDown() throws Exception {
    stage.startOperator();
    AccessGrant grant = asked();
    await(grant, now -> now.status().phase() == Phase.ACTIVE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screen terminal = terminal(out);
    Thread follower =
        Thread.ofVirtual()
            .start(() -> assertThat(following(terminal, Format.table).one(grant.name())).isZero());
    await(grant, _ -> out.toString(StandardCharsets.UTF_8).contains(" left"));
    follower.interrupt();
    follower.join(Duration.ofSeconds(20));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("\r\u001b\\[K" + grant.name() + " (30m|29m\\d+s) left");
  }
}
