package dev.nightlatch.cli;

import dev.nightlatch.engine.model.CniProfile;
import java.util.Iterator;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// As which network plugin policies are read.
final class ProfileOption {
  @Option(
      names = "--profile",
      paramLabel = "PLUGIN",
      defaultValue = "default",
      completionCandidates = Plugins.class,
      description =
          "The network plugin: default, calico, cilium, kube-network-policies,"
              + " netpol-analyzer.")
  String profile = "default";

  /// The plugins there are profiles of, for completion.
  static final class Plugins implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return CniProfile.all().stream().map(CniProfile::name).iterator();
    }
  }

  /// How the plugin reads policies.
  ///
  /// @throws CommandFailed if there is no profile of that name: whoever typed it
  CniProfile profile() {
    return CniProfile.named(profile)
        .orElseThrow(
            () ->
                new CommandFailed(
                    Exit.USAGE,
                    "there is no profile %s; there are: %s"
                        .formatted(
                            profile,
                            CniProfile.all().stream()
                                .map(CniProfile::name)
                                .collect(Collectors.joining(", ")))));
  }
}
