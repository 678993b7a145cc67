package dev.nightlatch.grants.plan;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.IncidentView;
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
  /// @param incident what is known of the incident; of one that is on record alone nobody asks
  /// @param others the grants of the same rule, where its quota is limited
  /// @param chain the grants that this one goes on from
  record Known(
      AccessRule rule,
      List<AccessSource> sources,
      List<AccessBoundary> boundaries,
      IncidentView incident,
      List<AccessGrant> others,
      Chain chain)
      implements Facts {

    /// Of a rule without quotas, a new opening, an incident that nobody asked for.
    public Known(AccessRule rule, List<AccessSource> sources, List<AccessBoundary> boundaries) {
      this(rule, sources, boundaries, new IncidentView.NotAsked(), List.of(), new Chain.None());
    }

    /// The same, with something else known of the incident.
    public Known seeing(IncidentView view) {
      return new Known(rule, sources, boundaries, view, others, chain);
    }

    /// The same once the opening is begun: neither the others of the rule nor what it goes on from
    /// matter any more.
    public Known begun() {
      return new Known(rule, sources, boundaries, incident, List.of(), new Chain.None());
    }

    public Known {
      sources = List.copyOf(sources);
      others = List.copyOf(others);
      boundaries = boundaries.stream().sorted(Comparator.comparing(AccessBoundary::name)).toList();
    }
  }
}
