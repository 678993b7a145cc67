package dev.nightlatch.operator;

import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Chain;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.Incidents;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All grants and what belongs to them, read at one time for all that are open: five lists, however
/// many there are.
///
/// A source, or an incident, is read when the first grant needs it. Nothing is done on what is seen
/// here: where something is amiss the grant is looked at by itself.
final class Ours {
  private final Cluster cluster;
  private final Incidents incidents;
  private final InstantSource time;
  private final Map<Uid, AccessGrant> grants;
  private final Map<ObjectKey, HeldPolicy> policies;
  private final Map<ObjectKey, HeldLatch> latches;
  private final Map<ObjectKey, AccessRule> rules;
  private final List<AccessBoundary> boundaries;
  private final Map<ObjectKey, Optional<AccessSource>> sources = new ConcurrentHashMap<>();
  private final Map<IncidentRef, IncidentView> views = new ConcurrentHashMap<>();

  /// Reads them. The policies before the latches: see [dev.nightlatch.grants.life.Found].
  Ours(Cluster cluster, Incidents incidents, InstantSource time) {
    this.cluster = cluster;
    this.incidents = incidents;
    this.time = time;
    this.grants = by(AccessGrant::uid, cluster.grants());
    this.policies =
        by(
            held -> held.meta().key(),
            cluster.policies().stream().filter(HeldPolicy::isMarked).toList());
    this.latches = by(held -> held.meta().key(), cluster.latches());
    this.rules = by(rule -> rule.meta().key(), cluster.rules());
    this.boundaries = cluster.boundaries();
  }

  private static <K, T> Map<K, T> by(Function<T, K> key, Collection<T> all) {
    return all.stream().collect(Collectors.toUnmodifiableMap(key, each -> each));
  }

  Optional<AccessGrant> grant(GrantKey key) {
    return Optional.ofNullable(grants.get(key.uid()));
  }

  /// Those that are there.
  List<HeldPolicy> policies(Collection<ObjectKey> keys) {
    return there(keys, policies);
  }

  /// Those that are there.
  List<HeldLatch> latches(Collection<ObjectKey> keys) {
    return there(keys, latches);
  }

  private static <T> List<T> there(Collection<ObjectKey> keys, Map<ObjectKey, T> all) {
    return keys.stream().flatMap(key -> Optional.ofNullable(all.get(key)).stream()).toList();
  }

  /// What the standing of an open grant depends on.
  Facts facts(AccessGrant grant) {
    return Optional.ofNullable(rules.get(grant.request().rule()))
        .<Facts>map(
            rule ->
                new Facts.Known(
                    rule,
                    rule.sources().stream()
                        .map(SourceRef::source)
                        .flatMap(key -> sources.computeIfAbsent(key, cluster::source).stream())
                        .toList(),
                    boundaries,
                    view(grant.request().incident()),
                    List.of(),
                    new Chain.None()))
        .orElseGet(Facts.NoRule::new);
  }

  private IncidentView view(IncidentRef incident) {
    Instant now = time.instant();
    return incident.isManual()
        ? new IncidentView.NotAsked()
        : views.computeIfAbsent(incident, asked -> incidents.look(asked, now));
  }
}
