package dev.nightlatch.operator;

import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A journal that can be read, and does not take some entries any more.
record DeadJournal(Journal behind, Predicate<JournalEntry> refuses) implements Journal {
  @Override
  public void record(JournalEntry entry) {
    if (refuses.test(entry)) {
      throw new JournalException("the disk is full");
    }
    behind.record(entry);
  }

  @Override
  public Story story(Uid grant) {
    return behind.story(grant);
  }

  @Override
  public List<Story> unfinished() {
    return behind.unfinished();
  }

  @Override
  public Optional<Story> ofPolicy(Uid policy) {
    return behind.ofPolicy(policy);
  }
}
