package dev.nightlatch.operator;

import static dev.nightlatch.operator.Strikes.FOR_A_MOMENT;
import static dev.nightlatch.operator.Strikes.FOR_A_WHILE;
import static dev.nightlatch.operator.Strikes.FOR_LONG;
import static dev.nightlatch.operator.Strikes.SOON;
import static dev.nightlatch.operator.Strikes.both;

import dev.nightlatch.operator.Wire.Call;
import java.time.Duration;
import java.util.stream.Stream;

/// What goes wrong in a night, from one call of the operator on, and within what bound the path is
/// shut all the same.
enum Mishap {
  NOTHING(Bound.BY_THE_LATCH, (_, _) -> false),

  // A call.
  CALL_FAILS(Bound.BY_THE_LATCH, Strikes.here(Weathers.failing())),
  ANSWER_LOST(Bound.BY_THE_LATCH, Strikes.here(Weathers.losingAnswers())),
  KILLED_BEFORE(Bound.BY_THE_LATCH, Strikes.here(Weathers.killingBefore(SOON))),
  KILLED_AFTER(Bound.BY_THE_LATCH, Strikes.here(Weathers.killingAfter(SOON))),

  // The operator.
  KILLED_FOR_LONG(Bound.BY_THE_LATCH, Strikes.here(Weathers.killingBefore(FOR_LONG))),
  FROZEN_FOR_LONG(Bound.BY_THE_LATCH, Strikes.here(Weathers.freezing(FOR_LONG))),
  FROZEN_AND_REPLACED(Bound.BY_THE_LATCH, Strikes.replaced(FOR_LONG)),
  TWO_AT_ONCE(Bound.BY_THE_LATCH, Strikes.doubled(night -> night.record)),
  TWO_WITH_TWO_RECORDS(Bound.BY_THE_LATCH, Strikes.doubled(night -> night.otherRecord)),
  CUT_OFF(Bound.BY_THE_LATCH, Strikes.cutOff(FOR_A_WHILE)),
  CUT_OFF_FOR_LONG(Bound.BY_THE_LATCH, Strikes.cutOff(FOR_LONG)),
  WATCH_CUT(Bound.BY_THE_LATCH, Strikes.watchCut()),
  CLOCK_AHEAD(Bound.BY_THE_LATCH, Strikes.clockWrong(Duration.ofMinutes(10))),
  CLOCK_BEHIND(Bound.BY_THE_LATCH, Strikes.clockWrong(Duration.ofMinutes(-10))),
  CLOCK_AHEAD_FOR_A_WHILE(
      Bound.BY_THE_LATCH, Strikes.clockWrong(Duration.ofMinutes(10), FOR_A_WHILE)),
  CLOCK_BEHIND_FOR_A_WHILE(
      Bound.BY_THE_LATCH, Strikes.clockWrong(Duration.ofMinutes(-10), FOR_A_WHILE)),

  // The cluster's own controllers.
  CONTROLLERS_DOWN(Bound.BY_THE_OPERATOR, Strikes.controllersDown(FOR_A_WHILE)),
  CONTROLLERS_DOWN_FOR_LONG(Bound.BY_THE_OPERATOR, Strikes.controllersDown(FOR_LONG)),
  CONTROLLERS_AND_RECORD_DOWN(
      Bound.AT_THE_NEXT_LOOK,
      both(Strikes.controllersDown(FOR_LONG), Strikes.during(FOR_LONG, Weathers.unreadable()))),
  CONTROLLERS_DOWN_AND_OPERATOR_KILLED(
      Bound.BY_THE_SWEEPER,
      both(Strikes.controllersDown(FOR_LONG), Strikes.here(Weathers.killingBefore(FOR_LONG)))),

  // The API server.
  API_AWAY(Bound.AT_THE_RETURN, Strikes.apiAway(FOR_A_WHILE, Weathers.unreachable())),
  API_AWAY_FOR_LONG(Bound.AT_THE_RETURN, Strikes.apiAway(FOR_LONG, Weathers.unreachable())),
  API_AWAY_AND_CONTROLLERS_DOWN(
      Bound.AT_THE_RETURN,
      both(
          Strikes.apiAway(FOR_LONG, Weathers.unreachable()),
          Strikes.controllersDown(FOR_LONG.multipliedBy(2)))),
  ETCD_PAUSED(Bound.AT_THE_RETURN, Strikes.etcdPaused(FOR_A_WHILE)),
  ETCD_PAUSED_FOR_LONG(Bound.AT_THE_RETURN, Strikes.etcdPaused(FOR_LONG)),

  // The record.
  RECORD_FULL(Bound.BY_THE_LATCH, Strikes.during(FOR_A_WHILE, Weathers.full())),
  RECORD_FULL_FOR_LONG(Bound.BY_THE_LATCH, Strikes.during(FOR_LONG, Weathers.full())),
  RECORD_UNREADABLE(Bound.BY_THE_LATCH, Strikes.during(FOR_A_WHILE, Weathers.unreadable())),
  RECORD_UNREADABLE_FOR_LONG(Bound.BY_THE_LATCH, Strikes.during(FOR_LONG, Weathers.unreadable())),

  // What it all stands on.
  GUARDS_MISSING(Bound.BY_THE_LATCH, Strikes.guardsMissing(FOR_A_WHILE)),
  KIND_DELETED(Bound.AT_A_WORD, Strikes.kindDeleted()),
  KIND_DELETED_AND_CONTROLLERS_DOWN(
      Bound.AT_A_WORD, both(Strikes.controllersDown(FOR_LONG), Strikes.kindDeleted())),
  GRANT_DELETED(Bound.AT_A_WORD, Strikes.grantDeleted()),
  GRANT_DELETED_AND_CONTROLLERS_DOWN(
      Bound.AT_A_WORD, both(Strikes.controllersDown(FOR_LONG), Strikes.grantDeleted())),
  RULE_DELETED(Bound.AT_A_WORD, Strikes.ruleDeleted()),
  CONSENT_WITHDRAWN(Bound.AT_A_WORD, Strikes.consentWithdrawn()),
  REVOKED(Bound.AT_A_WORD, Strikes.revoked()),
  REVOKED_AND_WATCH_CUT(Bound.AT_THE_NEXT_PASS, both(Strikes.watchCut(), Strikes.revoked())),

  // Strangers.
  POLICY_WIDENED(Bound.AT_A_WORD, Strikes.onPolicy(Strangers::widen)),
  POLICY_DELETED(Bound.AT_A_WORD, Strikes.policyDeleted()),
  POLICY_UNMARKED(Bound.AT_A_WORD, Strikes.onPolicy(Strangers::unmark)),
  POLICY_GIVEN_A_SECOND_OWNER(Bound.AT_A_WORD, Strikes.onPolicy(Strangers::own)),
  POLICY_DISOWNED(Bound.AT_A_WORD, Strikes.onPolicy(Strangers::disown)),
  POLICY_HELD(Bound.AT_A_WORD, Strikes.onPolicy(Strangers::hold)),
  POLICY_WIDENED_AND_WATCH_CUT(
      Bound.AT_THE_NEXT_PASS, both(Strikes.watchCut(), Strikes.onPolicy(Strangers::widen))),
  LATCH_DELETED(Bound.AT_A_WORD, Strikes.latchDeleted()),
  LATCH_DELETED_AND_OPERATOR_KILLED(
      Bound.AT_A_WORD,
      both(Strikes.latchDeleted(), Strikes.here(Weathers.killingBefore(FOR_A_MOMENT)))),
  LATCH_PUT_OFF(Bound.AT_A_WORD, Strikes.onLatch(Strangers::putOff)),
  LATCH_SUSPENDED(Bound.AT_A_WORD, Strikes.onLatch(Strangers::suspend)),
  LATCH_DELETED_AND_POLICY_LEFT(
      Bound.AT_A_WORD, both(Strikes.onLatch(Strangers::letGo), Strikes.latchDeleted()));

  /// How it comes about.
  interface Strike {
    /// Makes it happen, and says whether it could: a policy that is not there cannot be altered.
    boolean at(Night night, Call call);
  }

  private final Bound bound;

  @SuppressWarnings("ImmutableEnumChecker") // a function without a state of its own
  private final Strike strike;

  Mishap(Bound bound, Strike strike) {
    this.bound = bound;
    this.strike = strike;
  }

  boolean strikes(Night night, Call call) {
    return strike.at(night, call);
  }

  /// Within what the path is shut.
  ///
  /// @param swept whether a sweeper is at work too
  Bound bound(boolean swept) {
    return swept && this == CONTROLLERS_AND_RECORD_DOWN ? Bound.BY_THE_SWEEPER : bound;
  }

  /// Without a sweeper, so that the loop and the latch alone are judged; with one too, where the
  /// loop is broken and both sides are open; only with one where nobody else is left.
  Stream<Boolean> sweeping(Life life) {
    return switch (this) {
      case CONTROLLERS_DOWN_AND_OPERATOR_KILLED -> Stream.of(true);
      case CONTROLLERS_DOWN_FOR_LONG,
          CONTROLLERS_AND_RECORD_DOWN,
          API_AWAY_FOR_LONG,
          KIND_DELETED,
          POLICY_UNMARKED ->
          life == Life.TWO_SIDES ? Stream.of(false, true) : Stream.of(false);
      default -> Stream.of(false);
    };
  }

  /// Whether there is good reason to record this more than once: another policy is there, or what
  /// is found out about one grant's path is not what it was, for another's has lost its mark.
  boolean isToldAgain(String kind) {
    return switch (this) {
      case TWO_AT_ONCE, POLICY_DELETED -> kind.equals("Opened");
      case POLICY_UNMARKED -> kind.equals("Proven OPEN");
      default -> false;
    };
  }

  /// Whether it is no reason to leave anybody locked out, whatever people say in the course of it.
  boolean isSlight() {
    return switch (this) {
      case NOTHING, CALL_FAILS, ANSWER_LOST, KILLED_BEFORE, KILLED_AFTER, WATCH_CUT -> true;
      default -> false;
    };
  }

  /// What is not to be had otherwise. Who stood still between its last look and its write puts a
  /// policy in whose latch has gone, and no API can refuse it; of two that both have leave to act,
  /// one may take out what the other puts in again.
  boolean tolerates(Eyewitness.Kind kind) {
    return switch (this) {
      case FROZEN_FOR_LONG ->
          kind == Eyewitness.Kind.UNHELD || kind == Eyewitness.Kind.MADE_TOO_LATE;
      case FROZEN_AND_REPLACED ->
          kind == Eyewitness.Kind.UNHELD
              || kind == Eyewitness.Kind.MADE_TOO_LATE
              || kind == Eyewitness.Kind.MADE_AGAIN
              || kind == Eyewitness.Kind.CLOSED_ON_RECORD;
      case TWO_AT_ONCE, TWO_WITH_TWO_RECORDS -> kind == Eyewitness.Kind.MADE_AGAIN;
      default -> false;
    };
  }

  boolean hasTwoRecords() {
    return this == TWO_WITH_TWO_RECORDS;
  }
}
