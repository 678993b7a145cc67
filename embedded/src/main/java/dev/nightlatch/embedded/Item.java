package dev.nightlatch.embedded;

import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Uid;
import java.util.Comparator;

/// One state of one object.
record Item(Meta meta, Content content) {
  /// Finalizer by which an object goes only after what it owns.
  static final String FOREGROUND = "foregroundDeletion";

  /// Finalizer by which an object goes once what it owned is on its own.
  static final String ORPHAN = "orphan";

  /// Which object it is.
  record Ref(Kind kind, ObjectKey key) implements Comparable<Ref> {
    private static final Comparator<Ref> ORDER =
        Comparator.comparing(Ref::kind).thenComparing(Ref::key);

    @Override
    public int compareTo(Ref other) {
      return ORDER.compare(this, other);
    }

    /// `NetworkPolicy shop/orders-db`.
    @Override
    public String toString() {
      return kind + " " + (kind.isNamespaced() ? key : key.name());
    }
  }

  Ref ref() {
    return new Ref(content.kind(), meta.key());
  }

  Uid uid() {
    return meta.uid();
  }

  boolean holds(String finalizer) {
    return meta.finalizers().contains(finalizer);
  }

  /// Whether it is on its way out and waits for what it owns to go first.
  boolean isTakingAlong() {
    return meta.terminating() && holds(FOREGROUND);
  }

  /// Whether it is the object that `owner` speaks of, seen from `namespace`. An owner is
  /// cluster-scoped or of the same namespace.
  boolean isMeantBy(Owner owner, String namespace) {
    return uid().equals(owner.uid())
        && meta.name().equals(owner.name())
        && Kind.of(owner).filter(content.kind()::equals).isPresent()
        && (!content.kind().isNamespaced() || meta.namespace().equals(namespace));
  }
}
