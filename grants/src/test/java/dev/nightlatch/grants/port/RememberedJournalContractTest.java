package dev.nightlatch.grants.port;

/// The double keeps the contract.
final class RememberedJournalContractTest extends JournalContract {

  @Override
  protected Journal make() {
    return new RememberedJournal();
  }

  /// It lives as long as the test: the next process is this one.
  @Override
  protected Journal reopen(Journal journal) {
    return journal;
  }
}
