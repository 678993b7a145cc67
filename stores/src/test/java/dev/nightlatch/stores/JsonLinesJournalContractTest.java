package dev.nightlatch.stores;

import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The contract of the port, kept on a real file.
class JsonLinesJournalContractTest extends JournalContract {
  @TempDir Path folder;

  @Override
  protected Journal make() {
    return JsonLinesJournal.open(file());
  }

  @Override
  protected Journal reopen(Journal journal) {
    ((JsonLinesJournal) journal).close();
    return JsonLinesJournal.open(file());
  }

  private Path file() {
    return folder.resolve("deep/er/journal.jsonl");
  }
}
