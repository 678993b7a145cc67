package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Target;
import java.util.List;

/// The part of a rule that a grant asks for: never more than the rule.
sealed interface Narrowing {

  /// This part.
  ///
  /// @param sources at least one, as the rule names them
  record Narrowed(Target target, List<SourceRef> sources) implements Narrowing {
    public Narrowed {
      sources = List.copyOf(sources);
    }
  }

  /// Something that is no part of the rule.
  record Refused(Refusal refusal) implements Narrowing {}

  /// A port that is asked for must lie within one of the rule's ports or ranges, and a source must
  /// be one that the rule names.
  static Narrowing of(AccessRule rule, Part part) {
    ObjectKey key = rule.meta().key();
    List<SourceRef> named =
        rule.sources().stream().filter(ref -> part.takes(ref.source())).toList();
    for (ObjectKey wanted : part.sources()) {
      if (named.stream().noneMatch(ref -> ref.source().equals(wanted))) {
        return new Refused(new Refusal.SourceOutside(key, wanted));
      }
    }
    for (PortRange wanted : part.ports()) {
      if (rule.target().ports().stream().noneMatch(range -> contains(range, wanted))) {
        return new Refused(
            new Refusal.PortOutside(
                key,
                wanted.toString(),
                rule.target().ports().stream().map(PortRange::toString).toList()));
      }
    }
    return new Narrowed(
        new Target(rule.target().podSelector(), part.portsOf(rule.target())), named);
  }

  private static boolean contains(PortRange range, PortRange wanted) {
    return range.protocol() == wanted.protocol()
        && range.first() <= wanted.first()
        && wanted.last() <= range.last();
  }
}
