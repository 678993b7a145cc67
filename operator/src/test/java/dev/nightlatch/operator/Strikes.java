package dev.nightlatch.operator;

import dev.nightlatch.embedded.Hands;
import dev.nightlatch.embedded.Latch;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.operator.Mishap.Strike;
import dev.nightlatch.operator.Wire.Call;
import dev.nightlatch.operator.Wire.Weather;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// How mishaps strike.
final class Strikes {
  /// A new process is there so soon.
  static final Duration SOON = Duration.ofMillis(500);

  /// Short enough for an opening that was interrupted to be taken up again.
  static final Duration FOR_A_MOMENT = Duration.ofSeconds(5);

  static final Duration FOR_A_WHILE = Duration.ofSeconds(20);

  /// From any call of a life on, this lasts beyond its lease's end.
  static final Duration FOR_LONG = Duration.ofSeconds(100);

  private static final ObjectKey TOOLS = new ObjectKey("support-tools", "tools");

  private Strikes() {}

  /// One at the same time as the other.
  static Strike both(Strike one, Strike other) {
    return (night, call) -> one.at(night, call) && other.at(night, call);
  }

  /// At this call alone.
  static Strike here(Function<Night, Weather> weather) {
    return (night, call) -> {
      night.meets(call, weather.apply(night));
      return true;
    };
  }

  /// From this call on.
  static Strike during(Duration time, Function<Night, Weather> weather) {
    return (night, _) -> {
      night.meets(time, weather.apply(night));
      return true;
    };
  }

  static Strike controllersDown(Duration absence) {
    return (night, _) -> {
      night.controllersDown(absence);
      return true;
    };
  }

  /// The operator cannot reach the cluster, and others can.
  static Strike cutOff(Duration absence) {
    return (night, call) -> {
      night.watchDown(absence);
      return during(absence, Weathers.unreachable()).at(night, call);
    };
  }

  /// Nobody can reach the cluster.
  static Strike apiAway(Duration absence, Function<Night, Weather> weather) {
    return (night, call) -> {
      night.nobodyCanShut(absence);
      night.watchDown(absence);
      night.controllersDown(absence);
      return during(absence, weather).at(night, call);
    };
  }

  static Strike etcdPaused(Duration absence) {
    return apiAway(absence, Weathers.timingOut());
  }

  static Strike watchCut() {
    return (night, _) -> {
      night.operator.deafen();
      return true;
    };
  }

  static Strike clockWrong(Duration error) {
    return (night, _) -> {
      night.clockWrong(error);
      return true;
    };
  }

  static Strike clockWrong(Duration error, Duration time) {
    return (night, _) -> {
      night.clockWrong(error);
      night.later(time, () -> night.clockWrong(Duration.ZERO));
      return true;
    };
  }

  /// A second operator that passes between any two calls of the first, and works like it.
  static Strike doubled(Function<Night, Journal> record) {
    return (night, call) -> {
      CrankedOperator other = night.another(record.apply(night));
      night.meetsForGood(
          new Weather() {
            @Override
            public void before(Call next) {
              if (next.number() > 0) {
                other.passOnce(night.keys());
              }
            }
          });
      other.passOnce(night.keys());
      return true;
    };
  }

  /// The operator stands still while another one works, and then goes on as if nothing had been.
  static Strike replaced(Duration absence) {
    return (night, call) -> {
      CrankedOperator other = night.another(night.record);
      Instant end = night.time.instant().plus(absence);
      while (night.time.instant().isBefore(end)) {
        other.turn();
        night.time.advance(Night.TICK);
      }
      return true;
    };
  }

  static Strike guardsMissing(Duration absence) {
    return (night, _) -> {
      night.village.embedded.guards(new Guards.Broken(List.of("a guard is missing")));
      night.later(
          absence, () -> night.village.embedded.guards(new Guards.InForce(night.time.instant())));
      return true;
    };
  }

  /// The definition of AccessGrant is deleted, and all grants with it.
  static Strike kindDeleted() {
    return (night, _) -> {
      night.meetsForGood(Weathers.withoutGrants().apply(night));
      night.village.operator().grants().forEach(grant -> hands(night).deleteGrant(grant.name()));
      return true;
    };
  }

  static Strike grantDeleted() {
    return (night, _) -> {
      Optional<AccessGrant> grant = night.grant();
      grant.ifPresent(there -> hands(night).deleteGrant(there.name()));
      return grant.isPresent();
    };
  }

  private static Hands hands(Night night) {
    return night.village.embedded.hands();
  }

  static Strike ruleDeleted() {
    return (night, _) -> {
      hands(night).deleteRule(Village.RULE);
      return true;
    };
  }

  static Strike consentWithdrawn() {
    return (night, _) -> {
      AccessSource tools = night.village.operator().source(TOOLS).orElseThrow();
      AccessSource _ =
          hands(night)
              .put(
                  new AccessSource(
                      tools.meta(), tools.description(), tools.stand(), List.of("elsewhere")));
      return true;
    };
  }

  static Strike revoked() {
    return (night, _) ->
        night
            .grant()
            .flatMap(there -> night.village.alice().revoke(there, new Revocation.By("bob", "no")))
            .isPresent();
  }

  /// A stranger alters a policy that is open.
  static Strike onPolicy(UnaryOperator<HeldPolicy> change) {
    return (night, _) -> {
      List<HeldPolicy> open = night.open();
      open.stream()
          .map(held -> held.meta().key())
          .forEach(key -> hands(night).editPolicy(key, change));
      return !open.isEmpty();
    };
  }

  static Strike policyDeleted() {
    return (night, _) -> {
      List<HeldPolicy> open = night.open();
      for (HeldPolicy held : open) {
        night.eyewitness.excuse(held.meta().key());
        hands(night).deletePolicy(held.meta().key());
      }
      return !open.isEmpty();
    };
  }

  /// A stranger alters a latch.
  static Strike onLatch(UnaryOperator<Latch> change) {
    return (night, _) -> {
      List<ObjectKey> latches = night.latches();
      latches.forEach(key -> hands(night).editLatch(key, change));
      return !latches.isEmpty();
    };
  }

  static Strike latchDeleted() {
    return (night, _) -> {
      List<ObjectKey> latches = night.latches();
      latches.forEach(hands(night)::deleteLatch);
      return !latches.isEmpty();
    };
  }
}
