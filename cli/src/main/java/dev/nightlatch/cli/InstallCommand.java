package dev.nightlatch.cli;

import dev.nightlatch.kube.InstallManifests;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nightlatch install`
@Command(
    name = "install",
    header = "Print what a cluster needs before Nightlatch can work there.",
    description = {
      "The kinds, the operator's account and its rights, and roles for people, given to nobody yet.",
      "This command never changes a cluster itself.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {"  ${ROOT-COMMAND-NAME} install --print | kubectl apply -f -"})
final class InstallCommand implements Callable<Integer> {
  @Option(names = "--print", required = true, description = "Print the manifests to stdout.")
  boolean print;

  @Option(
      names = "--stamp-requester",
      description = {
        "Print also a MutatingAdmissionPolicy (Kubernetes 1.36 and later): the API server then writes",
        "who asks into a grant that somebody makes without this command."
      })
  boolean stampRequester;

  private final Screen screen;

  InstallCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    screen.print(stampRequester ? InstallManifests.stamping() : InstallManifests.text());
    return Exit.DONE;
  }
}
