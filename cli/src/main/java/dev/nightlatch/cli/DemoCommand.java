package dev.nightlatch.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nightlatch demo`
@Command(
    name = "demo",
    header = "Play the story of 02:14 on a sample shop.",
    description = {
      "What is shut, opening one rule, the operator dying, the latch closing all the same, the record.",
      "Needs no cluster and changes none.",
      ""
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--auto",
      description = "Do not wait for Enter; nor does it where stdin is no terminal.")
  boolean auto;

  @Option(
      names = "--real",
      description =
          "On a real etcd, kube-apiserver and kube-controller-manager instead of the embedded"
              + " cluster, started for this alone.")
  boolean real;

  private final Screen screen;

  DemoCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    // The story tells itself what happens; only what goes wrong may interrupt it.
    System.setProperty("org.slf4j.simpleLogger.log.dev.nightlatch", "error");
    try (DemoStage stage = real ? RealStage.build(screen) : EmbeddedStage.build()) {
      Thread tidying = new Thread(() -> tidy(stage));
      Runtime.getRuntime().addShutdownHook(tidying);
      try {
        return new DemoStory(screen, stage, auto).play();
      } finally {
        leave(tidying);
      }
    }
  }

  /// On Ctrl-C: the stage has a folder, and the real one keys in it.
  private static void tidy(DemoStage stage) {
    try {
      stage.close();
    } catch (IOException | RuntimeException torn) {
      // What the story was just doing may be in the way; nobody is there to be told.
    }
  }

  /// When the process is on its way out, the stage is taken down under the story's feet: whatever
  /// that brings is nobody's news, so it ends here, and the process with it.
  private static void leave(Thread tidying) {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(tidying);
    } catch (IllegalStateException onItsWayOut) {
      while (true) {
        LockSupport.park();
      }
    }
  }
}
