package dev.nightlatch.cli;

import dev.nightlatch.kube.KubeAccess;
import dev.nightlatch.kube.KubeCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which cluster, as whom: the options that kubectl has too.
final class ClusterOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig; default: as kubectl finds it.")
  @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The kubeconfig's context; default: its current one.")
  @Nullable String context;

  /// What the kubeconfig says.
  KubeAccess access() {
    try {
      return KubeAccess.of(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
    } catch (IllegalArgumentException notThere) {
      throw new CommandFailed(Exit.USAGE, String.valueOf(notThere.getMessage()));
    }
  }

  /// The options as they were given, to be given again in a command to copy.
  List<String> typed() {
    List<String> typed = new ArrayList<>();
    if (kubeconfig != null) {
      typed.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    }
    if (context != null) {
      typed.addAll(List.of("--context", context));
    }
    return typed;
  }

  KubeCluster connect() {
    return KubeCluster.of(access());
  }
}
