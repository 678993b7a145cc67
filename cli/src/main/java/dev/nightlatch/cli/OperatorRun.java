package dev.nightlatch.cli;

import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.incidents.ProvidedIncidents;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import dev.nightlatch.operator.Follower;
import dev.nightlatch.operator.Health;
import dev.nightlatch.operator.HealthDoor;
import dev.nightlatch.operator.Leadership;
import dev.nightlatch.operator.Operator;
import dev.nightlatch.operator.Signs;
import dev.nightlatch.stores.JsonLinesJournal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One run of the operator, from its start to the end of its last part.
///
/// What is opened first is closed last: the journal goes when nothing writes it any more, and the
/// leader's lease when nothing acts any more.
final class OperatorRun {
  /// How long a clean stop takes at most.
  static final Duration LONGEST_STOP = Operator.PATIENCE.plusSeconds(10);

  private final InstantSource time;
  private final String program;
  private final CniProfile profile;
  private final Path journal;
  private final boolean elects;
  private final Consumer<String> say;
  private final Signs signs;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /// Whether nothing of it is under way any more.
  private volatile boolean quiet = true;

  /// @param program what people type to run us
  /// @param elects whether there may be other replicas
  /// @param say tells whoever started it
  OperatorRun(
      InstantSource time,
      String program,
      CniProfile profile,
      Path journal,
      boolean elects,
      Consumer<String> say) {
    this.time = time;
    this.program = program;
    this.profile = profile;
    this.journal = journal;
    this.elects = elects;
    this.say = say;
    this.signs = new Signs(elects ? Health.Role.FOLLOWER : Health.Role.ALONE);
  }

  /// Asks it to stop; comes back at once.
  void stop() {
    stopped.countDown();
  }

  /// Whether all of it is over by then, once it was asked to stop.
  boolean hasEndedWithin(Duration longest) {
    try {
      return ended.await(longest.toMillis(), TimeUnit.MILLISECONDS) && quiet;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Runs until it is stopped.
  ///
  /// @param door where it says how it is
  void until(KubeAccess access, Optional<InetSocketAddress> door) throws InterruptedException {
    try {
      if (door.isEmpty()) {
        run(access);
        return;
      }
      try (HealthDoor open = open(door.get())) {
        say.accept(
            "Health: http://%s:%d/healthz and /readyz."
                .formatted(host(open.address()), open.address().getPort()));
        run(access);
      }
    } finally {
      ended.countDown();
    }
  }

  private HealthDoor open(InetSocketAddress door) {
    try {
      return HealthDoor.open(door, signs::health);
    } catch (IOException taken) {
      throw new CommandFailed(
          Exit.OUTSIDE,
          "cannot listen on %s:%d: %s".formatted(host(door), door.getPort(), taken.getMessage()));
    }
  }

  private static String host(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private void run(KubeAccess access) throws InterruptedException {
    if (!elects) {
      // Who cannot write the record need not begin.
      try (JsonLinesJournal record = JsonLinesJournal.open(journal);
          KubeCluster cluster = KubeCluster.of(access)) {
        quiet = false;
        quiet = work(access, cluster, record, () -> true);
      }
      return;
    }
    try (KubeCluster cluster = KubeCluster.of(access)) {
      if (reach(cluster).isPresent()) {
        stand(access, cluster);
      }
    }
  }

  private void stand(KubeAccess access, KubeCluster cluster) throws InterruptedException {
    String us = hostName() + "_" + UUID.randomUUID();
    Leadership leadership =
        Leadership.stand(cluster.leaderLease(time), us, signs, OperatorRun::endAtOnce);
    try {
      if (follow(access, cluster, leadership)) {
        quiet = false;
        try (JsonLinesJournal record = JsonLinesJournal.open(journal)) {
          signs.become(Health.Role.LEADER);
          quiet = work(access, cluster, record, leadership::mayAct);
        }
      }
    } finally {
      if (quiet) {
        leadership.close();
      } else {
        // Something may still be done: nobody else begins before the lease is over.
        leadership.stop();
      }
    }
  }

  /// Sweeps until it leads.
  ///
  /// @return whether it leads; otherwise it was stopped
  private boolean follow(KubeAccess access, KubeCluster cluster, Leadership leadership)
      throws InterruptedException {
    try (Follower _ = Follower.start(cluster, time, signs)) {
      boolean said = false;
      while (!leadership.leadsWithin(Duration.ofMillis(said ? 200 : 3000))) {
        if (!said) {
          say.accept("Waits to lead on " + access.server() + ", and sweeps meanwhile.");
          said = true;
        }
        if (stopped.getCount() == 0) {
          return false;
        }
      }
    }
    return stopped.getCount() > 0;
  }

  /// Another may act soon: nothing is tidied up, for that would be acting.
  private static void endAtOnce() {
    Runtime.getRuntime().halt(Exit.OUTSIDE);
  }

  private static String hostName() {
    String name = System.getenv().getOrDefault("HOSTNAME", "");
    return name.isEmpty() ? "operator" : name;
  }

  /// The cluster's identity, as soon as it can be reached; empty if we are stopped before.
  private Optional<Uid> reach(KubeCluster cluster) throws InterruptedException {
    String said = "";
    do {
      signs.waits();
      try {
        return Optional.of(cluster.id());
      } catch (ClusterException failed) {
        if (failed.kind() != ClusterException.Kind.TRANSIENT) {
          throw failed;
        }
        String why = String.valueOf(failed.getMessage());
        if (!why.equals(said)) {
          say.accept("Waiting for the cluster; " + why);
          said = why;
        }
      }
    } while (!stopped.await(1, TimeUnit.SECONDS));
    return Optional.empty();
  }

  /// Does all that an operator does, until it is stopped.
  ///
  /// @return whether nothing of it runs any more
  private boolean work(
      KubeAccess access, KubeCluster cluster, JsonLinesJournal record, BooleanSupplier mayAct)
      throws InterruptedException {
    Optional<Uid> id = reach(cluster);
    if (id.isEmpty()) {
      return true;
    }
    record.bind(id.get());
    warn(cluster, record);
    Operator operator =
        Operator.start(
            new Operator.Setting(
                cluster,
                new ProvidedIncidents(cluster),
                record,
                time,
                profile,
                cluster.announcer("nightlatch-operator-" + hostName(), time),
                mayAct,
                signs));
    boolean isQuiet = false;
    try {
      if (!record.damagedLines().isEmpty()) {
        say.accept(
            "The journal is damaged in line "
                + record.damagedLines().getFirst()
                + ": nothing new opens; what is open is closed on time.");
      }
      say.accept("Operator at work on " + access.server() + ", journal " + journal + ".");
      operator.rehearse();
      stopped.await();
    } finally {
      isQuiet = operator.stop();
    }
    say.accept("Stopped. What is open stays open until its lease ends; its latch closes it then.");
    return isQuiet;
  }

  /// What whoever starts it may want to know at once: that nothing is installed there, or that it
  /// is about to close what another journal knows.
  private void warn(KubeCluster cluster, JsonLinesJournal record) {
    try {
      long unknown =
          cluster.grants().stream()
              .filter(grant -> grant.status().phase() == Phase.ACTIVE)
              .filter(grant -> record.story(grant.uid()).opening().isEmpty())
              .count();
      if (unknown > 0) {
        say.accept(
            "This journal does not know %d of the open grants, so they are closed now (%s)."
                .formatted(unknown, Code.OFF_RECORD.text()));
      }
    } catch (ClusterException failed) {
      say.accept(
          failed.kind() == ClusterException.Kind.NOT_FOUND
              ? "Nightlatch is not installed there yet: '"
                  + program
                  + " install --print | kubectl apply -f -' does it."
              : "The grants cannot be read yet: " + failed.getMessage());
    }
  }
}
