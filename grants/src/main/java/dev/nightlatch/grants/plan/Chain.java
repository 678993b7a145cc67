package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.GrantRef;
import dev.nightlatch.grants.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The grants that a grant goes on from.
public sealed interface Chain {
  /// The longest chain that is followed.
  int LONGEST = 100;

  /// The chain that a request goes on from. Costs one reading for each grant of it.
  ///
  /// @param read reads a grant: the one with this UID and no other
  static Chain of(Request request, Function<GrantRef, Optional<AccessGrant>> read) {
    List<AccessGrant> grants = new ArrayList<>();
    Optional<GrantRef> before = request.extended();
    while (before.isPresent()) {
      GrantRef ref = before.get();
      Optional<AccessGrant> there = read.apply(ref);
      if (there.isEmpty() || grants.size() == LONGEST) {
        return new Broken(ref);
      }
      grants.add(there.get());
      before = there.get().request().extended();
    }
    return grants.isEmpty() ? new None() : new Of(grants);
  }

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
    public AccessGrant first() {
      return grants.getLast();
    }
  }
}
