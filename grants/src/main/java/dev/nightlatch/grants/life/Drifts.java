package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.record.Story;
import java.util.List;
import java.util.Optional;

/// What was seen that somebody did to a grant's policies, and beside them, since they were seen in
/// place.
///
/// @param all in the order of the policies; empty where they are as granted, or were never open
/// @param told whether all of it is on record, to be mended
/// @param beside what came, changed or went beside them and is not on record yet
public record Drifts(List<Drift> all, boolean told, List<Notice> beside) {

  /// Nobody did anything.
  public static final Drifts NONE = new Drifts(List.of(), false);

  public Drifts {
    all = List.copyOf(all);
    beside = List.copyOf(beside);
  }

  /// Nothing beside them is not on record.
  public Drifts(List<Drift> all, boolean told) {
    this(all, told, List.of());
  }

  /// Whether nobody did anything to the policies.
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /// What somebody did to the policies that were seen in place, and beside them; of one that never
  /// was, nobody can have deleted it.
  ///
  /// @param orders what should be there
  /// @param beside what is there beside them
  static Drifts since(List<PolicyOrder> orders, Found found, List<Bystander> beside) {
    Story story = found.story();
    List<Drift> all = orders.stream().flatMap(order -> drift(order, found).stream()).toList();
    return new Drifts(
        all,
        !all.isEmpty() && story.drifts(OnDrift.MEND).containsAll(all),
        found.look() instanceof Look.At ? Notice.between(story.beside(), beside) : List.of());
  }

  private static Optional<Drift> drift(PolicyOrder order, Found found) {
    ObjectKey key = order.key();
    return found.policies().stream()
        .filter(held -> held.meta().key().equals(key))
        .findFirst()
        .map(
            held ->
                switch (Policies.of(order, held)) {
                  case AS_GRANTED, ABSENT -> Optional.<Drift>empty();
                  case ALTERED -> Optional.of(drift(held, Drift.What.ALTERED));
                  case TAMPERED -> Optional.of(drift(held, Drift.What.TAMPERED));
                })
        .orElseGet(
            () ->
                found
                    .story()
                    .policy(key)
                    .map(gone -> new Drift(key, gone, "", Drift.What.DELETED)));
  }

  private static Drift drift(HeldPolicy held, Drift.What what) {
    return new Drift(held.meta().key(), held.meta().uid(), held.meta().resourceVersion(), what);
  }
}
