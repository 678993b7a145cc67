package dev.nightlatch.grants.record;

import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Exemption;
import dev.nightlatch.grants.model.GrantStatus.LatchRef;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Identity;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Request;
import dev.nightlatch.grants.model.Uid;
import java.time.Instant;
import java.util.List;

/// One thing that went on record about a grant.
public sealed interface JournalEntry {

  /// The grant it is about.
  Uid grant();

  /// When it was recorded, by the clock of whoever recorded it.
  Instant at();

  /// Whether this entry says nothing that `other` has not said; the time does not count.
  boolean repeats(JournalEntry other);

  /// The grant is about to be opened. Recorded before anything is done.
  ///
  /// @param terms what opens, a line for each source
  /// @param latches where its latches will be
  /// @param policies where its policies will be
  /// @param termsHash the hash of what was approved; empty in records of a time when nothing was
  /// @param approvers the user names of those who approved it, sorted
  /// @param accepted the codes of the doubts over which it opens, sorted
  /// @param exemption why nobody had to approve
  record Opening(
      Uid grant,
      Instant at,
      String name,
      Request request,
      Uid rule,
      long ruleGeneration,
      List<String> terms,
      List<ObjectKey> latches,
      List<ObjectKey> policies,
      String termsHash,
      List<String> approvers,
      List<String> accepted,
      Exemption exemption)
      implements JournalEntry {

    /// Without doubts, approved as its rule requires.
    public Opening(
        Uid grant,
        Instant at,
        String name,
        Request request,
        Uid rule,
        long ruleGeneration,
        List<String> terms,
        List<ObjectKey> latches,
        List<ObjectKey> policies,
        String termsHash,
        List<String> approvers) {
      this(
          grant,
          at,
          name,
          request,
          rule,
          ruleGeneration,
          terms,
          latches,
          policies,
          termsHash,
          approvers,
          List.of(),
          new Exemption.None());
    }

    public Opening {
      terms = List.copyOf(terms);
      latches = List.copyOf(latches);
      policies = List.copyOf(policies);
      approvers = List.copyOf(approvers);
      accepted = List.copyOf(accepted);
    }

    /// A grant has one opening: the first one counts.
    @Override
    public boolean repeats(JournalEntry other) {
      return other instanceof Opening opening && opening.grant.equals(grant);
    }
  }

  /// The policies were seen in place.
  ///
  /// @param beside what of somebody else's stood beside it then, sorted by name
  record Opened(
      Uid grant,
      Instant at,
      Instant startsAt,
      Instant expiresAt,
      List<LatchRef> latches,
      List<PolicyRef> policies,
      List<Bystander> beside)
      implements JournalEntry {
    /// Where nothing stood beside it.
    public Opened(
        Uid grant,
        Instant at,
        Instant startsAt,
        Instant expiresAt,
        List<LatchRef> latches,
        List<PolicyRef> policies) {
      this(grant, at, startsAt, expiresAt, latches, policies, List.of());
    }

    public Opened {
      latches = List.copyOf(latches);
      policies = List.copyOf(policies);
      beside = List.copyOf(beside);
    }

    @Override
    public boolean repeats(JournalEntry other) {
      return other instanceof Opened opened
          && opened.grant.equals(grant)
          && opened.policies.equals(policies);
    }
  }

  /// What was found out about its connections at one moment of its life.
  record Proven(Uid grant, Proof proof) implements JournalEntry {
    @Override
    public Instant at() {
      return proof.at();
    }

    /// What was found once at one moment is not recorded again, though something else was found
    /// meanwhile.
    @Override
    public boolean repeats(JournalEntry other) {
      return other instanceof Proven proven
          && proven.grant.equals(grant)
          && proven.proof.repeats(proof);
    }
  }

  /// Somebody did something to one of its policies while it was open.
  ///
  /// @param answer what was about to be done about it, or, where the grant closes, was done
  record Drifted(Uid grant, Instant at, Drift drift, OnDrift answer) implements JournalEntry {
    /// Each time counts, and is recorded once.
    @Override
    public boolean repeats(JournalEntry other) {
      return other instanceof Drifted drifted
          && drifted.grant.equals(grant)
          && drifted.drift.equals(drift)
          && drifted.answer == answer;
    }
  }

  /// Something beside its open paths came, changed or went, since the last time that it was told.
  /// What they may do to each other is compared with each look; this tells why the answer changed.
  record Noticed(Uid grant, Instant at, List<Notice> notices) implements JournalEntry {
    public Noticed {
      notices = List.copyOf(notices);
    }

    /// What came and went may come again.
    @Override
    public boolean repeats(JournalEntry other) {
      return other.equals(this);
    }
  }

  /// The policies were seen gone. Recorded after it was done.
  record Closed(Uid grant, Instant at, Code code, String sentence) implements JournalEntry {
    @Override
    public boolean repeats(JournalEntry other) {
      return other instanceof Closed closed && closed.grant.equals(grant);
    }
  }

  /// Somebody has reviewed what was opened without approval.
  record Reviewed(Uid grant, Instant at, Identity by, String finding) implements JournalEntry {
    /// A grant has one review: the first one counts.
    @Override
    public boolean repeats(JournalEntry other) {
      return other instanceof Reviewed reviewed && reviewed.grant.equals(grant);
    }
  }

  /// The grant ended without ever having been opened.
  record Refused(Uid grant, Instant at, String name, Request request, Code code, String sentence)
      implements JournalEntry {
    @Override
    public boolean repeats(JournalEntry other) {
      return other instanceof Refused refused && refused.grant.equals(grant);
    }
  }
}
