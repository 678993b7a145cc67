package dev.nightlatch.cli;

import java.util.concurrent.Callable;
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
  @Option(names = "--auto", description = "Do not wait for Enter.")
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
      return new DemoStory(screen, stage, auto).play();
    }
  }
}
