package dev.nightlatch.operator;

import dev.nightlatch.embedded.Latch;
import dev.nightlatch.engine.model.LabelSelector;
import dev.nightlatch.engine.model.NetworkPolicy;
import dev.nightlatch.engine.model.PolicyRule;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Uid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What strangers make of policies and latches.
final class Strangers {
  private static final Owner STRANGER =
      new Owner("v1", "Namespace", "shop", new Uid("99999999-9999-4999-8999-999999999999"));

  private Strangers() {}

  /// From everywhere, or to everywhere.
  static HeldPolicy widen(HeldPolicy held) {
    NetworkPolicy policy = held.policy();
    return ruling(held, policy.podSelector(), widened(policy.ingress()), widened(policy.egress()));
  }

  /// For every pod of its namespace.
  static HeldPolicy selectAll(HeldPolicy held) {
    NetworkPolicy policy = held.policy();
    return ruling(held, LabelSelector.EVERYTHING, policy.ingress(), policy.egress());
  }

  private static HeldPolicy ruling(
      HeldPolicy held, LabelSelector pods, List<PolicyRule> ingress, List<PolicyRule> egress) {
    NetworkPolicy policy = held.policy();
    return new HeldPolicy(
        held.meta(),
        new NetworkPolicy(
            policy.namespace(), policy.name(), pods, policy.policyTypes(), ingress, egress));
  }

  private static List<PolicyRule> widened(List<PolicyRule> rules) {
    return rules.stream().map(rule -> new PolicyRule(List.of(), rule.ports())).toList();
  }

  /// Without its labels and without the end that stands on it.
  static HeldPolicy unmark(HeldPolicy held) {
    return new HeldPolicy(
        with(held.meta(), Map.of(), held.meta().owners(), held.meta().finalizers()), held.policy());
  }

  /// With an owner that stays.
  static HeldPolicy own(HeldPolicy held) {
    return owned(held, Stream.concat(held.meta().owners().stream(), Stream.of(STRANGER)).toList());
  }

  /// Without an owner.
  static HeldPolicy disown(HeldPolicy held) {
    return owned(held, List.of());
  }

  /// With this owner alone.
  static HeldPolicy ownedBy(HeldPolicy held, Owner owner) {
    return owned(held, List.of(owner));
  }

  private static HeldPolicy owned(HeldPolicy held, List<Owner> owners) {
    return new HeldPolicy(
        with(held.meta(), held.meta().labels(), owners, held.meta().finalizers()), held.policy());
  }

  /// With a finalizer that nobody takes off.
  static HeldPolicy hold(HeldPolicy held) {
    return new HeldPolicy(
        with(
            held.meta(), held.meta().labels(), held.meta().owners(), List.of("stranger.example/x")),
        held.policy());
  }

  private static Meta with(
      Meta meta, Map<String, String> labels, List<Owner> owners, List<String> finalizers) {
    return new Meta(
        meta.namespace(),
        meta.name(),
        meta.uid(),
        meta.resourceVersion(),
        meta.generation(),
        meta.createdAt(),
        meta.terminating(),
        labels,
        labels.isEmpty() ? Map.of() : meta.annotations(),
        owners,
        finalizers);
  }

  /// Closes a day later.
  static Latch putOff(Latch latch) {
    return new Latch(
        Optional.of(Duration.ofDays(1)),
        latch.ttl(),
        latch.parallelism(),
        latch.suspended(),
        latch.owners(),
        latch.finalizers());
  }

  /// Never closes.
  static Latch suspend(Latch latch) {
    return new Latch(
        latch.deadline(),
        latch.ttl(),
        latch.parallelism(),
        true,
        latch.owners(),
        latch.finalizers());
  }

  /// Takes nothing along.
  static Latch letGo(Latch latch) {
    return new Latch(
        latch.deadline(),
        latch.ttl(),
        latch.parallelism(),
        latch.suspended(),
        latch.owners(),
        List.of());
  }
}
