package dev.nightlatch.operator;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.life.Found;
import dev.nightlatch.grants.life.Lifecycle;
import dev.nightlatch.grants.life.Sight;
import dev.nightlatch.grants.life.Step;
import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.Incidents;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what [Lifecycle] decides: reads, asks, does one step.
final class GrantReconciler {
  /// Even an idle grant is looked at this often: a watch event may have been lost.
  static final Duration RESYNC = Duration.ofSeconds(30);

  /// When to ask again for what somebody else is reading for all: to wait for it would keep those
  /// waiting whose lease is over.
  private static final Duration SHORTLY = Duration.ofMillis(200);

  private static final Logger log = LoggerFactory.getLogger(GrantReconciler.class);

  private final Journal journal;
  private final InstantSource time;
  private final Deeds deeds;
  private final Inquiry inquiry;
  private final Announcer announcer;
  private final BiConsumer<Pass, Step> says;

  private final Looks looks;
  private final Executor threads;

  private final Hearing hearing = new Hearing();

  private final Shared<Ours> ours;

  /// How many changes of each grant, or of what is its own, were heard since its last pass.
  private final Map<Uid, Long> heard = new ConcurrentHashMap<>();

  /// On what each open grant was last left as it is.
  private final Map<GrantKey, Resting> resting = new ConcurrentHashMap<>();

  /// What was found of an open grant, where nothing was to be done until its lease's end.
  private record Resting(Found found, Scope scope, Step.WaitUntil step) {}

  /// Of an operator that is alone, and tells nobody in the cluster.
  ///
  /// @param profile how the cluster's network plugin reads policies
  /// @param canary says what the last one showed
  GrantReconciler(
      Cluster cluster,
      Incidents incidents,
      Journal journal,
      InstantSource time,
      CniProfile profile,
      Supplier<Canary> canary) {
    this(Operator.Setting.of(cluster, incidents, journal, time, profile), canary, Runnable::run);
  }

  /// @param setting its announcer must not block
  /// @param canary says what the last one showed
  /// @param threads where calls are made that do not wait for each other
  GrantReconciler(Operator.Setting setting, Supplier<Canary> canary, Executor threads) {
    this(setting, canary, threads, GrantReconciler::say);
  }

  /// @param says tells whoever reads the log
  private GrantReconciler(
      Operator.Setting setting,
      Supplier<Canary> canary,
      Executor threads,
      BiConsumer<Pass, Step> says) {
    Cluster cluster = setting.cluster();
    this.journal = setting.journal();
    this.time = setting.time();
    this.deeds = new Deeds(cluster, journal, time, setting.mayAct(), threads);
    this.announcer = setting.announcer();
    this.says = says;
    this.threads = threads;
    this.inquiry =
        new Inquiry(cluster, setting.incidents(), journal, canary, hearing, deeds, threads);
    this.looks = new Looks(cluster, setting.profile(), time, hearing);
    this.ours = new Shared<>(() -> new Ours(cluster, setting.incidents(), time), time, hearing);
  }

  /// One whose openings are not worth a line in the log.
  static GrantReconciler rehearsing(
      Operator.Setting setting, Supplier<Canary> canary, Executor threads) {
    return new GrantReconciler(setting, canary, threads, (_, _) -> {});
  }

  /// Something was heard to have changed beside the grants.
  void changed() {
    hearing.changed();
  }

  /// A grant, or something of its own, was heard to have changed. A pass over it must follow.
  void heard(Uid grant) {
    var _ = heard.merge(grant, 1L, Long::sum);
  }

  /// Makes one pass and says when the next is due.
  Next reconcile(GrantKey key) {
    inquiry.sayIncident(key);
    Hearing.Mark mark = hearing.mark(time.instant());
    Optional<Next> shut = shutKnown(key, mark.at());
    if (shut.isPresent()) {
      return shut.get();
    }
    if (looks.isProofOutstanding(key, mark.at())) {
      return new Next.In(SHORTLY).shut();
    }
    Optional<Long> heardOf = Optional.ofNullable(heard.get(key.uid()));
    Optional<Next> rests = heardOf.isEmpty() ? rest(key, mark) : Optional.empty();
    if (rests.isPresent()) {
      return rests.get();
    }
    Next next = lookAtIt(key, mark);
    // Only now: what was heard before a pass that fails is heard still.
    heardOf.ifPresent(changes -> heard.remove(key.uid(), changes));
    return next;
  }

  /// Takes out what is known to be open of a grant whose lease is over, before anything is read: so
  /// nothing that is slow to read, or cannot be read, keeps it open. All the rest follows.
  private Optional<Next> shutKnown(GrantKey key, Instant now) {
    Resting last = resting.get(key);
    if (last == null) {
      return Optional.empty();
    }
    Optional<AccessGrant> over = last.found().grant().filter(grant -> Sight.isOver(grant, now));
    return over.map(
        grant -> {
          resting.remove(key);
          LogFields.incident(grant.request().incident().toString());
          deeds.takeOut(last.found().policies());
          looks.isShut(key, time.instant());
          log.info("its policies are taken out, the lease is over");
          return new Next.AtOnce().shut();
        });
  }

  /// Leaves an open grant as it is, where many are open, nothing was heard of this one, and what is
  /// read for all of them says that nothing is to be done. Else nothing is done, and it is to be
  /// looked at by itself: above all when its lease is over, or what all share cannot be read.
  private Optional<Next> rest(GrantKey key, Hearing.Mark mark) {
    Resting last = resting.get(key);
    if (last == null || !mark.at().isBefore(last.step().at()) || !looks.isOneOfMany(key)) {
      return Optional.empty();
    }
    Optional<Resting> rests;
    try {
      if (!ours.isThere(looks.seenLast(key)) || !looks.isSharedThere(key)) {
        Duration left = Duration.between(mark.at(), last.step().at());
        return Optional.of(new Next.In(Deeds.min(left, SHORTLY)));
      }
      rests = held(key, mark.at()).flatMap(held -> rests(key, held, last, mark));
    } catch (RuntimeException unreadable) {
      log.debug("what is read for all cannot be read", unreadable);
      rests = Optional.empty();
    }
    return rests.map(
        resting -> deeds.act(new Pass(key, resting.found(), mark.at()), resting.step()));
  }

  /// Whether a grant may stay as it is. Where all is as it was, nothing is weighed again.
  private Optional<Resting> rests(GrantKey key, Found held, Resting last, Hearing.Mark mark) {
    Found found = held.seeing(looks.shared(key, _ -> last.scope()));
    if (found.equals(last.found())) {
      // The same in other objects: those of the last reading are let go.
      Resting same = new Resting(found, last.scope(), last.step());
      resting.put(key, same);
      return Optional.of(same);
    }
    return resting(decide(key, held, Looks.Ahead.of(Looks.Seen.of(new Look.Away(), mark)), mark));
  }

  private Optional<Resting> resting(Decision decision) {
    Optional<Resting> rests =
        decision.isHeld()
                && !isUnforeseen(decision.pass().found())
                && decision.step() instanceof Step.WaitUntil wait
                && decision.seen().look() instanceof Look.At seen
            ? Optional.of(new Resting(decision.pass().found(), seen.surroundings().scope(), wait))
            : Optional.empty();
    GrantKey key = decision.pass().key();
    rests.ifPresentOrElse(there -> resting.put(key, there), () -> resting.remove(key));
    return rests;
  }

  /// What is known of an open grant from what was read for all; empty where it is not open.
  private Optional<Found> held(GrantKey key, Instant now) {
    Ours all = ours.get(looks.seenLast(key)).what();
    Story story = journal.story(key.uid());
    return all.grant(key)
        .filter(grant -> story.opened().isPresent() && Sight.needsFacts(grant, story, now))
        .map(
            grant -> {
              SortedSet<ObjectKey> policies = Found.policies(Optional.of(grant), story);
              return new Found(
                  Optional.of(grant),
                  story,
                  Optional.of(all.facts(grant)),
                  new Look.Away(),
                  new Guards.NotAsked(),
                  new Canary.NotAsked(),
                  all.policies(policies),
                  all.latches(Found.latches(key.uid(), Optional.of(grant), policies)));
            });
  }

  private Next lookAtIt(GrantKey key, Hearing.Mark mark) {
    Looks.Ahead before = looks.ahead(key, looks.justSeen(key, mark), mark, threads);
    Optional<Found> read = inquiry.read(key, mark);
    if (read.isEmpty()) {
      forget(key);
      return new Next.Done();
    }
    Found found = read.get();
    Hearing.Mark begun = mark;
    Set<Class<?>> done = new HashSet<>();
    while (true) {
      if (Sight.owesProofOfClosing(found.story()) && !looks.isProofThere(key, time.instant())) {
        return new Next.In(SHORTLY).shut();
      }
      Decision decision = decide(key, found, before, begun);
      log.debug("{}", decision.step());
      says.accept(decision.pass(), decision.step());
      Next next = deeds.act(decision.pass(), decision.step());
      announce(decision.pass(), decision.step());
      remember(decision, before.before());
      Optional<Onwards> onwards = onwards(decision, next, begun);
      // What is to be done twice made no progress: the queue makes it wait.
      if (onwards.isEmpty() || !done.add(decision.step().getClass())) {
        return next;
      }
      found = onwards.get().found();
      begun = onwards.get().mark();
      before = Looks.Ahead.of(looks.justSeen(key, begun));
    }
  }

  /// What was decided in a pass, and on what.
  ///
  /// @param isHeld whether it was about what is open
  /// @param shares whether it was looked at with others
  private record Decision(Pass pass, Step step, Looks.Seen seen, boolean isHeld, boolean shares) {}

  /// Looks at as much of the cluster as it takes, and decides.
  private Decision decide(GrantKey key, Found found, Looks.Ahead before, Hearing.Mark mark) {
    Instant begun = mark.at();
    Optional<AccessGrant> grant = found.grant();
    Story story = found.story();
    boolean isOver =
        grant
            .flatMap(
                there ->
                    found
                        .facts()
                        .map(
                            known ->
                                Sight.isOverUnseen(there, story, found.policies(), known, begun)))
            .orElse(false);
    boolean isSeen =
        !isOver && Sight.needsLook(grant, story, found.policies(), found.latches(), begun);
    boolean foresees = Sight.mayStillOpen(grant, story, begun) && looks.isWholeDue(key, begun);
    Function<Look, Scope> needed =
        look -> Sight.scope(grant, story, found.policies(), found.facts(), foresees, look, begun);
    boolean isHeld = isSeen && story.opened().isPresent() && !found.policies().isEmpty();
    boolean shares = isHeld && looks.isOneOfMany(key);
    Looks.Seen nothing = Looks.Seen.of(new Look.Away(), mark);
    Optional<Looks.Seen> everything =
        isHeld && isUnforeseen(found) ? everything(key, mark) : Optional.empty();
    Optional<Looks.Seen> others =
        everything
            .or(
                () ->
                    shares
                        ? readable(() -> looks.shared(key, before.before(), needed, mark))
                        : Optional.empty())
            .or(
                () ->
                    Sight.owesProofOfClosing(story)
                        ? readable(() -> looks.closed(key, needed, mark)).flatMap(seen -> seen)
                        : Optional.empty());
    Looks.Seen seen =
        others.orElseGet(() -> isSeen ? looks.fresh(before.seen(), needed, mark) : nothing);
    Pass pass = new Pass(key, found.seeing(seen.look()), time.instant());
    Step step = step(pass);
    boolean opensOnShared = others.isPresent() && step instanceof Step.ApplyPolicies;
    boolean tellsOfPart =
        step instanceof Step.NoteWaiting && !seen.look().covers(Scope.everywhere());
    if (opensOnShared || tellsOfPart) {
      // What opens, opens on what is there now; and who is to approve is told of everything.
      seen = looks.fresh(nothing, tellsOfPart ? _ -> Scope.everywhere() : needed, mark);
      pass = new Pass(key, found.seeing(seen.look()), time.instant());
      step = step(pass);
    }
    return new Decision(pass, step, seen, isHeld, shares);
  }

  /// The whole cluster, where it is time to find out what comes within reach through what is open.
  private Optional<Looks.Seen> everything(GrantKey key, Hearing.Mark mark) {
    return looks.isWholeDue(key, mark.at())
        ? readable(() -> looks.everything(key, mark))
        : Optional.empty();
  }

  /// What can be read of the whole cluster; that it cannot keeps nobody from watching the part that
  /// something open depends on.
  private static <T> Optional<T> readable(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (ClusterException unreadable) {
      log.debug("the whole cluster cannot be read", unreadable);
      return Optional.empty();
    }
  }

  /// What the next step is decided on, where this one changed nothing but the grant's status or the
  /// record: it need not read everything again, nor the grant that the API server has just answered
  /// with. What opens goes on only while what it was planned from stands; and right before the
  /// policies go in, the grant's policies and latches are read anew: another operator may have
  /// taken a latch out meanwhile, and a policy that went with it must not come again. Nothing can
  /// spoil what is shut and is only accounted for.
  private Optional<Onwards> onwards(Decision decision, Next next, Hearing.Mark mark) {
    if (!(next instanceof Next.AtOnce(var left, _))) {
      return Optional.empty();
    }
    GrantKey key = decision.pass().key();
    Instant now = time.instant();
    Optional<AccessGrant> onwards =
        left.filter(
            there ->
                accountsForWhatIsShut(decision.step())
                    || (opens(decision.step())
                        && !Sight.isOver(there, now)
                        && hearing.stands(mark, now)));
    if (decision.step() instanceof Step.NoteLease) {
      Hearing.Mark anew = hearing.mark(now);
      return onwards
          .flatMap(there -> inquiry.read(key, Optional.of(there), anew))
          .map(found -> new Onwards(found, anew));
    }
    return onwards.map(
        there -> {
          Story story = journal.story(key.uid());
          Found found = decision.pass().found().with(there, story);
          return new Onwards(
              Sight.needsFacts(there, story, now) ? found : found.withoutFacts(), mark);
        });
  }

  /// What a pass goes on with.
  ///
  /// @param mark made before anything of it was read
  private record Onwards(Found found, Hearing.Mark mark) {}

  private static boolean opens(Step step) {
    return step instanceof Step.NoteApproved
        || step instanceof Step.RecordOpening
        || step instanceof Step.NoteLease;
  }

  private static boolean accountsForWhatIsShut(Step step) {
    return step instanceof Step.NoteClosing
        || step instanceof Step.RecordClosing
        || step instanceof Step.ProveClosed
        || step instanceof Step.NoteEnd;
  }

  private void remember(Decision decision, Looks.Seen before) {
    Pass pass = decision.pass();
    GrantKey key = pass.key();
    looks.remember(pass, decision.step(), before, decision.seen());
    Optional<Resting> _ = resting(decision);
    if (!decision.isHeld()) {
      looks.isNotHeld(key);
    } else if (!decision.shares()) {
      looks.isHeld(key, pass.now());
    }
    if (!Sight.mayStillOpen(pass.found().grant(), pass.found().story(), pass.now())) {
      inquiry.isNotOpening(key);
      if (!decision.isHeld() || !isUnforeseen(pass.found())) {
        looks.isNotForeseen(key);
      }
    }
  }

  private static boolean isUnforeseen(Found found) {
    return found.grant().filter(there -> Sight.isUnforeseen(there, found.story())).isPresent();
  }

  private void forget(GrantKey key) {
    looks.forget(key);
    resting.remove(key);
    inquiry.forget(key);
  }

  private static Step step(Pass pass) {
    Found found = pass.found();
    return Lifecycle.held(
        Lifecycle.decide(Sight.of(found, pass.now()), pass.now()), found.canary());
  }

  /// What is told decides nothing, so a mistake in it fails no pass.
  private void announce(Pass pass, Step step) {
    try {
      Announcements.of(pass, step).forEach(announcer::announce);
    } catch (RuntimeException bug) {
      log.error("what was done cannot be told", bug);
    }
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
