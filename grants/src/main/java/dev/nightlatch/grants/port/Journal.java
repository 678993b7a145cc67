package dev.nightlatch.grants.port;

import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.util.List;
import java.util.Optional;

/// Where a grant's story is recorded. Safe for use by several threads.
public interface Journal {

  /// Records `entry`; when this returns, it survives a loss of power. An entry that repeats one on
  /// record (see [JournalEntry#repeats]) changes nothing and succeeds.
  ///
  /// @throws JournalException if it could not be made sure that the entry is on record
  void record(JournalEntry entry);

  /// Records these in their order, as [#record(JournalEntry)] does; where it fails, the first of
  /// them may be on record.
  ///
  /// @throws JournalException if it could not be made sure that all of them are
  default void record(List<JournalEntry> entries) {
    entries.forEach(this::record);
  }

  /// What is on record about this grant; an untold story if nothing is.
  ///
  /// @throws JournalException if the record cannot be read
  Story story(Uid grant);

  /// The grants whose opening is on record and whose closing is not, in the order of their
  /// openings.
  ///
  /// @throws JournalException if the record cannot be read
  List<Story> unfinished();

  /// The story of the grant that put in the policy with this UID.
  ///
  /// @throws JournalException if the record cannot be read
  Optional<Story> ofPolicy(Uid policy);

  /// Makes sure that an opening could be recorded now. Records nothing.
  ///
  /// @throws JournalException if it could not
  default void probe() {
    var _ = unfinished();
  }
}
