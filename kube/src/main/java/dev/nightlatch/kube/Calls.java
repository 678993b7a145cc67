package dev.nightlatch.kube;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Where calls are made that somebody waits for.
///
/// Not on virtual threads: those take turns only where they wait, and to decode what was listed
/// takes the processor for long. A closing would wait for all of that.
final class Calls {
  /// As many threads as there are calls at once. They end when they were idle for a minute, and
  /// with the process.
  static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("nightlatch-call-", 1).factory());

  private Calls() {}
}
