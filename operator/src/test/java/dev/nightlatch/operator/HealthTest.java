package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.manifests.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Time goes on only where a test says so.
class HealthTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T02:14:00Z");

  private Instant now = BEGIN;
  private final Signs signs = new Signs(Health.Role.ALONE, () -> now);

  private void later(Duration time) {
    now = now.plus(time);
  }

  private void allWell() {
    List.of(
            signs.sweeper(),
            signs.looker(),
            signs.queue(),
            signs.aviary(),
            signs.grants(),
            signs.guards(),
            signs.canary(),
            signs.record())
        .forEach(Sign::well);
  }

  private Health.Check check(String name) {
    return signs.health().checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void atItsBeginItIsAliveAndNotReady() {
    assertThat(signs.health().isLive()).isTrue();
    assertThat(signs.health().isReady()).isFalse();
    assertThat(check("canary").why()).isEqualTo("not looked at yet");
  }

  @Test
  void itIsReadyOnceAllIsWell() {
    allWell();
    assertThat(signs.health().isReady()).isTrue();
    assertThat(signs.health().isLive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grants", "guards", "canary", "record"})
  void whatIsIllOutsideMakesItNotReadyAndLeavesItAlive(String name) {
    allWell();
    later(Duration.ofSeconds(5));
    of(name).accept("broken");
    assertThat(signs.health().isReady()).isFalse();
    assertThat(signs.health().isLive()).isTrue();
    assertThat(check(name).since()).isEqualTo(now);
    assertThat(check(name).why()).isEqualTo("broken");
  }

  private Consumer<String> of(String name) {
    return switch (name) {
      case "grants" -> signs.grants()::ill;
      case "guards" -> signs.guards()::ill;
      case "canary" -> signs.canary()::ill;
      case "record" -> signs.record()::ill;
      default -> throw new AssertionError(name);
    };
  }

  @Test
  void aLoopThatDoesNotTurnIsDeadSinceItsWordCeasedToCount() {
    allWell();
    later(Duration.ofMinutes(3));
    List.of(signs.sweeper(), signs.looker(), signs.aviary()).forEach(Sign::well);
    assertThat(signs.health().isLive()).isTrue();
    Instant silent = now;
    later(Duration.ofSeconds(1));
    assertThat(signs.health().isLive()).isFalse();
    assertThat(check("queue").well()).isFalse();
    assertThat(check("queue").since()).isEqualTo(silent);
    assertThat(check("queue").why()).isEqualTo("not heard of for 181 s");
    assertThat(check("sweeper").well()).isTrue();
  }

  @Test
  void aCanaryThatIsTooLongAgoIsNone() {
    allWell();
    later(Duration.ofMinutes(10).plusMillis(1));
    assertThat(check("canary").well()).isFalse();
  }

  @Test
  void whatStaysAsItIsIsSoSinceItBegan() {
    allWell();
    later(Duration.ofSeconds(30));
    allWell();
    assertThat(check("guards").since()).isEqualTo(BEGIN);
    signs.guards().ill("broken");
    Instant broken = now;
    later(Duration.ofSeconds(30));
    signs.guards().ill("broken otherwise");
    assertThat(check("guards").since()).isEqualTo(broken);
    assertThat(check("guards").why()).isEqualTo("broken otherwise");
  }

  @Test
  void aFollowerIsReadyWhereItSweepsAndStandsForElection() {
    Signs follower = new Signs(Health.Role.FOLLOWER, () -> now);
    assertThat(follower.health().isReady()).isTrue();
    assertThat(follower.health().checks().stream().map(Health.Check::name))
        .containsExactly("leader", "sweeper");
    later(Duration.ofMinutes(4));
    assertThat(follower.health().isLive()).isFalse();
    follower.become(Health.Role.LEADER);
    follower.leader().well();
    assertThat(follower.health().isLive()).isTrue();
    assertThat(follower.health().isReady()).isFalse();
  }

  @Test
  void whatIsShownIsOneObject() {
    Signs follower = new Signs(Health.Role.FOLLOWER, () -> now);
    follower.leader().ill("the lease cannot be read");
    assertThat(Json.line(follower.health().tree()))
        .isEqualTo(
            "{\"well\":false,\"role\":\"follower\",\"checks\":["
                + "{\"name\":\"leader\",\"well\":false,\"since\":\"2026-11-25T02:14:00Z\","
                + "\"why\":\"the lease cannot be read\"},"
                + "{\"name\":\"sweeper\",\"well\":true,\"since\":\"2026-11-25T02:14:00Z\"}]}");
  }
}
