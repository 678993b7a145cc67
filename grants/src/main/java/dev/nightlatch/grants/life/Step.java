package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.Review;
import dev.nightlatch.grants.plan.Plan;
import java.time.Instant;
import java.util.List;

/// The next thing to do for a grant. Each may be done twice.
public sealed interface Step {

  /// Say in the status what would open, and that approvals of it are awaited.
  ///
  /// @param approvers who has approved so far
  /// @param unaccepted the codes of the doubts that nobody has accepted yet
  record NoteWaiting(Plan.Opens opens, List<String> approvers, List<String> unaccepted)
      implements Step {
    public NoteWaiting {
      approvers = List.copyOf(approvers);
      unaccepted = List.copyOf(unaccepted);
    }
  }

  /// Say in the status that the grant may open, and what will open.
  record NoteApproved(Plan.Opens opens, List<String> approvers) implements Step {
    public NoteApproved {
      approvers = List.copyOf(approvers);
    }
  }

  /// Say in the status that the grant may open at this time, and what will open.
  record NoteScheduled(Plan.Opens opens, List<String> approvers, Instant from) implements Step {
    public NoteScheduled {
      approvers = List.copyOf(approvers);
    }
  }

  /// Put on record what would open and who has approved it, and then the opening.
  record RecordOpening(Plan.Opens opens, List<String> approvers) implements Step {
    public RecordOpening {
      approvers = List.copyOf(approvers);
    }
  }

  /// Look again soon: the first canary is about to come back.
  record AwaitCanary() implements Step {}

  /// Arm the latches, one in each namespace concerned.
  record ArmLatches(Plan.Opens opens) implements Step {}

  /// Look again soon: the latch is about to start.
  record AwaitLatches() implements Step {}

  /// Fix the lease in the status: it ends where the first of the latches ends.
  record NoteLease(List<LatchRef> latches) implements Step {
    public NoteLease {
      latches = List.copyOf(latches);
    }
  }

  /// Put on record what somebody did to the policies, which is mended next.
  record RecordDrift(List<Drift> drifts) implements Step {
    public RecordDrift {
      drifts = List.copyOf(drifts);
    }
  }

  /// Put on record what came, changed or went beside what is open.
  record RecordNotices(List<Notice> notices) implements Step {
    public RecordNotices {
      notices = List.copyOf(notices);
    }
  }

  /// Put the policies in, or put them right.
  record ApplyPolicies(Plan.Opens opens, List<LatchRef> latches) implements Step {
    public ApplyPolicies {
      latches = List.copyOf(latches);
    }

    /// The reason to take them out at once, if the cluster then holds others than were ordered.
    public Ending otherwise() {
      return Endings.POLICY_OTHERWISE;
    }
  }

  /// Put on record that the policies were seen in place, and what they open.
  record RecordOpened(Plan.Opens opens, List<LatchRef> latches) implements Step {
    public RecordOpened {
      latches = List.copyOf(latches);
    }
  }

  /// Put on record what is open by now: pods came or went, or somebody changed something.
  record RecordProof(Plan.Opens opens) implements Step {}

  /// Say in the status that the path is open.
  record NoteActive(Plan.Opens opens) implements Step {}

  /// Take the policies out; once they are gone, and if the grant's status can be written, say so
  /// there as [NoteClosing] does, in the same pass. The reason may lie in the policies themselves:
  /// then the next pass would see nothing of it any more, and would open again.
  ///
  /// @param drifts what somebody did to them, where that is the reason: to be put on record in the
  ///     same pass, once they are gone
  record RemovePolicies(Ending ending, List<Drift> drifts) implements Step {
    public RemovePolicies {
      drifts = List.copyOf(drifts);
    }

    /// For a reason that does not lie in the policies.
    public RemovePolicies(Ending ending) {
      this(ending, List.of());
    }
  }

  /// Say in the status that the path is shut and why.
  ///
  /// @param drifts what somebody did to the policies, where that is the reason: to be put on record
  ///     in the same pass
  record NoteClosing(Ending ending, List<Drift> drifts) implements Step {
    public NoteClosing {
      drifts = List.copyOf(drifts);
    }

    /// For a reason that does not lie in the policies.
    public NoteClosing(Ending ending) {
      this(ending, List.of());
    }
  }

  /// Delete the latches.
  record Disarm(Ending ending) implements Step {}

  /// Put the closing on record.
  record RecordClosing(Ending ending) implements Step {}

  /// Find out what is left of the grant's connections, and put it on record.
  record ProveClosed() implements Step {}

  /// Put on record that somebody has reviewed what was opened without approval.
  record RecordReview(Review.By review) implements Step {}

  /// Put on record that the grant ends unopened.
  record RecordRefusal(Ending ending) implements Step {}

  /// Say in the status how it ended: the terminal phase.
  record NoteEnd(Ending ending) implements Step {}

  /// Nothing to do before this instant.
  record WaitUntil(Instant at) implements Step {}

  /// Nothing to do.
  record Rest() implements Step {}
}
