package dev.nightlatch.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which cluster, and as whom: what a kubeconfig says.
///
/// Where neither a file nor a context is given, the usual order holds: the variable `KUBECONFIG`,
/// then `~/.kube/config`, then the ServiceAccount of the pod that this runs in.
public final class KubeAccess {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 10_000;

  private final Config config;

  private KubeAccess(Config config) {
    this.config = config;
  }

  /// Reads how to reach the cluster; does not reach for it.
  ///
  /// @throws IllegalArgumentException if the file cannot be read or does not know the context: the
  ///     caller named something that is not there
  public static KubeAccess of(Optional<Path> kubeconfig, Optional<String> context) {
    String wanted = context.orElse(null);
    Config found =
        kubeconfig
            .map(file -> fromFile(file, wanted))
            .orElseGet(() -> Config.autoConfigure(wanted));
    boolean known =
        context.isEmpty()
            || found.getContexts().stream().anyMatch(named -> named.getName().equals(wanted));
    if (!known) {
      throw new IllegalArgumentException("the kubeconfig has no context " + wanted);
    }
    return new KubeAccess(
        new ConfigBuilder(found)
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(REQUEST_MILLIS)
            .withRequestRetryBackoffLimit(1)
            .withClientKeyAlgo(ClientKey.algorithm(found))
            .build());
  }

  private static Config fromFile(Path file, @Nullable String context) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IllegalArgumentException("the kubeconfig " + file + " cannot be read");
    }
    try {
      return Config.fromKubeconfig(context, file.toFile());
    } catch (KubernetesClientException senseless) {
      throw new IllegalArgumentException(
          "the kubeconfig " + file + " makes no sense: " + senseless.getMessage(), senseless);
    }
  }

  /// The namespace that the context names; `default` where it names none.
  public String namespace() {
    String namespace = config.getNamespace();
    return namespace == null || namespace.isEmpty() ? "default" : namespace;
  }

  /// The API server's address.
  public String server() {
    return config.getMasterUrl();
  }

  Config config() {
    return config;
  }
}
