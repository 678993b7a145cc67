package dev.nightlatch.operator;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Where passes and their calls run.
///
/// Not on virtual threads: those take turns only where they wait, and weighing what is open for
/// many grants takes the processor for long. A closing would wait for all of that.
final class Threads {
  private Threads() {}

  /// As many threads as there is work for at once. They end when they were idle for a minute, and
  /// with the process.
  static ExecutorService named(String name) {
    return Executors.newCachedThreadPool(
        Thread.ofPlatform().daemon().name(name + "-", 1).factory());
  }
}
