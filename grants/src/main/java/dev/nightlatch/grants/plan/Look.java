package dev.nightlatch.grants.plan;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.Surroundings;

/// Whether the cluster was looked at.
public sealed interface Look {

  /// It was not: nothing depends on it at this step.
  record Away() implements Look {}

  /// This is what was there.
  ///
  /// @param profile how the cluster's network plugin reads policies
  record At(Surroundings surroundings, CniProfile profile) implements Look {}
}
