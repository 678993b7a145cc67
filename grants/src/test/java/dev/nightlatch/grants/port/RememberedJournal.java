package dev.nightlatch.grants.port;

import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A journal that forgets all when the test ends.
public final class RememberedJournal implements Journal {
  private final Map<Uid, List<JournalEntry>> entries = new LinkedHashMap<>();
  private final List<Uid> openings = new ArrayList<>();

  @Override
  public synchronized void record(JournalEntry entry) {
    List<JournalEntry> told = entries.computeIfAbsent(entry.grant(), _ -> new ArrayList<>());
    if (told.stream().anyMatch(entry::repeats)) {
      return;
    }
    told.add(entry);
    if (entry instanceof JournalEntry.Opening) {
      openings.add(entry.grant());
    }
  }

  @Override
  public synchronized Story story(Uid grant) {
    return new Story(grant, entries.getOrDefault(grant, List.of()));
  }

  @Override
  public synchronized List<Story> unfinished() {
    return openings.stream().map(this::story).filter(Story::isUnfinished).toList();
  }

  @Override
  public synchronized Optional<Story> ofPolicy(Uid policy) {
    return entries.keySet().stream()
        .map(this::story)
        .filter(story -> story.holds(policy))
        .findFirst();
  }
}
