package dev.nightlatch.operator;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.LeaderLease;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands for election until it leads, and then renews until it is closed, or is too late.
///
/// Who has led once and leads no more never leads again: whatever it knows may be old. Its process
/// is to end, and another to be started.
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private static final Duration WATCH = Duration.ofMillis(100);

  private final LeaderLease lease;
  private final String us;
  private final Sign sign;
  private final Runnable onLost;
  private final LongSupplier nanos;
  private final Complaint agreeing = new Complaint(log, "agreeing with the other replicas");
  private final CountDownLatch leads = new CountDownLatch(1);
  private final Loop candidate = new Loop("nightlatch-election", this::round);

  /// A thread of its own: the candidate's may hang in a call.
  private final Loop watchdog = new Loop("nightlatch-watchdog", this::watch);

  private volatile Election election = Election.begin();
  private volatile boolean lost;

  /// @param us a name that no other process has, nor had
  /// @param onLost ends the process; called at most once, as soon as nothing may be begun any more
  Leadership(LeaderLease lease, String us, Sign sign, Runnable onLost, LongSupplier nanos) {
    this.lease = lease;
    this.us = us;
    this.sign = sign;
    this.onLost = onLost;
    this.nanos = nanos;
  }

  /// A candidate.
  ///
  /// @param us a name that no other process has, nor had
  /// @param signs where the election says that it goes on
  /// @param onLost ends the process; called at most once, as soon as nothing may be begun any more
  public static Leadership stand(LeaderLease lease, String us, Signs signs, Runnable onLost) {
    Leadership leadership = new Leadership(lease, us, signs.leader(), onLost, System::nanoTime);
    leadership.candidate.start();
    leadership.watchdog.start();
    return leadership;
  }

  /// Whether it leads by then.
  public boolean leadsWithin(Duration longest) throws InterruptedException {
    return leads.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Whether nobody else can lead now.
  public boolean mayAct() {
    return !lost && election.mayAct(nanos.getAsLong());
  }

  private Duration round() {
    step();
    return Election.RETRY;
  }

  /// Looks at the lease, and takes or renews it where that is our turn.
  @SuppressWarnings("CatchingUnchecked") // must outlive every failure
  void step() {
    sign.well();
    try {
      long begun = nanos.getAsLong();
      Election now = election.saw(lease.look(), nanos.getAsLong());
      election = now;
      if (now.isTakenFrom(us)) {
        lose("somebody else holds the leader's lease");
        return;
      }
      if (now.isFree(us, begun)) {
        long writing = nanos.getAsLong();
        hold(lease.write(now.seen(), us, Election.LEASE), writing);
      }
      agreeing.worked();
    } catch (ClusterException failed) {
      if (failed.kind() != ClusterException.Kind.CONFLICT) {
        agreeing.failed(failed);
      }
    } catch (Throwable bug) {
      agreeing.failed(bug);
    }
  }

  private void hold(LeaderLease.State state, long begun) {
    boolean isFirst = !election.isLeading();
    if (!isFirst && !election.mayAct(nanos.getAsLong())) {
      // The watchdog has seen it, or is about to: too late is too late.
      return;
    }
    election = election.holds(state, begun);
    if (isFirst) {
      log.info("leads, as {}", us);
      leads.countDown();
    }
  }

  private Duration watch() {
    lookAtTheClock();
    return WATCH;
  }

  /// Ends it where it was not renewed in time.
  void lookAtTheClock() {
    Election now = election;
    if (now.isLeading() && !now.mayAct(nanos.getAsLong())) {
      lose("the leader's lease could not be renewed for " + Election.DEADLINE.toSeconds() + " s");
    }
  }

  private void lose(String why) {
    synchronized (this) {
      if (lost || candidate.isToStop()) {
        return;
      }
      lost = true;
    }
    candidate.stop();
    log.error("{}: nothing is done any more, another replica takes over", why);
    onLost.run();
  }

  /// Begins no further round; the lease is kept until it is over by itself.
  public void stop() {
    candidate.stop();
    watchdog.stop();
  }

  /// Gives the lease back, so that another need not wait for its end: for whoever does nothing any
  /// more.
  @Override
  public void close() {
    stop();
    try {
      boolean over = candidate.hasStoppedWithin(Election.RETRY.multipliedBy(3));
      if (over && mayAct()) {
        var _ = lease.write(election.seen(), "", Duration.ofSeconds(1));
      }
    } catch (ClusterException failed) {
      log.debug("the lease could not be given back", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
