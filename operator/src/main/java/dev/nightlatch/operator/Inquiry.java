package dev.nightlatch.operator;

import dev.nightlatch.grants.life.Found;
import dev.nightlatch.grants.life.Sight;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.SourceRef;
import dev.nightlatch.grants.plan.Chain;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.Incidents;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what a pass over a grant is about: the grant, its record, what its rule and everybody
/// concerned say, guards, canary, policies and latches. Not the cluster around it: see [Looks].
final class Inquiry {
  /// For how long guards that stood right before the record of an opening are taken to stand.
  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(GrantReconciler.class);

  private final Cluster cluster;
  private final Incidents incidents;
  private final Journal journal;
  private final Supplier<Canary> canary;
  private final Hearing hearing;
  private final Deeds deeds;
  private final Executor threads;

  /// What was last read of our own objects for each grant that may still be opened.
  private final Map<GrantKey, FactsAt> known = new ConcurrentHashMap<>();

  /// What our own objects said, and when.
  private record FactsAt(Facts.Known facts, Hearing.Mark mark) {}

  /// For which incident each grant is, once it was read: a pass that can read nothing says it too.
  private final Map<GrantKey, String> incidentOf = new ConcurrentHashMap<>();

  /// How the guards stood right before the record of each opening that is being made.
  private final Map<GrantKey, GuardsAt> guarded = new ConcurrentHashMap<>();

  /// How the guards stood, and when.
  private record GuardsAt(Guards guards, Instant at) {}

  /// @param canary says what the last one showed
  /// @param deeds takes out what is found to be over
  /// @param threads where calls are made that do not wait for each other
  Inquiry(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      Supplier<Canary> canary,
      Hearing hearing,
      Deeds deeds,
      Executor threads) {
    this.cluster = cluster;
    this.incidents = incidents;
    this.journal = journal;
    this.canary = canary;
    this.hearing = hearing;
    this.deeds = deeds;
    this.threads = threads;
  }

  /// Says in the log for which incident the grant is, as far as that was ever read or recorded.
  void sayIncident(GrantKey key) {
    Optional.ofNullable(incidentOf.get(key)).or(() -> recorded(key)).ifPresent(LogFields::incident);
  }

  private Optional<String> recorded(GrantKey key) {
    try {
      return journal.story(key.uid()).opening().map(opening -> note(key, opening.request()));
    } catch (JournalException unreadable) {
      log.debug("the record cannot be read", unreadable);
      return Optional.empty();
    }
  }

  private String note(GrantKey key, Request request) {
    String incident = request.incident().toString();
    incidentOf.put(key, incident);
    return incident;
  }

  /// The grant is gone, and nothing of it is left to be done.
  void forget(GrantKey key) {
    isNotOpening(key);
    incidentOf.remove(key);
  }

  /// Reads all that a pass is about but the cluster around it; empty where there is nothing.
  Optional<Found> read(GrantKey key, Hearing.Mark mark) {
    return read(key, key.grant(cluster), mark);
  }

  /// @param grant as the API server has just answered with it
  Optional<Found> read(GrantKey key, Optional<AccessGrant> grant, Hearing.Mark mark) {
    Instant begun = mark.at();
    grant.ifPresent(there -> LogFields.incident(note(key, there.request())));
    List<ObjectKey> gone =
        grant
            .filter(there -> Sight.isOver(there, begun))
            .map(there -> shutFirst(key, there))
            .orElse(List.of());
    Story story = journal.story(key.uid());
    boolean mayOpen = Sight.mayStillOpen(grant, story, begun);
    SortedSet<ObjectKey> policyKeys = Found.policies(grant, story);
    if (policyKeys.isEmpty()) {
      return Optional.empty();
    }
    Meanwhile<Optional<Facts>> asked =
        meanwhile(
            () ->
                grant
                    .filter(there -> Sight.needsFacts(there, story, begun))
                    .map(there -> facts(key, there, story, mark)));
    Meanwhile<Guards> guards =
        meanwhile(() -> mayOpen ? guards(key, grant, story, begun) : new Guards.NotAsked());
    // The policies before the latches: see Found.
    List<HeldPolicy> policies =
        all(policyKeys.stream().filter(policy -> !gone.contains(policy)).toList(), cluster::policy);
    List<HeldLatch> latches = all(Found.latches(key.uid(), grant, policyKeys), cluster::latch);
    return Optional.of(
        new Found(
            grant,
            story,
            asked.get(),
            new Look.Away(),
            guards.get(),
            mayOpen ? canary.get() : new Canary.NotAsked(),
            policies,
            latches));
  }

  /// The grant is not about to be opened: what was kept of it for that is forgotten.
  void isNotOpening(GrantKey key) {
    guarded.remove(key);
    known.remove(key);
  }

  private <T> Meanwhile<T> meanwhile(Supplier<T> call) {
    return Meanwhile.begin(threads, call);
  }

  /// Those that are there, in the order of their keys.
  private <K, T> List<T> all(Collection<K> keys, Function<K, Optional<T>> call) {
    return keys.stream().map(key -> meanwhile(() -> call.apply(key))).toList().stream()
        .flatMap(there -> there.get().stream())
        .toList();
  }

  /// How the guards stand: asked until the opening is on record, though not twice within a moment;
  /// from there to the policies the last answer stands.
  private Guards guards(GrantKey key, Optional<AccessGrant> grant, Story story, Instant now) {
    GuardsAt last = guarded.get(key);
    Duration stand = story.opening().isPresent() ? A_MOMENT : Hearing.MOMENT;
    if (last != null
        && grant.filter(there -> isBeingOpened(there, story)).isPresent()
        && Duration.between(last.at(), now).abs().compareTo(stand) <= 0) {
      return last.guards();
    }
    Guards guards = cluster.guards();
    guarded.put(key, new GuardsAt(guards, now));
    return guards;
  }

  /// Closing asks nobody: what is over by the grant's own word is taken out before anything else is
  /// read that may be unreadable, such as the record or the latch.
  ///
  /// @return where no policy is any more
  private List<ObjectKey> shutFirst(GrantKey key, AccessGrant grant) {
    List<ObjectKey> keys = List.copyOf(Found.policies(Optional.of(grant), Story.untold(key.uid())));
    List<HeldPolicy> there = all(keys, cluster::policy);
    deeds.takeOut(there);
    List<HeldPolicy> unnoted = unnoted(grant);
    deeds.takeOut(unnoted);
    if (!there.isEmpty() || !unnoted.isEmpty()) {
      log.info("its policies are taken out, the grant is over");
    }
    return keys;
  }

  /// The policies of a lease that ends before the status says which there are: their names tell.
  private List<HeldPolicy> unnoted(AccessGrant grant) {
    GrantStatus status = grant.status();
    boolean isNoted = status.latches().isEmpty() || !status.policies().isEmpty();
    return isNoted
        ? List.of()
        : cluster.policies().stream()
            .filter(held -> Names.isPolicyOf(grant.uid(), held.meta().name()))
            .filter(
                held ->
                    status.latches().stream()
                        .anyMatch(ref -> ref.key().namespace().equals(held.meta().namespace())))
            .toList();
  }

  /// Whether it was noted as approved, and its policies are not on record yet. What is read for the
  /// note itself is read anew.
  private static boolean isBeingOpened(AccessGrant grant, Story story) {
    return grant.status().phase() != Phase.PENDING && story.opened().isEmpty();
  }

  /// What our own objects say; while a grant is being opened, what they said a moment ago. Where
  /// the rule counts its grants, they are counted at each pass until this one is among them.
  private Facts facts(GrantKey key, AccessGrant grant, Story story, Hearing.Mark mark) {
    FactsAt last = known.get(key);
    if (last != null && isBeingOpened(grant, story) && hearing.stands(last.mark(), mark.at())) {
      if (story.opening().isPresent()) {
        return last.facts().begun();
      }
      if (!last.facts().rule().conditions().quota().isLimited()) {
        return last.facts();
      }
    }
    Facts facts =
        cluster
            .rule(grant.request().rule())
            .<Facts>map(rule -> facts(grant, rule, story, mark.at()))
            .orElseGet(Facts.NoRule::new);
    if (facts instanceof Facts.Known there && story.opened().isEmpty()) {
      known.put(key, new FactsAt(there, mark));
    } else {
      known.remove(key);
    }
    return facts;
  }

  /// The other grants of the rule, and those that this one goes on from, matter until its opening
  /// is on record.
  private Facts facts(AccessGrant grant, AccessRule rule, Story story, Instant now) {
    boolean isNew = story.opening().isEmpty();
    IncidentRef incident = grant.request().incident();
    Meanwhile<List<AccessBoundary>> boundaries = meanwhile(cluster::boundaries);
    Meanwhile<IncidentView> view =
        meanwhile(
            () ->
                incident.isManual() ? new IncidentView.NotAsked() : incidents.look(incident, now));
    return new Facts.Known(
        rule,
        all(rule.sources().stream().map(SourceRef::source).toList(), cluster::source),
        boundaries.get(),
        view.get(),
        isNew && rule.conditions().quota().isLimited()
            ? cluster.grants(grant.request().rule())
            : List.of(),
        isNew
            ? Chain.of(grant.request(), ref -> new GrantKey(ref.uid(), ref.name()).grant(cluster))
            : new Chain.None());
  }
}
