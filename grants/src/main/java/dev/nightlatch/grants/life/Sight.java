package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.GrantTerms;
import dev.nightlatch.grants.model.Guards;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.IncidentView;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.PolicyOrder;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Rejection;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.model.Revocation;
import dev.nightlatch.grants.model.Scope;
import dev.nightlatch.grants.plan.Ask;
import dev.nightlatch.grants.plan.Facts;
import dev.nightlatch.grants.plan.Look;
import dev.nightlatch.grants.plan.Plan;
import dev.nightlatch.grants.plan.Planner;
import dev.nightlatch.grants.plan.Progress;
import dev.nightlatch.grants.plan.Proofs;
import dev.nightlatch.grants.plan.Scopes;
import dev.nightlatch.grants.plan.Shown;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Makes sense of what a pass read: from objects to the few facts on which [Lifecycle] decides.
public final class Sight {
  /// How long an opening may wait to be begun, once it is approved and due.
  static final Duration BEGINS_WITHIN = Duration.ofMinutes(5);

  /// For how long a canary that came back speaks for the cluster's controllers.
  static final Duration CANARY_LIVES = Duration.ofMinutes(10);

  private Sight() {}

  /// Whether the grant is over by its own word, whatever the record and the cluster say: it has
  /// ended, is closing, was deleted or revoked, or its lease is over.
  public static boolean isOver(AccessGrant grant, Instant now) {
    return !needsFacts(grant, Story.untold(grant.uid()), now);
  }

  /// Whether the grant's standing depends on the rule at all. Once the lease is over it does not:
  /// what takes time to read, or cannot be read, must not keep a path open.
  public static boolean needsFacts(AccessGrant grant, Story story, Instant now) {
    boolean leaseIsOver =
        lastKnown(grant.status(), story).stream().anyMatch(ref -> !now.isBefore(ref.expiresAt()));
    return !leaseIsOver && settled(grant, story).isEmpty();
  }

  /// Whether the next step depends on the whole cluster: before anything is recorded, right before
  /// the policies go in, while they are in, and when all is shut and what is left is to be found
  /// out. Everything else goes on without it, closing above all.
  public static boolean needsLook(
      Optional<AccessGrant> grant,
      Story story,
      List<HeldPolicy> policies,
      List<HeldLatch> latches,
      Instant now) {
    if (owesProofOfClosing(story)) {
      return true;
    }
    boolean mayBeOpen = grant.filter(there -> needsFacts(there, story, now)).isPresent();
    if (!mayBeOpen) {
      return false;
    }
    boolean isAboutToOpen =
        latches.stream().anyMatch(held -> held.startedAt().isPresent())
            && grant.filter(there -> !there.status().latches().isEmpty()).isPresent();
    return story.opening().isEmpty() || !policies.isEmpty() || isAboutToOpen;
  }

  /// How much of the cluster the next step depends on, where it depends on it at all. Where the
  /// cluster was not looked at yet, that is what to look at first; what is seen there may tell that
  /// more is needed.
  ///
  /// What would come within reach depends on all of it, and is told to whoever is to approve.
  ///
  /// @param policies those of the grant
  /// @param foresees whether it is time to find out whether that is still as it was told
  public static Scope scope(
      Optional<AccessGrant> grant,
      Story story,
      List<HeldPolicy> policies,
      Optional<Facts> facts,
      boolean foresees,
      Look look,
      Instant now) {
    if (owesProofOfClosing(story)) {
      return Scopes.ofClosing(
          story.opening().map(JournalEntry.Opening::terms).orElse(List.of()), look);
    }
    if (grant.isEmpty() || facts.isEmpty()) {
      return Scope.everywhere();
    }
    Ask ask = Ask.of(grant.get(), now);
    Progress progress = progress(unseen(grant.get(), story, policies, facts.get()));
    return isToBeForeseen(grant.get(), story, foresees)
            && Planner.wantsApproval(ask, facts.get(), progress)
        ? Scope.everywhere()
        : Planner.scope(ask, facts.get(), look, progress);
  }

  /// Whether nobody was told what comes within reach through what is open: it opened without
  /// anybody's approval, and whoever reviews it wants to know. That takes a look at everything, and
  /// nothing waits for it.
  public static boolean isUnforeseen(AccessGrant grant, Story story) {
    return story.opened().isPresent()
        && grant.status().phase() == Phase.ACTIVE
        && grant.status().prospect().isEmpty();
  }

  /// Whether somebody is still to be told what would come within reach.
  private static boolean isToBeForeseen(AccessGrant grant, Story story, boolean foresees) {
    GrantStatus status = grant.status();
    return story.opening().isEmpty()
        && !status.phase().isApproved()
        && (status.prospect().isEmpty() || (foresees && !hasAllItsApprovals(grant)));
  }

  /// Whether what was shown is approved by as many as it wants.
  private static boolean hasAllItsApprovals(AccessGrant grant) {
    String hash = grant.status().hash();
    return grant
        .status()
        .terms()
        .filter(terms -> grant.approvers(hash).size() >= terms.approvals())
        .filter(terms -> grant.accepted(hash).containsAll(terms.doubtCodes()))
        .isPresent();
  }

  /// Whether the next step depends on guards and canary: as long as it may still be opened. What is
  /// open runs to its lease's end without them.
  public static boolean mayStillOpen(Optional<AccessGrant> grant, Story story, Instant now) {
    return story.opened().isEmpty()
        && grant.filter(there -> needsFacts(there, story, now)).isPresent();
  }

  /// Whether a grant that is closed is still to be proven closed.
  public static boolean owesProofOfClosing(Story story) {
    return story.opening().isPresent()
        && story.closed().isPresent()
        && story.proof(Proof.Moment.CLOSED).isEmpty();
  }

  /// What `found` means.
  ///
  /// @param now when it was read
  public static Seen of(Found found, Instant now) {
    return found
        .grant()
        .map(grant -> of(grant, found, now))
        .orElseGet(
            () ->
                new Seen(
                    new Standing.Vanished(),
                    Phase.PENDING,
                    false,
                    latches(found, lastKnown(GrantStatus.NEW, found.story()), false),
                    found.policies().isEmpty() ? Policies.ABSENT : Policies.TAMPERED,
                    recorded(found, Optional.empty()),
                    new Review.None()));
  }

  private static Seen of(AccessGrant grant, Found found, Instant now) {
    Standing standing = standing(grant, found, now);
    Latches latches =
        latches(
            sound(found, grant.request().duration()),
            expected(standing, grant, found),
            lastKnown(grant.status(), found.story()),
            !grant.status().latches().isEmpty());
    return new Seen(
        standing,
        grant.status().phase(),
        isNoted(standing, grant.status(), found, now),
        latches,
        policies(grant, found.policies(), standing, latches),
        recorded(found, openProof(standing, now)),
        unrecorded(grant, found.story()),
        drifts(grant, found, standing, latches));
  }

  private static Review unrecorded(AccessGrant grant, Story story) {
    return story.reviewed().isPresent() ? new Review.None() : grant.voices().review();
  }

  /// A latch whose deadline is not the grant's is unsound.
  private static List<HeldLatch> sound(Found found, Duration deadline) {
    return found.latches().stream()
        .map(held -> held.deadline().equals(Optional.of(deadline)) ? held : unsound(held))
        .toList();
  }

  private static HeldLatch unsound(HeldLatch held) {
    return new HeldLatch(held.meta(), held.deadline(), held.startedAt(), false, held.fired());
  }

  /// The latches that there should be: one in each namespace of the policies that are to open, or
  /// whichever there are.
  private static SortedSet<ObjectKey> expected(Standing standing, AccessGrant grant, Found found) {
    SortedSet<ObjectKey> policies =
        standing instanceof Standing.Granted(var opens, _, _, _)
            ? new TreeSet<>(Plan.keys(opens.policies()))
            : Found.policies(Optional.of(grant), found.story());
    return Found.latches(grant.uid(), Optional.of(grant), policies);
  }

  private static boolean isNoted(Standing standing, GrantStatus status, Found found, Instant now) {
    return switch (standing) {
      case Standing.Waiting(var opens, var approvers, var unaccepted, _) ->
          status.message().equals(Notes.waiting(opens.terms(), approvers, unaccepted))
              && isPlanNoted(status, opens, now)
              && isProspectNoted(status, opens, found.look());
      case Standing.Granted(var opens, var approvers, var from, _)
          when found.story().opening().isEmpty() ->
          status
                  .message()
                  .equals(
                      status.phase() == Phase.SCHEDULED
                          ? Notes.scheduled(opens.terms(), approvers, from)
                          : Notes.approved(opens.terms(), approvers))
              && isPlanNoted(status, opens, now);
      case Standing.Granted(var opens, _, _, _) ->
          status.policies().equals(found.policies().stream().map(Sight::ref).toList())
              && (status.prospect().isPresent() || !found.look().covers(Scope.everywhere()))
              && isProofNoted(
                  status,
                  !found.policies().isEmpty()
                      ? Proofs.open(opens.impact(), now)
                      : Proofs.before(opens.impact(), now));
      case Standing.Over _, Standing.Vanished(), Standing.Ended _ -> false;
    };
  }

  private static boolean isPlanNoted(GrantStatus status, Plan.Opens opens, Instant now) {
    return status.terms().equals(Optional.of(Shown.terms(opens.terms())))
        && isProofNoted(status, Proofs.before(opens.impact(), now));
  }

  /// What is told once is told anew when it changes. Where nothing was told yet, nothing is missed:
  /// it comes with the terms, and with each approval.
  private static boolean isProspectNoted(GrantStatus status, Plan.Opens opens, Look look) {
    return status.prospect().isEmpty() || Notes.foreseen(status, opens, look).equals(status);
  }

  private static boolean isProofNoted(GrantStatus status, Optional<Proof> proof) {
    return proof.isEmpty()
        || status.proof(proof.get().moment()).filter(proof.get()::repeats).isPresent();
  }

  private static Optional<Proof> openProof(Standing standing, Instant now) {
    return standing instanceof Standing.Granted(var opens, _, _, _)
        ? Proofs.open(opens.impact(), now)
        : Optional.empty();
  }

  private static PolicyRef ref(HeldPolicy held) {
    return new PolicyRef(held.meta().key(), held.meta().uid());
  }

  private static Standing standing(AccessGrant grant, Found found, Instant now) {
    Optional<Standing> settled = settled(grant, found.story());
    if (settled.isPresent()) {
      return settled.get();
    }
    if (found.facts().isEmpty()) {
      return new Standing.Over(Endings.EXPIRED);
    }
    Instant asked = grant.meta().createdAt();
    Optional<Ending> unsafe = unguarded(found, asked).or(() -> unlatched(found, now));
    if (unsafe.isPresent()) {
      return new Standing.Over(unsafe.get());
    }
    return switch (Planner.plan(
        Ask.of(grant, now), asked(grant, found.facts().get()), found.look(), progress(found))) {
      case Plan.Refuses(var refusal) -> new Standing.Over(refusal.ending());
      case Plan.Opens opens ->
          found
              .story()
              .opening()
              .map(opening -> begun(grant, opening, opens))
              .orElseGet(() -> asked(grant, opens, now));
    };
  }

  /// An incident that a provider vouches for, and that nobody asked for, is not known to be open.
  private static Facts asked(AccessGrant grant, Facts facts) {
    return switch (facts) {
      case Facts.Known known
          when known.incident() instanceof IncidentView.NotAsked
              && !grant.request().incident().isManual() ->
          known.seeing(new IncidentView.Unreachable("nobody asked its provider"));
      case Facts.Known known
          when known.incident() instanceof IncidentView.Open open && wasApprovedByPeople(grant) ->
          known.seeing(new IncidentView.Open(open.severity(), open.services(), List.of()));
      case Facts.Known _, Facts.NoRule() -> facts;
    };
  }

  /// What people have approved stays what it is, though its requester may come on call before it
  /// opens.
  private static boolean wasApprovedByPeople(AccessGrant grant) {
    GrantStatus status = grant.status();
    return status.phase().isApproved()
        && status
            .terms()
            .filter(terms -> terms.exemption() instanceof Exemption.None)
            .filter(terms -> terms.approvals() > 0)
            .isPresent();
  }

  /// Whether rule, boundaries, sources or incident end the grant whatever the cluster is like.
  public static boolean isOverUnseen(
      AccessGrant grant, Story story, List<HeldPolicy> policies, Facts facts, Instant now) {
    Found unseen = unseen(grant, story, policies, facts);
    return switch (Planner.plan(
        Ask.of(grant, now), asked(grant, facts), unseen.look(), progress(unseen))) {
      case Plan.Refuses _ -> true;
      case Plan.Opens opens ->
          story
              .opening()
              .filter(opening -> begun(grant, opening, opens) instanceof Standing.Over)
              .isPresent();
    };
  }

  private static Found unseen(
      AccessGrant grant, Story story, List<HeldPolicy> policies, Facts facts) {
    return new Found(
        Optional.of(grant),
        story,
        Optional.of(facts),
        new Look.Away(),
        new Guards.NotAsked(),
        new Canary.NotAsked(),
        policies,
        List.of());
  }

  /// The end of a grant that is not begun yet, where the last canary was lost, or is too long ago.
  /// What is begun has a latch of its own, which is seen started.
  private static Optional<Ending> unlatched(Found found, Instant now) {
    return found.story().opening().isPresent()
        ? Optional.empty()
        : switch (found.canary()) {
          case Canary.Lost(_, var what) ->
              Optional.of(Endings.canaryLost("The last canary " + what));
          case Canary.Back(var at) when at.plus(CANARY_LIVES).isBefore(now) ->
              Optional.of(Endings.canaryLost("The last canary was seen at " + at));
          case Canary.Back _, Canary.Out(), Canary.NotAsked() -> Optional.empty();
        };
  }

  /// The end of a grant that is not open yet, where nobody refuses what is to be refused, or where
  /// somebody began to only after it was asked for: then nobody knows who asked, and who approved.
  private static Optional<Ending> unguarded(Found found, Instant asked) {
    return switch (found.guards()) {
      case Guards.Broken(var faults) -> Optional.of(Endings.guardsMissing(faults));
      case Guards.InForce(var since) when since.isAfter(asked) ->
          Optional.of(Endings.GUARDS_TOO_YOUNG);
      case Guards.InForce _, Guards.NotAsked() -> Optional.empty();
    };
  }

  /// Of a grant whose opening is on record: it holds what was recorded, or nothing.
  private static Standing begun(AccessGrant grant, JournalEntry.Opening opening, Plan.Opens opens) {
    GrantTerms.Basis rule = opens.rule();
    GrantTerms terms = opens.terms();
    int approved = grant.approvers(opening.termsHash()).size();
    boolean isSame =
        opening.terms().equals(opens.terms().connections())
            && opening.rule().equals(rule.uid())
            && approved >= terms.approvals()
            && (terms.exemption().isBreakGlass()
                || opening.accepted().containsAll(terms.doubtCodes()));
    return isSame
        ? new Standing.Granted(opens, opening.approvers(), Instant.EPOCH, Instant.MAX)
        : new Standing.Over(Endings.TERMS_CHANGED);
  }

  /// Of a grant of which nothing is on record yet. An approval counts for the terms that it names
  /// alone, and must have been seen in time: when it was given nobody can tell.
  private static Standing asked(AccessGrant grant, Plan.Opens opens, Instant now) {
    GrantStatus status = grant.status();
    boolean wasApproved = status.phase().isApproved();
    boolean needsNobody =
        opens.terms().needNobody() && status.terms().filter(terms -> !terms.needNobody()).isEmpty();
    if (wasApproved && !needsNobody && !status.hash().equals(opens.terms().hash())) {
      return new Standing.Over(Endings.TERMS_CHANGED);
    }
    Instant until = grant.meta().createdAt().plus(opens.fourEyes().timeout());
    List<String> approvers = grant.approvers(opens.terms().hash());
    List<String> unaccepted =
        opens.terms().exemption().isBreakGlass()
            ? List.of()
            : without(opens.terms().doubtCodes(), grant.accepted(opens.terms().hash()));
    boolean isApproved =
        approvers.size() >= opens.terms().approvals()
            && unaccepted.isEmpty()
            && (wasApproved || now.isBefore(until));
    // Who asked for no start waits for none, also where our clock is behind the API server's.
    Instant from = grant.request().startsAt().orElse(Instant.EPOCH);
    Instant due = from.isAfter(until) ? from : until;
    return isApproved
        ? new Standing.Granted(opens, approvers, from, due.plus(BEGINS_WITHIN))
        : new Standing.Waiting(opens, approvers, unaccepted, until);
  }

  private static List<String> without(List<String> all, List<String> some) {
    return all.stream().filter(each -> !some.contains(each)).toList();
  }

  private static Progress progress(Found found) {
    boolean isOpen = !found.policies().isEmpty() || found.story().opened().isPresent();
    return found
        .story()
        .opening()
        .<Progress>map(
            opening ->
                new Progress.Begun(new TreeSet<>(opening.policies()), isOpen, opening.exemption()))
        .orElseGet(Progress.Asked::new);
  }

  /// The standing as far as it does not depend on the rule. What the status or the record say of an
  /// end counts first: an end is never taken back.
  private static Optional<Standing> settled(AccessGrant grant, Story story) {
    GrantStatus status = grant.status();
    Ending told = new Ending(status.code().orElse(Code.REVOKED), status.message());
    if (status.phase().isTerminal()) {
      return Optional.of(new Standing.Ended(told));
    }
    if (status.phase() == Phase.CLOSING) {
      return Optional.of(new Standing.Over(told));
    }
    Optional<Ending> recorded = story.ending();
    if (recorded.isPresent()) {
      return Optional.of(new Standing.Over(recorded.get()));
    }
    List<Drift> closing = story.drifts(OnDrift.CLOSE);
    if (!closing.isEmpty()) {
      return Optional.of(new Standing.Over(Endings.drifted(closing)));
    }
    if (grant.meta().terminating()) {
      // Whatever still holds the object itself, its path is shut.
      return Optional.of(new Standing.Over(Endings.GRANT_DELETED));
    }
    return switch (grant.voices().revocation()) {
      case Revocation.By by ->
          Optional.of(new Standing.Over(Endings.revoked(grant.request().requestedBy(), by)));
      case Revocation.None() ->
          switch (grant.voices().rejection()) {
            case Rejection.None() -> Optional.empty();
            case Rejection.By by -> Optional.of(new Standing.Over(Endings.rejected(by)));
          };
    };
  }

  /// The latches that were seen started once, as record or status know them. The record counts
  /// first: a status can be written by others, and a lease that is on record never moves.
  private static List<LatchRef> lastKnown(GrantStatus status, Story story) {
    return story.opened().map(JournalEntry.Opened::latches).orElse(status.latches());
  }

  /// Of a grant that is gone, whichever latches there are or were.
  private static Latches latches(Found found, List<LatchRef> known, boolean noted) {
    SortedSet<ObjectKey> keys = new TreeSet<>();
    found.latches().forEach(held -> keys.add(held.meta().key()));
    known.forEach(ref -> keys.add(ref.key()));
    return latches(found.latches(), keys, known, noted);
  }

  private static Latches latches(
      List<HeldLatch> there, SortedSet<ObjectKey> keys, List<LatchRef> known, boolean noted) {
    return Latches.all(
        keys.stream()
            .map(
                key ->
                    latch(
                        there.stream().filter(held -> held.meta().key().equals(key)).findFirst(),
                        known.stream().filter(ref -> ref.key().equals(key)).findFirst(),
                        noted))
            .toList());
  }

  private static Latches latch(Optional<HeldLatch> there, Optional<LatchRef> known, boolean noted) {
    if (there.isEmpty()) {
      return known
          .<Latches>map(ref -> new Latches.Gone(ref.expiresAt(), false))
          .orElseGet(Latches.None::new);
    }
    HeldLatch held = there.get();
    if (known.isPresent() && !known.get().uid().equals(held.meta().uid())) {
      return new Latches.Gone(known.get().expiresAt(), false);
    }
    Optional<Instant> end = known.map(LatchRef::expiresAt).or(held::expiresAt);
    if (held.fired() || held.meta().terminating()) {
      boolean present = !held.meta().terminating();
      return end.<Latches>map(at -> new Latches.Gone(at, present))
          .orElseGet(() -> new Latches.Lost(present));
    }
    if (!held.sound() || !end.equals(held.expiresAt())) {
      return new Latches.Tampered();
    }
    if (held.startedAt().isEmpty() || end.isEmpty()) {
      return new Latches.Arming();
    }
    LatchRef ref =
        new LatchRef(held.meta().key(), held.meta().uid(), held.startedAt().get(), end.get());
    return new Latches.Armed(List.of(ref), noted);
  }

  private static Policies policies(
      AccessGrant grant, List<HeldPolicy> there, Standing standing, Latches latches) {
    if (there.isEmpty()) {
      return Policies.ABSENT;
    }
    return standing instanceof Standing.Granted(var opens, _, _, _)
            && latches instanceof Latches.Armed(var armed, _)
        ? compare(Orders.policies(grant, opens, armed), there)
        : Policies.TAMPERED;
  }

  /// Whether all are there as ordered, and no others.
  private static Policies compare(List<PolicyOrder> orders, List<HeldPolicy> there) {
    List<Policies> each = new ArrayList<>();
    for (HeldPolicy held : there) {
      each.add(
          orders.stream()
              .filter(order -> order.key().equals(held.meta().key()))
              .findFirst()
              .map(order -> compare(order, held))
              .orElse(Policies.TAMPERED));
    }
    if (each.contains(Policies.TAMPERED)) {
      return Policies.TAMPERED;
    }
    return each.contains(Policies.ALTERED) || there.size() < orders.size()
        ? Policies.ALTERED
        : Policies.AS_GRANTED;
  }

  private static Policies compare(PolicyOrder order, HeldPolicy held) {
    boolean closes =
        !held.meta().terminating()
            && held.meta().owners().equals(List.of(order.latch()))
            && Names.PLUGIN_FINALIZERS.containsAll(held.meta().finalizers());
    if (!closes) {
      return Policies.TAMPERED;
    }
    boolean same =
        held.policy().equals(order.policy())
            && held.meta().labels().entrySet().containsAll(order.labels().entrySet())
            && held.meta().annotations().entrySet().containsAll(order.annotations().entrySet());
    return same ? Policies.AS_GRANTED : Policies.ALTERED;
  }

  /// What somebody did to the policies that were seen in place, and beside them; of one that never
  /// was, nobody can have deleted it.
  private static Drifts drifts(AccessGrant grant, Found found, Standing standing, Latches latches) {
    Story story = found.story();
    if (story.opened().isPresent()
        && standing instanceof Standing.Granted(var opens, _, _, _)
        && latches instanceof Latches.Armed(var armed, _)) {
      List<Drift> all =
          Orders.policies(grant, opens, armed).stream()
              .flatMap(order -> drift(order, found).stream())
              .toList();
      return new Drifts(
          all,
          !all.isEmpty() && story.drifts(OnDrift.MEND).containsAll(all),
          found.look() instanceof Look.At
              ? Notice.between(story.beside(), opens.beside())
              : List.of());
    }
    return Drifts.NONE;
  }

  private static Optional<Drift> drift(PolicyOrder order, Found found) {
    ObjectKey key = order.key();
    return found.policies().stream()
        .filter(held -> held.meta().key().equals(key))
        .findFirst()
        .map(
            held ->
                switch (compare(order, held)) {
                  case AS_GRANTED, ABSENT -> Optional.<Drift>empty();
                  case ALTERED -> Optional.of(drift(held, Drift.What.ALTERED));
                  case TAMPERED -> Optional.of(drift(held, Drift.What.TAMPERED));
                })
        .orElseGet(
            () ->
                found
                    .story()
                    .policy(key)
                    .map(gone -> new Drift(key, gone, "", Drift.What.DELETED)));
  }

  private static Drift drift(HeldPolicy held, Drift.What what) {
    return new Drift(held.meta().key(), held.meta().uid(), held.meta().resourceVersion(), what);
  }

  private static Recorded recorded(Found found, Optional<Proof> open) {
    Story story = found.story();
    return new Recorded(
        story
            .opening()
            .<Recorded.Opening>map(opening -> new Recorded.Opening.At(opening.at()))
            .orElseGet(Recorded.Opening.No::new),
        !found.policies().isEmpty()
            && found.policies().stream().allMatch(held -> story.holds(held.meta().uid())),
        open.filter(proof -> !story.tells(new JournalEntry.Proven(story.grant(), proof))).isEmpty(),
        story.ending().isPresent(),
        story.proof(Proof.Moment.CLOSED).isPresent());
  }
}
