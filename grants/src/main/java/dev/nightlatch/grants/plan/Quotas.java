package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Quota;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Whether a rule has room for one grant more.
///
/// Who asked first comes first: only the grants that were asked for before count, so that a grant
/// that was taken in stays in, whoever asks after it.
final class Quotas {
  private static final Comparator<Ask> FIRST =
      Comparator.comparing(Ask::asked).thenComparing(Ask::grant);

  private Quotas() {}

  /// What is against it.
  ///
  /// Costs O(others).
  ///
  /// @param others the grants of the rule; this one among them does not count
  static Optional<Refusal> refused(Ask ask, AccessRule rule, List<AccessGrant> others) {
    Quota quota = rule.conditions().quota();
    List<AccessGrant> before =
        others.stream()
            .filter(other -> !other.status().phase().isTerminal())
            .filter(other -> FIRST.compare(Ask.of(other, ask.now()), ask) < 0)
            .filter(Predicate.not(other -> isExtended(ask, other)))
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

  private static boolean isExtended(Ask ask, AccessGrant other) {
    return ask.request().extended().filter(ref -> ref.uid().equals(other.uid())).isPresent();
  }

  /// Until when nobody may ask, if this was asked for before.
  private static Optional<Instant> coolsDown(Ask ask, Quota quota, List<AccessGrant> others) {
    if (quota.coolDown().isEmpty() || ask.request().extended().isPresent()) {
      return Optional.empty();
    }
    return others.stream()
        .filter(other -> other.status().startsAt().isPresent())
        .flatMap(other -> other.status().closedAt().stream())
        .filter(end -> !ask.asked().isBefore(end))
        .max(Instant::compareTo)
        .map(end -> end.plus(quota.coolDown().get()))
        .filter(ask.asked()::isBefore);
  }
}
