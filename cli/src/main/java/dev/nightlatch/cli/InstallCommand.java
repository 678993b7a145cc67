package dev.nightlatch.cli;

import dev.nightlatch.kube.InstallManifests;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nightlatch install`
@Command(
    name = "install",
    description = {
      "Print what a cluster needs: the kinds, the operator's account and its rights, and roles for",
      "people, given to nobody. Apply it with: nightlatch install --print | kubectl apply -f -"
    })
final class InstallCommand implements Callable<Integer> {
  @Option(
      names = "--print",
      required = true,
      description = "Print the manifests; this command never changes a cluster itself.")
  boolean print;

  private final Screen screen;

  InstallCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    screen.out().print(InstallManifests.text());
    return Exit.DONE;
  }
}
