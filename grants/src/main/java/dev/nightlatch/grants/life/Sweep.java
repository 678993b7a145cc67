package dev.nightlatch.grants.life;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.HeldPolicy;
import dev.nightlatch.grants.model.Names;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/// What to do with one policy, whoever made it: the second of the three hands that close.
///
/// Deleting a policy can open as well as close. So only what is provably ours is deleted: either
/// our label, the name that the label's UID gives, and the grant's latch as the single owner agree,
/// or the policy's own UID stands in the journal.
public final class Sweep {
  private Sweep() {}

  /// What was found out about one policy.
  public sealed interface Judgement {
    /// Not ours: none of our business.
    record Foreign() implements Judgement {}

    /// Ours, and within its lease.
    record InTime() implements Judgement {}

    /// Ours, and to be taken out.
    record Overdue(Uid grant, Ending ending) implements Judgement {}

    /// It bears our label, and is not provably ours: somebody should look.
    record Suspect(String why) implements Judgement {}
  }

  /// The grants that there are, if that could be read.
  public sealed interface Living {
    record Unknown() implements Living {}

    /// These, and no others.
    ///
    /// @param grants read *after* the policies, so that a policy's grant cannot have come later
    record Known(SortedSet<Uid> grants) implements Living {}
  }

  /// Judges `held` at the instant `now`.
  ///
  /// Of an end on the policy and one on record the earlier counts. A policy of ours with no end
  /// that can be read is overdue. One whose grant is gone is overdue too: whoever deletes a grant
  /// closes it.
  ///
  /// @param recorded the story of the grant that put it in, where its UID is on record
  public static Judgement judge(
      HeldPolicy held, Optional<Story> recorded, Living living, Instant now) {
    Optional<Uid> marked =
        Optional.ofNullable(held.meta().labels().get(Names.GRANT_LABEL))
            .filter(text -> !text.isEmpty())
            .map(Uid::new);
    if (recorded.isPresent()) {
      return judgeOurs(held, recorded.get().grant(), recorded, living, now);
    }
    if (!held.isMarked()) {
      return new Judgement.Foreign();
    }
    return marked
        .map(grant -> judgeMarked(held, grant, living, now))
        .orElseGet(() -> new Judgement.Suspect("its grant label is empty"));
  }

  private static Judgement judgeMarked(HeldPolicy held, Uid grant, Living living, Instant now) {
    if (!Names.isPolicyOf(grant, held.meta().name())) {
      return new Judgement.Suspect("its name does not follow from its grant label");
    }
    boolean latched =
        held.meta().owners().size() == 1
            && held.meta().owners().stream()
                .allMatch(owner -> owner.equals(Orders.owner(grant, owner.uid())));
    return latched
        ? judgeOurs(held, grant, Optional.empty(), living, now)
        : new Judgement.Suspect("its single owner is not the latch of its grant");
  }

  private static Judgement judgeOurs(
      HeldPolicy held, Uid grant, Optional<Story> recorded, Living living, Instant now) {
    Optional<Instant> end =
        Stream.concat(
                held.expiresAt().stream(),
                recorded.flatMap(Story::opened).map(JournalEntry.Opened::expiresAt).stream())
            .min(Instant::compareTo);
    if (end.isEmpty()) {
      return new Judgement.Overdue(
          grant, new Ending(Code.EXPIRED, "The policy bore no end that could be read."));
    }
    if (!now.isBefore(end.get())) {
      return new Judgement.Overdue(grant, Endings.EXPIRED);
    }
    return switch (living) {
      case Living.Known(var grants) when !grants.contains(grant) ->
          new Judgement.Overdue(grant, Endings.GRANT_DELETED);
      case Living.Known _, Living.Unknown() -> new Judgement.InTime();
    };
  }
}
