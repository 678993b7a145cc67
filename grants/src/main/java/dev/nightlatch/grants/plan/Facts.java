package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import java.util.Comparator;
import java.util.List;

/// What planning needs to know of our own objects, read at one time.
public sealed interface Facts {

  /// The rule that the grant names is not there.
  record NoRule() implements Facts {}

  /// The rule is there.
  ///
  /// @param sources those of the rule's sources that are there; one that is there twice, since the
  ///     rule names it twice, counts once
  /// @param boundaries all of the cluster, sorted by name: one that is left out would not hold
  record Known(AccessRule rule, List<AccessSource> sources, List<AccessBoundary> boundaries)
      implements Facts {
    public Known {
      sources = List.copyOf(sources);
      boundaries = boundaries.stream().sorted(Comparator.comparing(AccessBoundary::name)).toList();
    }
  }
}
