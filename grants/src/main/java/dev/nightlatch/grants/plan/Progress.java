package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.ObjectKey;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/// How far a grant has come, as far as its plan depends on it.
public sealed interface Progress {

  /// Nothing is on record: the plan is free.
  record Asked() implements Progress {}

  /// Its opening is on record, and so are its policies: no others are put in.
  ///
  /// @param isOpen whether it has been opened: then it is no fault that its pods are gone for a
  ///     moment, or that somebody else has come to allow the same
  /// @param exemption as it went on record
  record Begun(SortedSet<ObjectKey> policies, boolean isOpen, Exemption exemption)
      implements Progress {
    public Begun {
      policies = new TreeSet<>(policies);
    }

    /// Approved as its rule requires.
    public Begun(Collection<ObjectKey> policies, boolean isOpen) {
      this(new TreeSet<>(policies), isOpen, new Exemption.None());
    }
  }

  /// Whether it has been opened.
  default boolean hasOpened() {
    return switch (this) {
      case Asked() -> false;
      case Begun(_, var isOpen, _) -> isOpen;
    };
  }
}
