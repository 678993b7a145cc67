package dev.nightlatch.operator;

import dev.nightlatch.grants.model.Canary;
import dev.nightlatch.grants.port.Announcer;
import dev.nightlatch.grants.port.Cluster;
import dev.nightlatch.grants.port.ClusterException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets out one canary after the other, and knows what the last one showed.
final class Aviary {
  /// How long a canary's latch runs.
  static final Duration FLIGHT = Duration.ofSeconds(3);

  /// How long after its latch's end a canary may still be there: the cluster's controllers are
  /// slow where much else is to be done.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A latch's start is stored in whole seconds, so it may fire this much early.
  static final Duration EARLY = Duration.ofSeconds(2);

  /// How often one is let out, once the last one has come back.
  static final Duration BETWEEN = Duration.ofMinutes(3);

  /// How soon the next one is let out where the last one was lost.
  static final Duration AGAIN = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Logger log = LoggerFactory.getLogger(Aviary.class);

  private final Cluster cluster;
  private final InstantSource time;
  private final Signs signs;
  private final Announcer announcer;
  private final Loop loop = new Loop("nightlatch-canary", this::round);
  private @Nullable Flight flight;
  private volatile Canary last = new Canary.Out();

  /// A canary that is out.
  private record Flight(String name, Instant begun) {}

  Aviary(Cluster cluster, InstantSource time) {
    this(cluster, time, new Signs(Health.Role.ALONE), Announcer.SILENT);
  }

  Aviary(Cluster cluster, InstantSource time, Signs signs, Announcer announcer) {
    this.cluster = cluster;
    this.time = time;
    this.signs = signs;
    this.announcer = announcer;
  }

  /// Its thread.
  Loop loop() {
    return loop;
  }

  /// What the last one showed.
  Canary last() {
    return last;
  }

  @SuppressWarnings("CatchingUnchecked") // must outlive every failure
  private Duration round() {
    signs.aviary().well();
    try {
      return step();
    } catch (Throwable bug) {
      log.error("the canary's loop failed", bug);
      return AGAIN;
    }
  }

  /// Does the next thing, and says how long to pause after it.
  Duration step() {
    Flight out = flight;
    try {
      if (out == null) {
        Flight next = new Flight("nl-canary-" + UUID.randomUUID(), time.instant());
        cluster.release(next.name(), FLIGHT);
        flight = next;
        return LOOK;
      }
      return look(out);
    } catch (ClusterException failed) {
      // Out or not, its latch takes it along.
      flight = null;
      return lost("could not be watched: " + failed.getMessage());
    }
  }

  private Duration look(Flight out) {
    boolean isThere = cluster.isOut(out.name());
    Instant now = time.instant();
    Instant end = out.begun().plus(FLIGHT);
    if (isThere && now.isBefore(end.plus(PATIENCE))) {
      return LOOK;
    }
    flight = null;
    if (isThere) {
      cluster.recall(out.name());
      return lost("was still there " + PATIENCE.toSeconds() + "s after its end");
    }
    if (now.isBefore(end.minus(EARLY))) {
      return lost("went before its end, which is no proof that its latch took it along");
    }
    if (!(last instanceof Canary.Back)) {
      log.info(
          "the canary went by itself within {} s: latches close in this cluster",
          Duration.between(out.begun(), now).toSeconds());
    }
    last = new Canary.Back(now);
    signs.canary().well();
    return BETWEEN;
  }

  private Duration lost(String what) {
    if (!(last instanceof Canary.Lost(_, var said) && said.equals(what))) {
      log.error("the canary {}: latches may not close in this cluster, and nothing opens", what);
    }
    Instant now = time.instant();
    last = new Canary.Lost(now, what);
    signs.canary().ill("the last canary did not come back");
    announcer.announce(Announcements.canary(what, now));
    return AGAIN;
  }
}
