package dev.nightlatch.operator;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.life.Found;
import dev.nightlatch.grants.life.Lifecycle;
import dev.nightlatch.grants.life.Notes;
import dev.nightlatch.grants.life.Orders;
import dev.nightlatch.grants.life.Sight;
import dev.nightlatch.grants.life.Step;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.AccessSource;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what [Lifecycle] decides: reads, asks, does one step.
final class GrantReconciler {
  /// Even an idle grant is looked at this often: a watch event may have been lost.
  static final Duration RESYNC = Duration.ofSeconds(30);

  /// How often a latch that was armed is looked at until it has started.
  private static final Duration STARTING = Duration.ofMillis(50);

  /// How often the reason of a closing is written again over somebody else's write.
  private static final int TRIES = 5;

  private static final Logger log = LoggerFactory.getLogger(GrantReconciler.class);

  private final Cluster cluster;
  private final Journal journal;
  private final InstantSource time;
  private final CniProfile profile;

  /// What was looked at in the last pass of a grant, where the next pass follows at once.
  private final Map<GrantKey, Look> justSeen = new ConcurrentHashMap<>();

  /// @param profile how the cluster's network plugin reads policies
  GrantReconciler(Cluster cluster, Journal journal, InstantSource time, CniProfile profile) {
    this.cluster = cluster;
    this.journal = journal;
    this.time = time;
    this.profile = profile;
  }

  /// Makes one pass and says when the next is due.
  Next reconcile(GrantKey key) {
    Optional<AccessGrant> grant = read(key);
    Instant begun = time.instant();
    if (grant.filter(there -> Sight.isOver(there, begun)).isPresent()) {
      shutFirst(key, grant.get());
    }
    Story story = journal.story(key.uid());
    SortedSet<ObjectKey> policyKeys = Found.policies(grant, story);
    if (policyKeys.isEmpty()) {
      return new Next.Done();
    }
    // The policies before the latches: see Found.
    List<HeldPolicy> policies =
        policyKeys.stream().flatMap(policy -> cluster.policy(policy).stream()).toList();
    List<HeldLatch> latches =
        Found.latches(key.uid(), grant, policyKeys).stream()
            .flatMap(latch -> cluster.latch(latch).stream())
            .toList();
    Look look =
        Sight.needsLook(grant, story, policies, latches, begun) ? look(key) : new Look.Away();
    Found found =
        new Found(
            grant,
            story,
            grant.filter(there -> Sight.needsFacts(there, story, begun)).map(this::facts),
            look,
            policies,
            latches);
    Instant now = time.instant();
    Step step = Lifecycle.decide(Sight.of(found, now), now);
    log.debug("grant {} ({}): {}", key.name(), key.uid(), step);
    Pass pass = new Pass(key, found, now);
    Next next = act(pass, step);
    remember(pass, step);
    return next;
  }

  /// Closing asks nobody: what is over by the grant's own word is taken out before anything else is
  /// read that may be unreadable, such as the record or the latch.
  private void shutFirst(GrantKey key, AccessGrant grant) {
    List<HeldPolicy> there =
        Found.policies(Optional.of(grant), Story.untold(key.uid())).stream()
            .flatMap(policy -> cluster.policy(policy).stream())
            .toList();
    takeOut(there);
    if (!there.isEmpty()) {
      log.info(
          "grant {}, incident {}: its policies are taken out, the grant is over",
          key.name(),
          grant.request().incident());
    }
  }

  /// One that cannot be taken out does not keep the others in.
  private void takeOut(List<HeldPolicy> policies) {
    List<ClusterException> failures = new ArrayList<>();
    for (HeldPolicy held : policies) {
      try {
        cluster.remove(held.meta().key(), held.meta().uid());
      } catch (ClusterException failed) {
        failures.add(failed);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  /// The cluster now, or as it was just seen where nothing but a note or a record was made since.
  private Look look(GrantKey key) {
    Look seen = justSeen.remove(key);
    return seen == null ? new Look.At(cluster.surroundings(), profile) : seen;
  }

  /// What follows a step that did nothing to the cluster but to say something need not look again:
  /// the pass after it decides on the same.
  private void remember(Pass pass, Step step) {
    boolean onlySays =
        step instanceof Step.NoteApproved
            || step instanceof Step.RecordOpened
            || step instanceof Step.RecordProof;
    if (onlySays) {
      justSeen.put(pass.key(), pass.found().look());
    } else {
      justSeen.remove(pass.key());
    }
  }

  /// A grant whose very kind was taken away is as gone as any.
  private Optional<AccessGrant> read(GrantKey key) {
    try {
      return cluster.grant(key.name()).filter(there -> there.uid().equals(key.uid()));
    } catch (ClusterException failed) {
      if (failed.kind() == ClusterException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private Facts facts(AccessGrant grant) {
    ObjectKey key = grant.request().rule();
    return cluster
        .rule(key)
        .<Facts>map(rule -> new Facts.Known(rule, sources(rule)))
        .orElseGet(Facts.NoRule::new);
  }

  private List<AccessSource> sources(AccessRule rule) {
    return rule.sources().stream().flatMap(ref -> cluster.source(ref.source()).stream()).toList();
  }

  /// What one pass read, and when.
  private record Pass(GrantKey key, Found found, Instant now) {

    /// The grant and its incident, for a line of the log.
    String told() {
      String incident =
          found
              .grant()
              .map(there -> there.request().incident())
              .or(() -> found.story().opening().map(opening -> opening.request().incident()))
              .orElse("unknown");
      return "grant " + key.name() + ", incident " + incident;
    }

    AccessGrant grant() {
      return found
          .grant()
          .orElseThrow(() -> new IllegalStateException("this step needs the grant itself"));
    }
  }

  private Next act(Pass pass, Step step) {
    Uid uid = pass.key().uid();
    say(pass, step);
    return switch (step) {
      case Step.NoteWaiting(var approvals) ->
          note(pass, Notes.waiting(pass.grant().status(), approvals));
      case Step.NoteApproved(var opens) ->
          note(pass, Notes.approved(pass.grant().status(), opens, pass.now()));
      case Step.RecordOpening(var opens) ->
          then(
              () -> {
                prove(uid, Proofs.before(opens.impact(), pass.now()));
                journal.record(opening(pass, opens));
              });
      case Step.ArmLatches(var opens) ->
          then(() -> Orders.latches(pass.grant(), opens).forEach(cluster::arm));
      case Step.AwaitLatches() -> new Next.In(STARTING);
      case Step.NoteLease(var latches) -> note(pass, Notes.leased(pass.grant().status(), latches));
      case Step.ApplyPolicies apply -> apply(pass, apply);
      case Step.RecordOpened(var opens, var latches) ->
          then(
              () -> {
                prove(uid, Proofs.open(opens.impact(), pass.now()));
                journal.record(opened(pass, latches));
              });
      case Step.RecordProof(var opens) ->
          then(() -> prove(uid, Proofs.open(opens.impact(), pass.now())));
      case Step.NoteActive(var opens) ->
          note(pass, Notes.active(pass.grant().status(), opens, policies(pass), pass.now()));
      case Step.RemovePolicies(var ending) -> remove(pass, pass.found().policies(), ending);
      case Step.NoteClosing(var ending) ->
          note(pass, Notes.closing(pass.grant().status(), ending, pass.now()));
      case Step.Disarm _ ->
          then(
              () ->
                  pass.found()
                      .latches()
                      .forEach(held -> cluster.disarm(held.meta().key(), held.meta().uid())));
      case Step.RecordClosing(var ending) ->
          then(
              () ->
                  journal.record(
                      new JournalEntry.Closed(uid, pass.now(), ending.code(), ending.sentence())));
      case Step.ProveClosed() -> {
        Optional<Proof> left = closed(pass);
        left.ifPresent(proof -> log.info("{}: {}", pass.told(), proof.sentence()));
        yield then(() -> prove(uid, left));
      }
      case Step.RecordRefusal(var ending) ->
          then(
              () ->
                  journal.record(
                      new JournalEntry.Refused(
                          uid,
                          pass.now(),
                          pass.key().name(),
                          pass.grant().request(),
                          ending.code(),
                          ending.sentence())));
      case Step.NoteEnd(var ending) ->
          note(
              pass,
              Notes.ended(
                  pass.grant().status(), ending, pass.found().story().proof(Proof.Moment.CLOSED)));
      case Step.WaitUntil(var at) -> new Next.In(min(Duration.between(pass.now(), at), RESYNC));
      case Step.Rest() -> new Next.Done();
    };
  }

  /// What whoever runs the operator wants to know: what opens, what closes, what is turned down.
  private static void say(Pass pass, Step step) {
    switch (step) {
      case Step.ApplyPolicies(var opens, var latches) -> {
        if (!pass.found().policies().isEmpty()) {
          log.warn("{}: somebody changed its policy, which is put right", pass.told());
        } else if (pass.found().story().opened().isPresent()) {
          log.warn("{}: somebody deleted its policy, which is put in again", pass.told());
        } else {
          log.info("{}: opening until {}: {}", pass.told(), LatchRef.end(latches), opens.terms());
        }
      }
      case Step.RemovePolicies(var ending) ->
          log.info("{}: closing, {}: {}", pass.told(), ending.code().text(), ending.sentence());
      case Step.RecordRefusal(var ending) ->
          log.info("{}: refused, {}: {}", pass.told(), ending.code().text(), ending.sentence());
      case Step.RecordClosing(var ending) ->
          log.info("{}: closed, {}", pass.told(), ending.code().text());
      case Step.RecordProof(var opens) ->
          Proofs.open(opens.impact(), pass.now())
              .ifPresent(proof -> log.info("{}: {}", pass.told(), proof.sentence()));
      case Step.NoteWaiting _,
          Step.NoteApproved _,
          Step.RecordOpening _,
          Step.ArmLatches _,
          Step.AwaitLatches(),
          Step.NoteLease _,
          Step.RecordOpened _,
          Step.NoteActive _,
          Step.NoteClosing _,
          Step.ProveClosed(),
          Step.Disarm _,
          Step.NoteEnd _,
          Step.WaitUntil _,
          Step.Rest() -> {}
    }
  }

  private void prove(Uid grant, Optional<Proof> proof) {
    proof.ifPresent(found -> journal.record(new JournalEntry.Proven(grant, found)));
  }

  /// What is left of the grant's connections, as far as the record tells which they were.
  private static Optional<Proof> closed(Pass pass) {
    return pass.found().look() instanceof Look.At look
        ? pass.found().story().opening().map(opening -> closed(opening, look, pass.now()))
        : Optional.empty();
  }

  private static Proof closed(JournalEntry.Opening opening, Look.At look, Instant now) {
    return Proofs.closed(opening.terms(), opening.policies(), look, now);
  }

  private Next apply(Pass pass, Step.ApplyPolicies step) {
    for (PolicyOrder order : Orders.policies(pass.grant(), step.opens(), step.latches())) {
      if (!cluster.apply(order)) {
        log.warn("{}: {}", pass.told(), step.otherwise().sentence());
        List<HeldPolicy> held =
            Plan.keys(step.opens().policies()).stream()
                .flatMap(key -> cluster.policy(key).stream())
                .toList();
        return remove(pass, held, step.otherwise());
      }
    }
    return new Next.AtOnce();
  }

  /// The reason goes into the status in the same pass: it may lie in a policy itself, and then the
  /// next pass would see nothing of it any more.
  private Next remove(Pass pass, List<HeldPolicy> policies, Ending ending) {
    takeOut(policies);
    Optional<AccessGrant> grant = pass.found().grant();
    for (int attempt = 1; attempt < TRIES; attempt++) {
      try {
        return noteClosing(grant, ending);
      } catch (ClusterException failed) {
        if (failed.kind() != ClusterException.Kind.CONFLICT) {
          throw failed;
        }
        grant = read(pass.key());
      }
    }
    return noteClosing(grant, ending);
  }

  private Next noteClosing(Optional<AccessGrant> grant, Ending ending) {
    return grant
        .filter(there -> !there.status().phase().isTerminal())
        .filter(there -> there.status().phase() != Phase.CLOSING)
        .map(there -> note(there, Notes.closing(there.status(), ending, time.instant())))
        .orElseGet(Next.AtOnce::new);
  }

  private JournalEntry opening(Pass pass, Plan.Opens opens) {
    return new JournalEntry.Opening(
        pass.key().uid(),
        pass.now(),
        pass.key().name(),
        pass.grant().request(),
        opens.ruleUid(),
        opens.ruleGeneration(),
        opens.terms(),
        Orders.latches(pass.grant(), opens).stream().map(LatchOrder::key).toList(),
        Plan.keys(opens.policies()));
  }

  private static JournalEntry opened(Pass pass, List<LatchRef> latches) {
    return new JournalEntry.Opened(
        pass.key().uid(),
        pass.now(),
        LatchRef.begin(latches),
        LatchRef.end(latches),
        latches,
        policies(pass));
  }

  private static List<PolicyRef> policies(Pass pass) {
    return pass.found().policies().stream()
        .map(HeldPolicy::meta)
        .map(meta -> new PolicyRef(meta.key(), meta.uid()))
        .toList();
  }

  /// A grant that goes while its status is being written has no status any more: the next pass sees
  /// that it is gone.
  private Next note(Pass pass, GrantStatus status) {
    return note(pass.grant(), status);
  }

  private Next note(AccessGrant grant, GrantStatus status) {
    try {
      AccessGrant _ = cluster.report(grant, status);
    } catch (ClusterException failed) {
      if (failed.kind() != ClusterException.Kind.NOT_FOUND) {
        throw failed;
      }
    }
    return new Next.AtOnce();
  }

  private static Next then(Runnable effect) {
    effect.run();
    return new Next.AtOnce();
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
