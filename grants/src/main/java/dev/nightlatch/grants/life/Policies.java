package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.PolicyOrder;
import java.util.ArrayList;
import java.util.List;

/// What was seen of a grant's policies.
public enum Policies {
  /// None is there.
  ABSENT,
  /// They are there as they were granted.
  AS_GRANTED,
  /// They are there with another content, labels or annotations; putting them in again mends it.
  ALTERED,
  /// They are there with other owners, with a foreign finalizer, or on their way out: the latch may
  /// not be able to close them.
  TAMPERED;

  /// Whether all are there as ordered, and no others.
  static Policies of(List<PolicyOrder> orders, List<HeldPolicy> there) {
    List<Policies> each = new ArrayList<>();
    for (HeldPolicy held : there) {
      each.add(
          orders.stream()
              .filter(order -> order.key().equals(held.meta().key()))
              .findFirst()
              .map(order -> of(order, held))
              .orElse(TAMPERED));
    }
    if (each.contains(TAMPERED)) {
      return TAMPERED;
    }
    return each.contains(ALTERED) || there.size() < orders.size() ? ALTERED : AS_GRANTED;
  }

  /// What is there of one order.
  static Policies of(PolicyOrder order, HeldPolicy held) {
    boolean closes =
        !held.meta().terminating()
            && held.meta().owners().equals(List.of(order.latch()))
            && Names.PLUGIN_FINALIZERS.containsAll(held.meta().finalizers());
    if (!closes) {
      return TAMPERED;
    }
    boolean same =
        held.policy().equals(order.policy())
            && held.meta().labels().entrySet().containsAll(order.labels().entrySet())
            && held.meta().annotations().entrySet().containsAll(order.annotations().entrySet());
    return same ? AS_GRANTED : ALTERED;
  }
}
