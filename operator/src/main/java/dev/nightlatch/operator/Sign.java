package dev.nightlatch.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What one part of the operator said of itself last. Safe for use by several threads.
final class Sign {
  /// What a sign is about.
  enum Of {
    /// A loop that turns: without it the process is dead, and is to be started anew.
    LOOP,
    /// Something outside that is as it should be: without it nothing opens, and a new process
    /// would not help.
    FACT
  }

  private final String name;
  private final Of of;
  private final Duration good;
  private final InstantSource time;
  private Seen seen;

  /// @param good how long it counts: a part that says nothing for longer is not well
  Sign(String name, Of of, Duration good, InstantSource time) {
    this.name = name;
    this.of = of;
    this.good = good;
    this.time = time;
    Instant now = time.instant();
    this.seen =
        switch (of) {
          // One that never begins to turn is seen by its silence.
          case LOOP -> new Seen(name, of, good, true, now, now, "");
          case FACT -> new Seen(name, of, good, false, now, now, "not looked at yet");
        };
  }

  /// What was said, and when.
  ///
  /// @param since since when it is so
  /// @param at when it was said last
  /// @param why what is wrong; empty where it is well
  record Seen(
      String name, Of of, Duration good, boolean well, Instant since, Instant at, String why) {}

  void well() {
    say(true, "");
  }

  /// @param why a sentence for everybody who may come by: nothing that another system wrote
  void ill(String why) {
    say(false, why);
  }

  private synchronized void say(boolean well, String why) {
    Instant now = time.instant();
    Instant since = seen.well() == well ? seen.since() : now;
    seen = new Seen(name, of, good, well, since, now, why);
  }

  synchronized Seen seen() {
    return seen;
  }
}
