package dev.nightlatch.cli;

import dev.nightlatch.grants.model.Code;
import dev.nightlatch.grants.model.Phase;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.incidents.ProvidedIncidents;
import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import dev.nightlatch.operator.Operator;
import dev.nightlatch.stores.JsonLinesJournal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nightlatch operator`
@Command(
    name = "operator",
    header = "Open and close what grants say, until stopped.",
    description = {
      "Runs against a kubeconfig's cluster, with the rights that '${ROOT-COMMAND-NAME} install' prints. What is",
      "open when it dies is closed by its latch.",
      ""
    })
final class OperatorCommand implements Callable<Integer> {
  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = {
        "Where the record lies, a file of JSON lines; default:",
        "nightlatch/journal.jsonl under XDG_STATE_HOME or ~/.local/state."
      })
  @Nullable Path journal;

  @Option(
      names = "--until-stdin-ends",
      hidden = true,
      description = "Stop when stdin ends: so that it does not outlive whoever started it.")
  boolean untilStdinEnds;

  @Mixin ProfileOption profile = new ProfileOption();
  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  OperatorCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws InterruptedException {
    KubeAccess access = options.access();
    Path file = journal == null ? usualJournal(System.getenv()) : journal;
    CountDownLatch stopped = new CountDownLatch(1);
    if (untilStdinEnds) {
      Thread.ofPlatform().daemon().start(() -> awaitEnd(System.in, stopped));
    }
    try (JsonLinesJournal record = JsonLinesJournal.open(file);
        KubeCluster cluster = KubeCluster.of(access)) {
      Optional<Uid> id = reach(cluster, stopped);
      if (id.isPresent()) {
        record.bind(id.get());
        work(access.server(), cluster, record, file, stopped);
      }
    }
    return Exit.DONE;
  }

  /// The cluster's identity, as soon as it can be reached; empty if we are stopped before.
  private Optional<Uid> reach(KubeCluster cluster, CountDownLatch stopped)
      throws InterruptedException {
    String said = "";
    do {
      try {
        return Optional.of(cluster.id());
      } catch (ClusterException failed) {
        if (failed.kind() != ClusterException.Kind.TRANSIENT) {
          throw failed;
        }
        String why = String.valueOf(failed.getMessage());
        if (!why.equals(said)) {
          screen.aside("Waiting for the cluster; " + why);
          said = why;
        }
      }
    } while (!stopped.await(1, TimeUnit.SECONDS));
    return Optional.empty();
  }

  private void work(
      String server,
      KubeCluster cluster,
      JsonLinesJournal record,
      Path file,
      CountDownLatch stopped)
      throws InterruptedException {
    warn(cluster, record);
    try (Operator operator =
        Operator.start(
            cluster, new ProvidedIncidents(cluster), record, screen.time(), profile.profile())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator, stopped)));
      if (!record.damagedLines().isEmpty()) {
        screen.aside(
            "The journal is damaged in line "
                + record.damagedLines().getFirst()
                + ": nothing new opens; what is open is closed on time.");
      }
      screen.aside("Operator at work on " + server + ", journal " + file + ".");
      stopped.await();
    }
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
        screen.aside(
            "This journal does not know %d of the open grants, so they are closed now (%s)."
                .formatted(unknown, Code.OFF_RECORD.text()));
      }
    } catch (ClusterException failed) {
      screen.aside(
          failed.kind() == ClusterException.Kind.NOT_FOUND
              ? "Nightlatch is not installed there yet: '"
                  + screen.program()
                  + " install --print | kubectl apply -f -' does it."
              : "The grants cannot be read yet: " + failed.getMessage());
    }
  }

  private static void awaitEnd(InputStream in, CountDownLatch stopped) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // As good as its end.
    }
    stopped.countDown();
  }

  private void stop(Operator operator, CountDownLatch stopped) {
    operator.close();
    screen.aside(
        "Stopped. What is open stays open until its lease ends; its latch closes it then.");
    stopped.countDown();
  }

  static Path usualJournal(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path folder =
        state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return folder.resolve("nightlatch").resolve("journal.jsonl");
  }
}
