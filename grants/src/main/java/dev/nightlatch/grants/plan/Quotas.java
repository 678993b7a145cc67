package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Quota;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Whether a rule has room for one grant more.
///
/// Who asked first comes first: only the grants that were asked for before count, so that a grant
/// that was taken in stays in, whoever asks after it. The API server keeps whole seconds: of those
/// that were asked for in one second the one that is open already comes first, or that with the
/// lesser UID.
final class Quotas {
  private static final Comparator<Ask> FIRST =
      Comparator.comparing(Ask::asked).thenComparing(Ask::grant);

  private Quotas() {}

  /// What is against it.
  ///
  /// Costs O(others).
  ///
  /// @param others the grants of the rule; this one among them does not count
  /// @param chain those that this one goes on from, which do not count either
  static Optional<Refusal> refused(
      Ask ask, AccessRule rule, List<AccessGrant> others, Chain chain) {
    Quota quota = rule.conditions().quota();
    List<AccessGrant> before =
        others.stream()
            .filter(other -> !other.status().phase().isTerminal())
            .filter(other -> isBefore(other, ask))
            .filter(Predicate.not(other -> isExtended(chain, other)))
            .toList();
    String requester = ask.request().requestedBy();
    long own =
        before.stream().filter(other -> other.request().requestedBy().equals(requester)).count();
    if (quota.grants().isPresent() && before.size() >= quota.grants().getAsInt()) {
      return Optional.of(
          new Refusal.QuotaReached(ask.request().rule(), "", quota.grants().getAsInt()));
    }
    if (quota.perRequester().isPresent() && own >= quota.perRequester().getAsInt()) {
      return Optional.of(
          new Refusal.QuotaReached(
              ask.request().rule(), requester, quota.perRequester().getAsInt()));
    }
    return coolsDown(ask, quota, others)
        .map(until -> new Refusal.CoolingDown(ask.request().rule(), until));
  }

  private static boolean isBefore(AccessGrant other, Ask ask) {
    boolean isOpen =
        switch (other.status().phase()) {
          case OPENING, ACTIVE, CLOSING -> !other.uid().equals(ask.grant());
          case PENDING,
              APPROVED,
              SCHEDULED,
              REJECTED,
              WITHDRAWN,
              TIMED_OUT,
              REFUSED,
              EXPIRED,
              CLOSED,
              REVOKED ->
              false;
        };
    return FIRST.compare(Ask.of(other, ask.now()), ask) < 0
        || (isOpen && other.meta().createdAt().equals(ask.asked()));
  }

  private static boolean isExtended(Chain chain, AccessGrant other) {
    return chain instanceof Chain.Of(var grants)
        && grants.stream().anyMatch(grant -> grant.uid().equals(other.uid()));
  }

  /// Until when nobody may ask, if this was asked for before. Of what was asked for within the
  /// second in which the other one ended nobody knows whether it was before: it counts as after.
  private static Optional<Instant> coolsDown(Ask ask, Quota quota, List<AccessGrant> others) {
    if (quota.coolDown().isEmpty() || ask.request().extended().isPresent()) {
      return Optional.empty();
    }
    return others.stream()
        .filter(other -> other.status().startsAt().isPresent())
        .flatMap(other -> other.status().closedAt().stream())
        .filter(end -> !ask.asked().isBefore(end.truncatedTo(ChronoUnit.SECONDS)))
        .max(Instant::compareTo)
        .map(end -> end.plus(quota.coolDown().get()))
        .filter(ask.asked()::isBefore);
  }
}
