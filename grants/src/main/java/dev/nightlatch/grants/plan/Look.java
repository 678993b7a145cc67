package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Surroundings;

/// Whether the cluster was looked at.
public sealed interface Look {

  /// It was not: nothing depends on it at this step.
  record Away() implements Look {}

  /// This is what was there.
  ///
  /// @param profile how the cluster's network plugin reads policies
  record At(Surroundings surroundings, CniProfile profile) implements Look {

    /// What of it is within a scope.
    ///
    /// @throws IllegalStateException if not all of that was looked at
    public At within(Scope part) {
      return new At(surroundings.within(part), profile);
    }
  }

  /// Whether all of this was looked at.
  default boolean covers(Scope scope) {
    return switch (this) {
      case Away() -> false;
      case At(var surroundings, _) -> surroundings.scope().covers(scope);
    };
  }
}
