package dev.nightlatch.operator;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.life.Found;
import dev.nightlatch.grants.life.Lifecycle;
import dev.nightlatch.grants.life.Sight;
import dev.nightlatch.grants.life.Step;
import dev.nightlatch.grants.model.AccessBoundary;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
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
import dev.nightlatch.grants.model.SourceRef;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what [Lifecycle] decides: reads, asks, does one step.
final class GrantReconciler {
  /// Even an idle grant is looked at this often: a watch event may have been lost.
  static final Duration RESYNC = Duration.ofSeconds(30);

  /// For how long guards that stood right before the record of an opening are taken to stand.
  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(GrantReconciler.class);

  private final Cluster cluster;
  private final Incidents incidents;
  private final Journal journal;
  private final InstantSource time;
  private final Supplier<Canary> canary;
  private final Deeds deeds;
  private final Announcer announcer;

  private final Looks looks;
  private final Executor threads;

  /// How the guards stood right before the record of each opening that is being made.
  private final Map<GrantKey, GuardsAt> guarded = new ConcurrentHashMap<>();

  /// How the guards stood, and when.
  private record GuardsAt(Guards guards, Instant at) {}

  /// @param profile how the cluster's network plugin reads policies
  /// @param canary says what the last one showed
  GrantReconciler(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      InstantSource time,
      CniProfile profile,
      Supplier<Canary> canary) {
    this(
        cluster,
        incidents,
        journal,
        time,
        profile,
        canary,
        Announcer.SILENT,
        () -> true,
        Runnable::run);
  }

  /// @param announcer told what was done; must not block
  /// @param mayAct whether nobody else may act
  /// @param threads where calls are made that do not wait for each other
  GrantReconciler(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      InstantSource time,
      CniProfile profile,
      Supplier<Canary> canary,
      Announcer announcer,
      BooleanSupplier mayAct,
      Executor threads) {
    this.cluster = cluster;
    this.incidents = incidents;
    this.journal = journal;
    this.time = time;
    this.canary = canary;
    this.deeds = new Deeds(cluster, journal, time, mayAct);
    this.announcer = announcer;
    this.threads = threads;
    this.looks = new Looks(cluster, profile, time);
  }

  /// Something was heard to have changed beside the grants.
  void changed() {
    looks.changed();
  }

  /// Makes one pass and says when the next is due.
  Next reconcile(GrantKey key) {
    Look justSeen = looks.justSeen(key);
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
      forget(key);
      return new Next.Done();
    }
    Meanwhile<Optional<Facts>> asked =
        meanwhile(
            () ->
                grant
                    .filter(there -> Sight.needsFacts(there, story, begun))
                    .map(there -> facts(there, story, begun)));
    Meanwhile<Guards> guards =
        meanwhile(() -> mayOpen ? guards(key, story, begun) : new Guards.NotAsked());
    // The policies before the latches: see Found.
    List<HeldPolicy> policies = all(policyKeys, cluster::policy);
    List<HeldLatch> latches = all(Found.latches(key.uid(), grant, policyKeys), cluster::latch);
    Optional<Facts> facts = asked.get();
    boolean isOver =
        grant
            .flatMap(
                there ->
                    facts.map(known -> Sight.isOverUnseen(there, story, policies, known, begun)))
            .orElse(false);
    boolean isSeen = !isOver && Sight.needsLook(grant, story, policies, latches, begun);
    boolean foresees = mayOpen && looks.isWholeDue(key, begun);
    Function<Look, Scope> needed =
        seen -> Sight.scope(grant, story, policies, facts, foresees, seen, begun);
    boolean isHeld = isSeen && story.opened().isPresent() && !policies.isEmpty();
    boolean shares = isHeld && looks.isOneOfMany(key);
    Look look =
        shares
            ? looks.shared(key, needed)
            : isSeen ? looks.fresh(justSeen, needed) : new Look.Away();
    Found found =
        new Found(
            grant,
            story,
            facts,
            look,
            guards.get(),
            mayOpen ? canary.get() : new Canary.NotAsked(),
            policies,
            latches);
    Pass pass = new Pass(key, found, time.instant());
    Step step = step(pass);
    boolean opensOnShared = shares && step instanceof Step.ApplyPolicies;
    boolean tellsOfPart = step instanceof Step.NoteWaiting && !look.covers(Scope.everywhere());
    if (opensOnShared || tellsOfPart) {
      // What opens, opens on what is there now; and who is to approve is told of everything.
      Look more = looks.fresh(new Look.Away(), tellsOfPart ? _ -> Scope.everywhere() : needed);
      pass = new Pass(key, found.seeing(more), time.instant());
      step = step(pass);
    }
    log.debug("{}", step);
    say(pass, step);
    Next next = deeds.act(pass, step);
    announce(pass, step);
    looks.remember(pass, step);
    if (!isHeld) {
      looks.isNotHeld(key);
    } else if (!shares) {
      looks.isHeld(key, pass.now());
    }
    if (!mayOpen) {
      guarded.remove(key);
      looks.isNotForeseen(key);
    }
    return next;
  }

  private void forget(GrantKey key) {
    looks.forget(key);
    guarded.remove(key);
  }

  private static Step step(Pass pass) {
    Found found = pass.found();
    return Lifecycle.held(
        Lifecycle.decide(Sight.of(found, pass.now()), pass.now()), found.canary());
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

  /// How the guards stand: asked until the opening is on record; from there to the policies it is a
  /// moment, for which the last answer stands.
  private Guards guards(GrantKey key, Story story, Instant now) {
    GuardsAt last = guarded.get(key);
    if (last != null
        && story.opening().isPresent()
        && Duration.between(last.at(), now).abs().compareTo(A_MOMENT) <= 0) {
      return last.guards();
    }
    Guards guards = cluster.guards();
    guarded.put(key, new GuardsAt(guards, now));
    return guards;
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
