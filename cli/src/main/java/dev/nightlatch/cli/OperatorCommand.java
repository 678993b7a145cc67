package dev.nightlatch.cli;

import dev.nightlatch.kube.KubeAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger log = LoggerFactory.getLogger(OperatorCommand.class);

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = {
        "Where the record lies, a file of JSON lines; default:",
        "nightlatch/journal.jsonl under XDG_STATE_HOME or ~/.local/state."
      })
  @Nullable Path journal;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "How it says on stderr what it does: text (default), or json, one object a line.")
  LogFormat logFormat = LogFormat.text;

  @Option(
      names = "--health",
      paramLabel = "ADDRESS:PORT",
      description = {
        "Where it says over HTTP how it is (/healthz, /readyz): ':8081' on all addresses,",
        "'127.0.0.1:0' on a free port; default: nowhere."
      })
  @Nullable String health;

  @Option(
      names = "--leader-elect",
      description = {
        "One of several replicas: the one that leads does everything, the others close what is",
        "overdue. The journal must lie where all of them reach it."
      })
  boolean leaderElect;

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
    LogSetup.use(logFormat);
    Optional<InetSocketAddress> door = Optional.ofNullable(health).map(ListenAddress::parse);
    KubeAccess access = options.access();
    Path file = journal == null ? usualJournal(System.getenv()) : journal;
    OperatorRun run =
        new OperatorRun(
            screen.time(), screen.program(), profile.profile(), file, leaderElect, this::say);
    if (untilStdinEnds) {
      Thread.ofPlatform().daemon().start(() -> awaitEnd(System.in, run));
    }
    Thread hook = new Thread(() -> endProcess(run), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      run.until(access, door);
    } finally {
      leave(hook);
    }
    return Exit.DONE;
  }

  /// Where the process is ended from outside: it stops as it does by itself, and the JVM does not
  /// say 143 of a clean stop.
  private void endProcess(OperatorRun run) {
    run.stop();
    boolean clean = run.hasEndedWithin(OperatorRun.LONGEST_STOP);
    screen.err().flush();
    Runtime.getRuntime().halt(clean ? Exit.DONE : Exit.OUTSIDE);
  }

  private static void leave(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The process is ending, and the hook is waiting for us.
    }
  }

  /// Says something to whoever started it; as an event of the log where programs read that.
  private void say(String text) {
    switch (logFormat) {
      case text -> screen.aside(text);
      case json -> log.info("{}", text);
    }
  }

  private static void awaitEnd(InputStream in, OperatorRun run) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // As good as its end.
    }
    run.stop();
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
