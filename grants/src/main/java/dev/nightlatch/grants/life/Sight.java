package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.GrantStatus;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.HeldLatch;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Review;
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
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Makes sense of what a pass read: from objects to the few facts on which [Lifecycle] decides.
public final class Sight {
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
    return !leaseIsOver && Standings.settled(grant, story).isEmpty();
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
    Progress progress =
        Standings.progress(Standings.unseen(grant.get(), story, policies, facts.get()));
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

  /// Whether rule, boundaries, sources or incident end the grant whatever the cluster is like.
  public static boolean isOverUnseen(
      AccessGrant grant, Story story, List<HeldPolicy> policies, Facts facts, Instant now) {
    return Standings.isOverUnseen(grant, story, policies, facts, now);
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
    Standing standing = Standings.of(grant, found, now);
    Latches latches =
        Latches.of(
            sound(found, grant.request().duration()),
            expected(standing, grant, found),
            lastKnown(grant.status(), found.story()),
            !grant.status().latches().isEmpty());
    Drifts drifts =
        found.story().opened().isPresent()
                && standing instanceof Standing.Granted(var opens, _, _, _)
                && latches instanceof Latches.Armed(var armed, _)
            ? Drifts.since(Orders.policies(grant, opens, armed), found, opens.beside())
            : Drifts.NONE;
    return new Seen(
        standing,
        grant.status().phase(),
        isNoted(standing, grant.status(), found, now),
        latches,
        policies(grant, found.policies(), standing, latches),
        recorded(found, openProof(standing, now)),
        unrecorded(grant, found.story()),
        drifts);
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
    return Latches.of(found.latches(), keys, known, noted);
  }

  private static Policies policies(
      AccessGrant grant, List<HeldPolicy> there, Standing standing, Latches latches) {
    if (there.isEmpty()) {
      return Policies.ABSENT;
    }
    return standing instanceof Standing.Granted(var opens, _, _, _)
            && latches instanceof Latches.Armed(var armed, _)
        ? Policies.of(Orders.policies(grant, opens, armed), there)
        : Policies.TAMPERED;
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
