package dev.nightlatch.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.LeaderLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Replicas on one lease, on a time that goes on only where a test says so.
class ElectionTest {
  private final OneLease lease = new OneLease();
  private long nanos;

  /// A lease in memory, which may be out of reach.
  private static final class OneLease implements LeaderLease {
    private Optional<State> state = Optional.empty();
    private int version;
    private boolean reachable = true;

    @Override
    public Optional<State> look() {
      requireReachable();
      return state;
    }

    @Override
    public State write(Optional<State> seen, String holder, Duration duration) {
      requireReachable();
      if (!seen.equals(state)) {
        throw new ClusterException(ClusterException.Kind.CONFLICT, "somebody was first");
      }
      State now = new State(holder, "" + ++version, duration);
      state = Optional.of(now);
      return now;
    }

    private void requireReachable() {
      if (!reachable) {
        throw new ClusterException(ClusterException.Kind.TRANSIENT, "away");
      }
    }
  }

  /// A replica; its own clock may be ahead, and never matters.
  private final class Replica {
    final List<String> lost = new ArrayList<>();
    final Leadership leadership;

    Replica(String name, long ahead) {
      leadership =
          new Leadership(
              lease,
              name,
              new Signs(Health.Role.FOLLOWER).leader(),
              () -> lost.add(name),
              () -> nanos + ahead);
    }

    void step() {
      leadership.step();
      leadership.lookAtTheClock();
    }

    boolean acts() {
      return leadership.mayAct();
    }
  }

  private void later(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void theFirstWhoComesLeadsAndTheOtherWaits() {
    Replica a = new Replica("a", 0);
    Replica b = new Replica("b", 0);
    a.step();
    b.step();
    assertThat(List.of(a.acts(), b.acts())).containsExactly(true, false);
    for (int i = 0; i < 30; i++) {
      later(Election.RETRY);
      a.step();
      b.step();
      assertThat(List.of(a.acts(), b.acts())).containsExactly(true, false);
    }
  }

  @Test
  void ofTwoWhoWriteAtOnceOneLeads() {
    Optional<LeaderLease.State> none = lease.look();
    Replica a = new Replica("a", 0);
    Replica b = new Replica("b", 0);
    a.step();
    assertThatThrownBy(() -> lease.write(none, "b", Election.LEASE))
        .isInstanceOf(ClusterException.class);
    b.step();
    assertThat(b.acts()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 600_000_000_000L, -600_000_000_000L})
  void whoIsSilentIsFollowedOnlyAfterTheLeaseWhateverTheClocksSay(long ahead) {
    Replica a = new Replica("a", 0);
    Replica b = new Replica("b", ahead);
    a.step();
    b.step();
    later(Election.LEASE.minusNanos(1));
    b.step();
    assertThat(b.acts()).isFalse();
    assertThat(a.acts()).as("too late").isFalse();
    later(Duration.ofNanos(1));
    b.step();
    assertThat(b.acts()).isTrue();
  }

  @Test
  void whoCannotRenewStopsBeforeTheLeaseIsOverAndEndsItsProcessOnce() {
    Replica a = new Replica("a", 0);
    a.step();
    lease.reachable = false;
    later(Election.DEADLINE.minusNanos(1));
    a.step();
    assertThat(a.acts()).isTrue();
    later(Duration.ofNanos(1));
    assertThat(a.acts()).isFalse();
    a.step();
    a.step();
    assertThat(a.lost).containsExactly("a");
  }

  @Test
  void whoWasTooLateNeverLeadsAgain() {
    Replica a = new Replica("a", 0);
    a.step();
    later(Election.DEADLINE);
    a.step();
    lease.reachable = true;
    a.step();
    assertThat(a.acts()).isFalse();
    assertThat(a.lost).containsExactly("a");
  }

  @Test
  void whoseLeaseSomebodyTookStopsAtOnce() {
    Replica a = new Replica("a", 0);
    a.step();
    var _ = lease.write(lease.look(), "mallory", Election.LEASE);
    a.step();
    assertThat(a.acts()).isFalse();
    assertThat(a.lost).containsExactly("a");
  }

  @Test
  void whoseLeaseSomebodyDeletedStopsAtOnce() {
    Replica a = new Replica("a", 0);
    a.step();
    lease.state = Optional.empty();
    a.step();
    assertThat(a.acts()).isFalse();
    assertThat(a.lost).containsExactly("a");
  }

  @Test
  void aLeaseThatWasGivenBackIsTakenAtOnce() {
    Replica a = new Replica("a", 0);
    Replica b = new Replica("b", 0);
    a.step();
    b.step();
    a.leadership.close();
    b.step();
    assertThat(b.acts()).isTrue();
    assertThat(a.lost).isEmpty();
  }

  /// Three replicas that are paused, cut off and woken at random.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void atNoTimeDoTwoAct(long seed) {
    Random chance = new Random(seed);
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      replicas.add(new Replica("r" + i, chance.nextLong(1_000_000_000_000L)));
    }
    int led = 0;
    int born = 3;
    for (int round = 0; round < 5_000; round++) {
      later(Duration.ofMillis(chance.nextInt(chance.nextInt(20) == 0 ? 20_000 : 1_500)));
      lease.reachable = chance.nextInt(10) > 0;
      int who = chance.nextInt(3);
      if (!replicas.get(who).lost.isEmpty()) {
        replicas.set(who, new Replica("r" + born++, chance.nextLong(1_000_000_000_000L)));
      }
      replicas.get(who).step();
      long acting = replicas.stream().filter(Replica::acts).count();
      assertThat(acting).isLessThanOrEqualTo(1);
      led += (int) acting;
    }
    assertThat(led).isPositive();
  }
}
