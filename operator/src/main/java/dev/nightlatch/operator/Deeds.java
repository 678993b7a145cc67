package dev.nightlatch.operator;

import dev.nightlatch.grants.life.Notes;
import dev.nightlatch.grants.life.Orders;
import dev.nightlatch.grants.life.Step;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.LatchOrder;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Permission;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Beside;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the steps of [Lifecycle] are: one write to the cluster, the record or the grant's status,
/// harmless when repeated.
final class Deeds {
  /// How often a latch that was armed is looked at until it has started.
  private static final Duration STARTING = Duration.ofMillis(20);

  /// How often it is asked whether the first canary is back.
  private static final Duration CANARY = Duration.ofMillis(250);

  /// How often what is open is looked at: pods that come and go wake nobody.
  static final Duration HELD = Duration.ofSeconds(10);

  /// How old a decision to open may be when it is carried out: a process that stood still since (a
  /// suspended machine, a node out of memory) decided on what may be gone.
  private static final Duration FRESH = Duration.ofSeconds(5);

  /// How often the reason of a closing is written again over somebody else's write.
  private static final int TRIES = 5;

  private static final Logger log = LoggerFactory.getLogger(GrantReconciler.class);

  private final Cluster cluster;
  private final Journal journal;
  private final InstantSource time;
  private final BooleanSupplier mayAct;
  private final Executor threads;

  /// @param mayAct whether nobody else may act: asked before each step, and before each object that
  ///     opens
  /// @param threads where calls are made that do not wait for each other
  Deeds(
      Cluster cluster,
      Journal journal,
      InstantSource time,
      BooleanSupplier mayAct,
      Executor threads) {
    this.cluster = cluster;
    this.journal = journal;
    this.time = time;
    this.mayAct = mayAct;
    this.threads = threads;
  }

  /// Does one step, and says when the next is due.
  ///
  /// @throws NotLeading if somebody else may act
  Next act(Pass pass, Step step) {
    requireLeading();
    Next next = done(pass, step);
    return leavesNothingOpen(step) ? next.shut() : next;
  }

  /// Whether the policies are out once this step is done: what follows is to say so and to prove
  /// it.
  private static boolean leavesNothingOpen(Step step) {
    return step instanceof Step.RemovePolicies
        || step instanceof Step.NoteClosing
        || step instanceof Step.Disarm
        || step instanceof Step.RecordClosing
        || step instanceof Step.ProveClosed
        || step instanceof Step.NoteEnd;
  }

  private Next done(Pass pass, Step step) {
    Uid uid = pass.key().uid();
    return switch (step) {
      case Step.NoteWaiting(var opens, var approvers, var unaccepted) ->
          noteForeseen(
              pass,
              opens,
              approvers,
              Notes.waiting(pass.grant().status(), opens, approvers, unaccepted, pass.now()));
      case Step.NoteApproved(var opens, var approvers) ->
          noteForeseen(
              pass,
              opens,
              approvers,
              Notes.approved(pass.grant().status(), opens, approvers, pass.now()));
      case Step.NoteScheduled(var opens, var approvers, var from) ->
          noteForeseen(
              pass,
              opens,
              approvers,
              Notes.scheduled(pass.grant().status(), opens, approvers, from, pass.now()));
      case Step.RecordOpening(var opens, var approvers) -> {
        journal.record(
            with(uid, Proofs.before(opens.impact(), pass.now()), opening(pass, opens, approvers)));
        yield new Next.AtOnce(pass.found().grant());
      }
      case Step.ArmLatches(var opens) -> then(() -> arm(pass, Orders.latches(pass.grant(), opens)));
      case Step.AwaitCanary() -> new Next.In(CANARY);
      case Step.AwaitLatches() -> new Next.In(STARTING);
      case Step.NoteLease(var latches) -> note(pass, Notes.leased(pass.grant().status(), latches));
      case Step.RecordDrift(var drifts) -> then(() -> record(pass, drifts, OnDrift.MEND));
      case Step.RecordNotices(var notices) -> then(() -> notice(pass, notices));
      case Step.ApplyPolicies apply -> apply(pass, apply);
      case Step.RecordOpened(var opens, var latches) ->
          then(
              () ->
                  journal.record(
                      with(
                          uid,
                          Proofs.open(opens.impact(), pass.now()),
                          opened(pass, opens, latches))));
      case Step.RecordProof(var opens) ->
          then(() -> prove(uid, Proofs.open(opens.impact(), pass.now())));
      case Step.NoteActive(var opens) ->
          note(
              pass,
              Notes.foreseen(
                  Notes.active(pass.grant().status(), opens, policies(pass), pass.now()),
                  opens,
                  pass.found().look()));
      case Step.RemovePolicies(var ending, var drifts) ->
          remove(pass, pass.found().policies(), ending, drifts);
      case Step.NoteClosing(var ending, var drifts) -> {
        tell(pass, drifts);
        yield note(pass, Notes.closing(pass.grant().status(), ending, pass.now()));
      }
      case Step.Disarm _ ->
          then(
              () ->
                  pass.found()
                      .latches()
                      .forEach(held -> cluster.disarm(held.meta().key(), held.meta().uid())));
      case Step.RecordClosing(var ending) -> {
        journal.record(new JournalEntry.Closed(uid, pass.now(), ending.code(), ending.sentence()));
        yield new Next.AtOnce(pass.found().grant());
      }
      case Step.ProveClosed() -> {
        Optional<Proof> left = closed(pass);
        left.ifPresent(proof -> log.info("{}", proof.sentence()));
        notice(pass, lastNotices(pass));
        prove(uid, left);
        yield new Next.AtOnce(pass.found().grant());
      }
      case Step.RecordReview(var review) ->
          then(
              () ->
                  journal.record(
                      new JournalEntry.Reviewed(uid, pass.now(), review.who(), review.finding())));
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
      case Step.WaitUntil(var at) ->
          new Next.In(
              min(
                  Duration.between(pass.now(), at),
                  pass.found().policies().isEmpty() ? GrantReconciler.RESYNC : HELD));
      case Step.Rest() -> new Next.Done();
    };
  }

  private Next noteForeseen(
      Pass pass, Plan.Opens opens, List<String> approvers, GrantStatus status) {
    return note(
        pass,
        Notes.foreseen(status, opens, pass.found().look())
            .notIndependent(notIndependent(pass.grant().request().requester(), approvers)));
  }

  /// The approvers in whose name the requester could have spoken. It keeps nothing shut: whoever
  /// may impersonate could do more than this.
  private List<String> notIndependent(Identity requester, List<String> approvers) {
    return approvers.stream()
        .filter(approver -> cluster.impersonation(requester, approver) == Permission.HELD)
        .toList();
  }

  /// Removes policies, all at once. One that cannot be taken out does not keep the others in.
  void takeOut(List<HeldPolicy> policies) {
    var _ =
        sideBySide(
            policies,
            held -> {
              cluster.remove(held.meta().key(), held.meta().uid());
              return held;
            });
  }

  /// An entry, and before it the proof of what it says, if there is one.
  private static List<JournalEntry> with(Uid grant, Optional<Proof> proof, JournalEntry entry) {
    return Stream.concat(
            proof.stream().map(found -> new JournalEntry.Proven(grant, found)), Stream.of(entry))
        .toList();
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
    return Proofs.closed(
        opening.request().rule().namespace(), opening.terms(), opening.policies(), look, now);
  }

  private void notice(Pass pass, List<Notice> notices) {
    if (!notices.isEmpty()) {
      journal.record(new JournalEntry.Noticed(pass.key().uid(), pass.now(), notices));
    }
  }

  /// What came, changed or went beside what was open and is not told yet: it may be why the grant
  /// was closed.
  private static List<Notice> lastNotices(Pass pass) {
    Story story = pass.found().story();
    return pass.found().look() instanceof Look.At look && story.opened().isPresent()
        ? story
            .opening()
            .map(opening -> Notice.between(story.beside(), Beside.of(opening.terms(), look)))
            .orElse(List.of())
        : List.of();
  }

  private void record(Pass pass, List<Drift> drifts, OnDrift answer) {
    drifts.forEach(
        drift ->
            journal.record(new JournalEntry.Drifted(pass.key().uid(), pass.now(), drift, answer)));
  }

  /// Puts on record why the grant closes. A record that cannot be written keeps no grant from
  /// closing: the sentence of its closing, which is recorded in the end, says the same.
  private void tell(Pass pass, List<Drift> drifts) {
    try {
      record(pass, drifts, OnDrift.CLOSE);
    } catch (JournalException failed) {
      log.warn("what was done to its policy is not on record yet", failed);
    }
  }

  private void requireLeading() {
    if (!mayAct.getAsBoolean()) {
      throw new NotLeading();
    }
  }

  /// Arms latches, all at once: none waits for another, and nothing opens before all have started.
  private void arm(Pass pass, List<LatchOrder> orders) {
    var _ =
        each(
            pass,
            orders,
            order -> {
              cluster.arm(order);
              return order;
            });
  }

  private Next apply(Pass pass, Step.ApplyPolicies step) {
    List<PolicyOrder> orders = Orders.policies(pass.grant(), step.opens(), step.latches());
    if (each(pass, orders, cluster::apply).contains(false)) {
      log.warn("{}", step.otherwise().sentence());
      List<HeldPolicy> held =
          Plan.keys(step.opens().policies()).stream()
              .flatMap(key -> cluster.policy(key).stream())
              .toList();
      return remove(pass, held, step.otherwise(), List.of());
    }
    return new Next.AtOnce();
  }

  /// Carries out orders, each only while nobody else may act, and while what they were decided on
  /// was read a moment ago.
  private <O, T> List<T> each(Pass pass, List<O> orders, Function<O, T> call) {
    return sideBySide(
        orders,
        order -> {
          requireLeading();
          requireFresh(pass);
          return call.apply(order);
        });
  }

  private void requireFresh(Pass pass) {
    Duration age = Duration.between(pass.now(), time.instant());
    if (age.abs().compareTo(FRESH) > 0) {
      throw new ClusterException(
          ClusterException.Kind.TRANSIENT,
          "stood still for " + age.toSeconds() + " s since this was decided: it is decided again");
    }
  }

  /// Makes calls, all at once. All are waited for, also where one fails: none may come in after
  /// what is decided next.
  private <O, T> List<T> sideBySide(List<O> about, Function<O, T> call) {
    return Meanwhile.all(
        about.stream().map(one -> Meanwhile.begin(threads, () -> call.apply(one))).toList());
  }

  /// The reason goes into the status in the same pass: it may lie in a policy itself, and then the
  /// next pass would see nothing of it any more.
  private Next remove(Pass pass, List<HeldPolicy> policies, Ending ending, List<Drift> drifts) {
    takeOut(policies);
    tell(pass, drifts);
    Optional<AccessGrant> grant = pass.found().grant();
    for (int attempt = 1; attempt < TRIES; attempt++) {
      try {
        return noteClosing(grant, ending);
      } catch (ClusterException failed) {
        if (failed.kind() != ClusterException.Kind.CONFLICT) {
          throw failed;
        }
        grant = pass.key().grant(cluster);
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

  private JournalEntry opening(Pass pass, Plan.Opens opens, List<String> approvers) {
    return new JournalEntry.Opening(
        pass.key().uid(),
        pass.now(),
        pass.key().name(),
        pass.grant().request(),
        opens.rule().uid(),
        opens.rule().generation(),
        opens.terms().connections(),
        Orders.latches(pass.grant(), opens).stream().map(LatchOrder::key).toList(),
        Plan.keys(opens.policies()),
        opens.terms().hash(),
        approvers,
        opens.terms().doubtCodes(),
        opens.terms().exemption());
  }

  private static JournalEntry opened(Pass pass, Plan.Opens opens, List<LatchRef> latches) {
    return new JournalEntry.Opened(
        pass.key().uid(),
        pass.now(),
        LatchRef.begin(latches),
        LatchRef.end(latches),
        latches,
        policies(pass),
        opens.beside());
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
      return new Next.AtOnce(Optional.of(cluster.report(grant, status)));
    } catch (ClusterException failed) {
      if (failed.kind() != ClusterException.Kind.NOT_FOUND) {
        throw failed;
      }
      return new Next.AtOnce();
    }
  }

  private static Next then(Runnable effect) {
    effect.run();
    return new Next.AtOnce();
  }

  /// The shorter of the two.
  static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
