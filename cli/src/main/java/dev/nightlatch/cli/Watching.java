package dev.nightlatch.cli;

import dev.nightlatch.grants.model.AccessGrant;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Waits for a grant to come to a phase, by looking again and again.
final class Watching {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private Watching() {}

  /// How the waiting ended.
  sealed interface Ended {
    /// The grant as it was when it had come there.
    record There(AccessGrant grant) implements Ended {}

    /// The time was over; the grant as it was then.
    record TimeOver(AccessGrant grant) implements Ended {}

    /// The grant is no longer there.
    record Gone() implements Ended {}
  }

  /// Looks at the grant until it is there or the time is over; says each new phase on stderr where
  /// that is a terminal. A cluster that cannot be reached for a moment is asked again.
  static Ended until(
      Screen screen,
      Cluster cluster,
      AccessGrant grant,
      Duration timeout,
      Predicate<AccessGrant> isThere) {
    return until(screen, cluster, grant, timeout, isThere, _ -> {});
  }

  /// The same; `seen` is told of each look that was not the last.
  static Ended until(
      Screen screen,
      Cluster cluster,
      AccessGrant grant,
      Duration timeout,
      Predicate<AccessGrant> isThere,
      Consumer<AccessGrant> seen) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Phase said = grant.status().phase();
    while (true) {
      Optional<AccessGrant> now;
      try {
        now = cluster.grant(grant.name()).filter(there -> there.uid().equals(grant.uid()));
      } catch (ClusterException failed) {
        if (failed.kind() != ClusterException.Kind.TRANSIENT || System.nanoTime() - deadline >= 0) {
          throw failed;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        continue;
      }
      if (now.isEmpty()) {
        return new Ended.Gone();
      }
      if (isThere.test(now.get())) {
        return new Ended.There(now.get());
      }
      if (System.nanoTime() - deadline >= 0) {
        return new Ended.TimeOver(now.get());
      }
      Phase phase = now.get().status().phase();
      if (phase != said && screen.errIsTerminal()) {
        screen.aside(screen.faint("… " + phase.text()));
      }
      said = phase;
      seen.accept(now.get());
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
