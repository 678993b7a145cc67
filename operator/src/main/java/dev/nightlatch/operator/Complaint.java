package dev.nightlatch.operator;

import org.slf4j.Logger;

/// A failure that may come again every second: said when it begins, when it becomes another one,
/// and when it is over. For one thread.
final class Complaint {
  private final Logger log;
  private final String what;
  private String said = "";

  /// @param what what does not work: `sweeping`
  Complaint(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  void failed(Throwable failure) {
    String now = failure.toString();
    if (!now.equals(said)) {
      log.warn("{} failed, and is tried again until it works: {}", what, now);
      said = now;
    }
    log.debug("{}", what, failure);
  }

  void worked() {
    if (!said.isEmpty()) {
      log.info("{} works again", what);
      said = "";
    }
  }
}
