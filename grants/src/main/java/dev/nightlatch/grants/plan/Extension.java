package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a grant may go on from another one: never longer, all together, than its rule gives.
final class Extension {
  private Extension() {}

  /// What is against it; empty for a new opening.
  static Optional<Refusal> refused(Ask ask, AccessRule rule, Chain chain) {
    Request request = ask.request();
    if (request.extended().isEmpty()) {
      return Optional.empty();
    }
    GrantRef extended = request.extended().get();
    return switch (chain) {
      case Chain.None() -> nothing(extended, "is not there");
      case Chain.Broken(var missing) -> nothing(missing, "is not there");
      case Chain.Of of ->
          unfit(ask, of.extended())
              .<Optional<Refusal>>map(why -> nothing(extended, why))
              .orElseGet(() -> tooLong(ask, rule, of.first()));
    };
  }

  private static Optional<Refusal> nothing(GrantRef grant, String why) {
    return Optional.of(new Refusal.ExtendsNothing(grant, why));
  }

  /// Why this grant is not to be extended; empty if it may be.
  private static Optional<String> unfit(Ask ask, AccessGrant old) {
    Request request = ask.request();
    if (!old.request().rule().equals(request.rule())) {
      return Optional.of("is of AccessRule " + old.request().rule());
    }
    if (!old.request().requestedBy().equals(request.requestedBy())) {
      return Optional.of("was asked for by " + old.request().requestedBy());
    }
    if (!old.request().incident().equals(request.incident())) {
      return Optional.of("is for incident " + old.request().incident());
    }
    Optional<Instant> end = old.status().expiresAt();
    boolean wasOpen = end.filter(at -> ask.asked().isBefore(at)).isPresent();
    return wasOpen && isOpenOrExpired(old) ? Optional.empty() : Optional.of("is not open");
  }

  /// Whether nothing but time has ended it.
  private static boolean isOpenOrExpired(AccessGrant old) {
    Phase phase = old.status().phase();
    return phase == Phase.ACTIVE
        || phase == Phase.OPENING
        || old.status().code().filter(code -> code == Code.EXPIRED).isPresent();
  }

  private static Optional<Refusal> tooLong(Ask ask, AccessRule rule, AccessGrant first) {
    Instant begin = ask.request().startsAt().filter(ask.now()::isBefore).orElse(ask.now());
    Instant last = first.status().startsAt().orElse(Instant.EPOCH).plus(rule.maxDuration());
    if (!begin.plus(ask.request().duration()).isAfter(last)) {
      return Optional.empty();
    }
    Duration left = Duration.between(begin, last);
    return Optional.of(
        new Refusal.ChainTooLong(
            ask.request().rule(), rule.maxDuration(), left.isNegative() ? Duration.ZERO : left));
  }
}
