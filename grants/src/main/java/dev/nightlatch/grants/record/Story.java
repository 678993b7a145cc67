package dev.nightlatch.grants.record;

import dev.nightlatch.grants.model.Bystander;
import dev.nightlatch.grants.model.Drift;
import dev.nightlatch.grants.model.Ending;
import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Notice;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.OnDrift;
import dev.nightlatch.grants.model.Proof;
import dev.nightlatch.grants.model.Uid;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All that is on record about one grant, in the order in which it was recorded.
public record Story(Uid grant, List<JournalEntry> entries) {
  public Story {
    entries = List.copyOf(entries);
  }

  /// Of a grant that the record does not know.
  public static Story untold(Uid grant) {
    return new Story(grant, List.of());
  }

  public Optional<JournalEntry.Opening> opening() {
    return all(JournalEntry.Opening.class).findFirst();
  }

  public Optional<JournalEntry.Closed> closed() {
    return all(JournalEntry.Closed.class).findFirst();
  }

  /// The lease, as it was recorded first: it never moves.
  public Optional<JournalEntry.Opened> opened() {
    return all(JournalEntry.Opened.class).findFirst();
  }

  /// The review of what was opened without approval.
  public Optional<JournalEntry.Reviewed> reviewed() {
    return all(JournalEntry.Reviewed.class).findFirst();
  }

  /// How it ended, opened or not; empty while no end is on record.
  public Optional<Ending> ending() {
    return all(JournalEntry.Closed.class)
        .map(closed -> new Ending(closed.code(), closed.sentence()))
        .findFirst()
        .or(
            () ->
                all(JournalEntry.Refused.class)
                    .map(refused -> new Ending(refused.code(), refused.sentence()))
                    .findFirst());
  }

  /// Whether the policy with this UID was put in by this grant.
  public boolean holds(Uid policy) {
    return all(JournalEntry.Opened.class)
        .flatMap(opened -> opened.policies().stream())
        .anyMatch(ref -> ref.uid().equals(policy));
  }

  /// The policy that was last seen in place there.
  public Optional<Uid> policy(ObjectKey key) {
    return all(JournalEntry.Opened.class)
        .flatMap(opened -> opened.policies().stream())
        .filter(ref -> ref.key().equals(key))
        .map(PolicyRef::uid)
        .reduce((_, last) -> last);
  }

  /// What somebody did to its policies and was answered so.
  public List<Drift> drifts(OnDrift answer) {
    return all(JournalEntry.Drifted.class)
        .filter(drifted -> drifted.answer() == answer)
        .map(JournalEntry.Drifted::drift)
        .toList();
  }

  /// What stood beside it when it was last told, sorted by name; empty where it was never told.
  public List<Bystander> beside() {
    List<Bystander> there = List.of();
    for (JournalEntry entry : entries) {
      switch (entry) {
        case JournalEntry.Opened opened -> there = opened.beside();
        case JournalEntry.Noticed(_, _, var notices) -> there = Notice.after(there, notices);
        case JournalEntry.Opening _,
            JournalEntry.Proven _,
            JournalEntry.Drifted _,
            JournalEntry.Closed _,
            JournalEntry.Reviewed _,
            JournalEntry.Refused _ -> {}
      }
    }
    return there;
  }

  /// The last that is on record of what was found out at this moment.
  public Optional<Proof> proof(Proof.Moment moment) {
    return all(JournalEntry.Proven.class)
        .map(JournalEntry.Proven::proof)
        .filter(proof -> proof.moment() == moment)
        .reduce((_, last) -> last);
  }

  /// Whether this is on record already.
  public boolean tells(JournalEntry entry) {
    return entries.stream().anyMatch(entry::repeats);
  }

  /// Whether an opening is on record, and its closing or what is left after it is not. Of an
  /// opening of a time when nothing was proven nothing more is owed.
  public boolean isUnfinished() {
    return opening().isPresent()
        && (closed().isEmpty()
            || (proof(Proof.Moment.BEFORE).isPresent() && proof(Proof.Moment.CLOSED).isEmpty()));
  }

  /// Where the grant's policies are or were, as far as the record knows.
  public List<ObjectKey> policies() {
    return opening().map(JournalEntry.Opening::policies).orElse(List.of());
  }

  private <E extends JournalEntry> Stream<E> all(Class<E> kind) {
    return entries.stream().filter(kind::isInstance).map(kind::cast);
  }
}
