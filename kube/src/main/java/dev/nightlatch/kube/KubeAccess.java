package dev.nightlatch.kube;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// Which cluster, and as whom: what a kubeconfig says.
///
/// Where no file is given, the usual order holds: the variable `KUBECONFIG`, then `~/.kube/config`,
/// then the ServiceAccount of the pod that this runs in.
public final class KubeAccess {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 10_000;

  private final Config config;

  private KubeAccess(Config config) {
    this.config = config;
  }

  /// Reads how to reach the cluster; does not reach for it.
  ///
  /// @throws IllegalArgumentException if the file cannot be read or does not know the context, or
  ///     nothing says which cluster: the caller named something that is not there
  public static KubeAccess of(Optional<Path> kubeconfig, Optional<String> context) {
    String wanted = context.orElse(null);
    KubeconfigOrigin origin = KubeconfigOrigin.of(kubeconfig);
    origin.requireReadable();
    Config found =
        kubeconfig
            .map(file -> read(origin, () -> Config.fromKubeconfig(wanted, file.toFile())))
            .orElseGet(() -> read(origin, () -> Config.autoConfigure(wanted)));
    check(found, origin, context);
    // Set on what was read, and not built anew from it: a builder fills what this context does not
    // say from the usual kubeconfig's current one, and would show its token to another cluster.
    found.setUserAgent("nightlatch");
    found.setConnectionTimeout(CONNECT_MILLIS);
    found.setRequestTimeout(REQUEST_MILLIS);
    // A call that is made twice may create two grants; who calls decides whether to try again.
    found.setRequestRetryBackoffLimit(0);
    found.setClientKeyAlgo(ClientKey.algorithm(found));
    return new KubeAccess(found);
  }

  /// A senseless file fails the client in any way there is; one that contains itself, by its
  /// depth. What the parser says of it quotes it, secrets and all, and is told to nobody.
  @SuppressWarnings("UnusedException") // see above
  private static Config read(KubeconfigOrigin origin, Supplier<Config> reading) {
    try {
      return reading.get();
    } catch (RuntimeException | StackOverflowError senseless) {
      throw new IllegalArgumentException(origin + " makes no sense");
    }
  }

  private static void check(Config found, KubeconfigOrigin origin, Optional<String> wanted) {
    NamedContext context = found.getCurrentContext();
    if (wanted.isPresent() && (context == null || !wanted.get().equals(context.getName()))) {
      throw new IllegalArgumentException(origin + " has no context " + wanted.get());
    }
    if (context != null) {
      checkParts(context, origin);
    } else if (origin.isNamed() || !found.getContexts().isEmpty()) {
      throw new IllegalArgumentException(
          origin + " has no current context; choose one with --context");
    } else if (found.getAutoOAuthToken() == null
        && found.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)) {
      throw new IllegalArgumentException(
          "no cluster is named: give --kubeconfig, set KUBECONFIG, or have ~/.kube/config");
    }
  }

  /// A context whose cluster or user is missing would be read as some other cluster, or nobody.
  private static void checkParts(NamedContext context, KubeconfigOrigin origin) {
    String user = context.getContext().getUser();
    String missing =
        KubeConfigUtils.getFileWithNamedCluster(context) == null
            ? "cluster " + context.getContext().getCluster()
            : user != null
                    && !user.isEmpty()
                    && KubeConfigUtils.getFileWithNamedAuthInfo(context) == null
                ? "user " + user
                : "";
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no %s, which its context %s names".formatted(origin, missing, context.getName()));
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
