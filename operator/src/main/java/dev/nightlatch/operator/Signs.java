package dev.nightlatch.operator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The signs of life of one operator's parts.
public final class Signs {
  /// A loop's longest pause is half a minute, and one call of the API server may take a third of
  /// it.
  private static final Duration LOOPS = Duration.ofMinutes(3);

  /// Facts are looked at every half minute.
  private static final Duration FACTS = Duration.ofMinutes(2);

  private final InstantSource time;
  private final Sign leader;
  private final Sign sweeper;
  private final Sign looker;
  private final Sign queue;
  private final Sign aviary;
  private final Sign grants;
  private final Sign guards;
  private final Sign canary;
  private final Sign record;
  private volatile Health.Role role;
  private volatile OptionalInt overdueReviews = OptionalInt.empty();

  /// @param role what it is at the beginning
  public Signs(Health.Role role) {
    this(role, new SteadyTime());
  }

  Signs(Health.Role role, InstantSource time) {
    this.role = role;
    this.time = time;
    this.leader = new Sign("leader", Sign.Of.LOOP, Duration.ofMinutes(1), time);
    this.sweeper = new Sign("sweeper", Sign.Of.LOOP, LOOPS, time);
    this.looker = new Sign("looker", Sign.Of.LOOP, LOOPS, time);
    this.queue = new Sign("queue", Sign.Of.LOOP, LOOPS, time);
    this.aviary = new Sign("aviary", Sign.Of.LOOP, Aviary.BETWEEN.plus(LOOPS), time);
    this.grants = new Sign("grants", Sign.Of.FACT, FACTS, time);
    this.guards = new Sign("guards", Sign.Of.FACT, FACTS, time);
    this.canary = new Sign("canary", Sign.Of.FACT, Duration.ofMinutes(10), time);
    this.record = new Sign("record", Sign.Of.FACT, FACTS, time);
  }

  /// Says what it is from now on. Whoever begins to lead begins all its loops.
  public void become(Health.Role now) {
    Stream.of(sweeper, looker, queue, aviary).forEach(Sign::well);
    role = now;
  }

  /// Says that it lives and waits for the cluster, before its loops have begun.
  public void waits() {
    Stream.of(leader, sweeper, looker, queue, aviary).forEach(Sign::well);
  }

  /// How it stands now.
  public Health health() {
    Health.Role now = role;
    List<Sign> counted =
        switch (now) {
          case ALONE -> List.of(sweeper, looker, queue, aviary, grants, guards, canary, record);
          case LEADER ->
              List.of(leader, sweeper, looker, queue, aviary, grants, guards, canary, record);
          case FOLLOWER -> List.of(leader, sweeper);
        };
    return Health.of(
        now,
        counted.stream().map(Sign::seen).toList(),
        now == Health.Role.FOLLOWER ? OptionalInt.empty() : overdueReviews,
        time.instant());
  }

  /// Says how many reviews are overdue.
  void overdueReviews(int count) {
    overdueReviews = OptionalInt.of(count);
  }

  /// The loop that agrees with the other replicas who leads.
  Sign leader() {
    return leader;
  }

  Sign sweeper() {
    return sweeper;
  }

  Sign looker() {
    return looker;
  }

  Sign queue() {
    return queue;
  }

  Sign aviary() {
    return aviary;
  }

  Sign grants() {
    return grants;
  }

  Sign guards() {
    return guards;
  }

  Sign canary() {
    return canary;
  }

  Sign record() {
    return record;
  }
}
