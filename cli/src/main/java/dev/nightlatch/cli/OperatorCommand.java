package dev.nightlatch.cli;

import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import dev.nightlatch.operator.Operator;
import dev.nightlatch.stores.JsonLinesJournal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
      description =
          "Where the record lies, a file of JSON lines; default: nightlatch/journal.jsonl under"
              + " XDG_STATE_HOME or ~/.local/state.")
  @Nullable Path journal;

  @Option(
      names = "--until-stdin-ends",
      hidden = true,
      description = "Stop when stdin ends: so that it does not outlive whoever started it.")
  boolean untilStdinEnds;

  @Mixin ClusterOptions options = new ClusterOptions();

  private final Screen screen;

  OperatorCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    KubeAccess access = options.access();
    Path file = journal == null ? usualJournal(System.getenv()) : journal;
    CountDownLatch stopped = new CountDownLatch(1);
    try (JsonLinesJournal record = JsonLinesJournal.open(file);
        KubeCluster cluster = KubeCluster.of(access);
        Operator operator = Operator.start(cluster, record, screen.time())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator, stopped)));
      if (!record.damagedLines().isEmpty()) {
        screen.aside(
            "The journal is damaged in line "
                + record.damagedLines().getFirst()
                + ": nothing new opens; what is open is closed on time.");
      }
      screen.aside("Operator at work on " + access.server() + ", journal " + file + ".");
      if (untilStdinEnds) {
        System.in.transferTo(OutputStream.nullOutputStream());
      } else {
        stopped.await();
      }
    }
    return Exit.DONE;
  }

  private static void stop(Operator operator, CountDownLatch stopped) {
    operator.close();
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
