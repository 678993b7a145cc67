package dev.nightlatch.grants.plan;

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
  record Begun(SortedSet<ObjectKey> policies, boolean isOpen) implements Progress {
    public Begun {
      policies = new TreeSet<>(policies);
    }

    public Begun(Collection<ObjectKey> policies, boolean isOpen) {
      this(new TreeSet<>(policies), isOpen);
    }
  }

  /// Whether it has been opened.
  default boolean hasOpened() {
    return switch (this) {
      case Asked() -> false;
      case Begun(_, var isOpen) -> isOpen;
    };
  }
}
