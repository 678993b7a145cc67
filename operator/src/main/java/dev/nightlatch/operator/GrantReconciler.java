package dev.nightlatch.operator;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.life.Found;
import dev.nightlatch.grants.life.Lifecycle;
import dev.nightlatch.grants.life.Sight;
import dev.nightlatch.grants.life.Step;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentRef;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.plan.Chain;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.Incidents;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what [Lifecycle] decides: reads, asks, does one step.
final class GrantReconciler {
  /// Even an idle grant is looked at this often: a watch event may have been lost.
  static final Duration RESYNC = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(GrantReconciler.class);

  private final Cluster cluster;
  private final Incidents incidents;
  private final Journal journal;
  private final InstantSource time;
  private final CniProfile profile;
  private final Supplier<Canary> canary;
  private final Deeds deeds;
  private final Announcer announcer;

  /// What was looked at in the last pass of a grant, where the next pass follows at once.
  private final Map<GrantKey, Look> justSeen = new ConcurrentHashMap<>();

  /// @param profile how the cluster's network plugin reads policies
  /// @param canary says what the last one showed
  GrantReconciler(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      InstantSource time,
      CniProfile profile,
      Supplier<Canary> canary) {
    this(cluster, incidents, journal, time, profile, canary, Announcer.SILENT, () -> true);
  }

  /// @param announcer told what was done; must not block
  /// @param mayAct whether nobody else may act
  GrantReconciler(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      InstantSource time,
      CniProfile profile,
      Supplier<Canary> canary,
      Announcer announcer,
      BooleanSupplier mayAct) {
    this.cluster = cluster;
    this.incidents = incidents;
    this.journal = journal;
    this.time = time;
    this.profile = profile;
    this.canary = canary;
    this.deeds = new Deeds(cluster, journal, time, mayAct);
    this.announcer = announcer;
  }

  /// Makes one pass and says when the next is due.
  Next reconcile(GrantKey key) {
    Optional<AccessGrant> grant = key.grant(cluster);
    grant.ifPresent(there -> LogFields.incident(there.request().incident().toString()));
    Instant begun = time.instant();
    if (grant.filter(there -> Sight.isOver(there, begun)).isPresent()) {
      shutFirst(key, grant.get());
    }
    Story story = journal.story(key.uid());
    if (grant.isEmpty()) {
      story
          .opening()
          .ifPresent(opening -> LogFields.incident(opening.request().incident().toString()));
    }
    boolean mayOpen = Sight.mayStillOpen(grant, story, begun);
    SortedSet<ObjectKey> policyKeys = Found.policies(grant, story);
    if (policyKeys.isEmpty()) {
      justSeen.remove(key);
      return new Next.Done();
    }
    // The policies before the latches: see Found.
    List<HeldPolicy> policies =
        policyKeys.stream().flatMap(policy -> cluster.policy(policy).stream()).toList();
    List<HeldLatch> latches =
        Found.latches(key.uid(), grant, policyKeys).stream()
            .flatMap(latch -> cluster.latch(latch).stream())
            .toList();
    Optional<Facts> facts =
        grant
            .filter(there -> Sight.needsFacts(there, story, begun))
            .map(there -> facts(there, story, begun));
    boolean isOver =
        grant
            .flatMap(
                there ->
                    facts.map(known -> Sight.isOverUnseen(there, story, policies, known, begun)))
            .orElse(false);
    Look look =
        !isOver && Sight.needsLook(grant, story, policies, latches, begun)
            ? look(key, seen -> Sight.scope(grant, story, policies, facts, seen, begun))
            : new Look.Away();
    Found found =
        new Found(
            grant,
            story,
            facts,
            look,
            mayOpen ? cluster.guards() : new Guards.NotAsked(),
            mayOpen ? canary.get() : new Canary.NotAsked(),
            policies,
            latches);
    Instant now = time.instant();
    Step step = Lifecycle.held(Lifecycle.decide(Sight.of(found, now), now), found.canary());
    log.debug("{}", step);
    Pass pass = new Pass(key, found, now);
    say(pass, step);
    Next next = deeds.act(pass, step);
    announce(pass, step);
    remember(pass, step);
    return next;
  }

  /// What is told decides nothing, so a mistake in it fails no pass.
  private void announce(Pass pass, Step step) {
    try {
      Announcements.of(pass, step).forEach(announcer::announce);
    } catch (RuntimeException bug) {
      log.error("what was done cannot be told", bug);
    }
  }

  /// Closing asks nobody: what is over by the grant's own word is taken out before anything else is
  /// read that may be unreadable, such as the record or the latch.
  private void shutFirst(GrantKey key, AccessGrant grant) {
    List<HeldPolicy> there =
        Found.policies(Optional.of(grant), Story.untold(key.uid())).stream()
            .flatMap(policy -> cluster.policy(policy).stream())
            .toList();
    deeds.takeOut(there);
    List<HeldPolicy> unnoted = unnoted(grant);
    deeds.takeOut(unnoted);
    if (!there.isEmpty() || !unnoted.isEmpty()) {
      log.info("its policies are taken out, the grant is over");
    }
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

  /// The cluster now, or as it was just seen where nothing but a note or a record was made since;
  /// no more of it than is needed.
  ///
  /// @param needed how much is, as far as what was seen tells
  private Look look(GrantKey key, Function<Look, Scope> needed) {
    Scope first = needed.apply(new Look.Away());
    Look seen = justSeen.remove(key);
    Look near = seen != null && seen.covers(first) ? seen : look(first);
    Scope scope = needed.apply(near);
    return near.covers(scope) ? near : look(scope);
  }

  private Look look(Scope scope) {
    return new Look.At(cluster.surroundings(scope), profile);
  }

  /// What follows a step that did nothing to the cluster but to say something need not look again:
  /// the pass after it decides on the same.
  private void remember(Pass pass, Step step) {
    boolean onlySays =
        step instanceof Step.NoteWaiting
            || step instanceof Step.NoteApproved
            || step instanceof Step.RecordOpened
            || step instanceof Step.RecordProof
            || step instanceof Step.RecordNotices;
    if (onlySays) {
      justSeen.put(pass.key(), pass.found().look());
    } else {
      justSeen.remove(pass.key());
    }
  }

  private Facts facts(AccessGrant grant, Story story, Instant now) {
    return cluster
        .rule(grant.request().rule())
        .<Facts>map(rule -> facts(grant, rule, story, now))
        .orElseGet(Facts.NoRule::new);
  }

  /// The other grants of the rule, and those that this one goes on from, matter until its opening
  /// is on record.
  private Facts facts(AccessGrant grant, AccessRule rule, Story story, Instant now) {
    boolean isNew = story.opening().isEmpty();
    IncidentRef incident = grant.request().incident();
    return new Facts.Known(
        rule,
        sources(rule),
        cluster.boundaries(),
        incident.isManual() ? new IncidentView.NotAsked() : incidents.look(incident, now),
        isNew && rule.conditions().quota().isLimited()
            ? cluster.grants(grant.request().rule())
            : List.of(),
        isNew
            ? Chain.of(grant.request(), ref -> new GrantKey(ref.uid(), ref.name()).grant(cluster))
            : new Chain.None());
  }

  private List<AccessSource> sources(AccessRule rule) {
    return rule.sources().stream().flatMap(ref -> cluster.source(ref.source()).stream()).toList();
  }

  /// What whoever runs the operator wants to know: what opens, what closes, what is turned down.
  private static void say(Pass pass, Step step) {
    switch (step) {
      case Step.RecordDrift(var drifts) ->
          drifts.forEach(drift -> log.warn("{}, which is mended", drift.clause()));
      case Step.RecordNotices(var notices) -> log.info("beside it: {}", Notice.clauses(notices));
      case Step.ApplyPolicies(var opens, var latches) -> {
        if (pass.found().story().opened().isEmpty()) {
          log.info(
              "opening until {}: {}",
              LatchRef.end(latches),
              String.join("; ", opens.terms().connections()));
        }
      }
      case Step.RemovePolicies(var ending, _) ->
          log.info("closing, {}: {}", ending.code().text(), ending.sentence());
      case Step.RecordRefusal(var ending) ->
          log.info("refused, {}: {}", ending.code().text(), ending.sentence());
      case Step.RecordClosing(var ending) -> log.info("closed, {}", ending.code().text());
      case Step.RecordProof(var opens) ->
          Proofs.open(opens.impact(), pass.now())
              .ifPresent(proof -> log.info("{}", proof.sentence()));
      case Step.NoteWaiting _,
          Step.NoteApproved _,
          Step.NoteScheduled _,
          Step.RecordOpening _,
          Step.AwaitCanary(),
          Step.ArmLatches _,
          Step.AwaitLatches(),
          Step.NoteLease _,
          Step.RecordOpened _,
          Step.NoteActive _,
          Step.NoteClosing _,
          Step.RecordReview _,
          Step.ProveClosed(),
          Step.Disarm _,
          Step.NoteEnd _,
          Step.WaitUntil _,
          Step.Rest() -> {}
    }
  }
}
