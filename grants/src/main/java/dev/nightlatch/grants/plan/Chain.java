package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.GrantRef;
import java.util.List;

/// The grants that a grant goes on from.
public sealed interface Chain {
  /// The longest chain that is followed.
  int LONGEST = 100;

  /// It is a new opening.
  record None() implements Chain {}

  /// One of them is not there any more, or there are too many: nobody knows when the first began.
  record Broken(GrantRef missing) implements Chain {}

  /// These.
  ///
  /// @param grants at least one: the one that is extended first, the one that was opened first last
  record Of(List<AccessGrant> grants) implements Chain {
    /// @throws IllegalArgumentException if there is none
    public Of {
      if (grants.isEmpty()) {
        throw new IllegalArgumentException("a chain has a grant");
      }
      grants = List.copyOf(grants);
    }

    /// The one that is extended.
    AccessGrant extended() {
      return grants.getFirst();
    }

    /// The one that was opened first.
    AccessGrant first() {
      return grants.getLast();
    }
  }
}
