package dev.nightlatch.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/// Where the kubeconfig comes from; its text is what people read of it, and names the files.
sealed interface KubeconfigOrigin {

  /// Named by the caller.
  record Given(Path file) implements KubeconfigOrigin {
    @Override
    public String toString() {
      return "the kubeconfig " + file;
    }
  }

  /// Named by the variable `KUBECONFIG`.
  ///
  /// @param files one or several, separated as paths are
  record Variable(String files) implements KubeconfigOrigin {
    @Override
    public String toString() {
      return "the kubeconfig " + files + ", which KUBECONFIG names,";
    }
  }

  /// Where it lies if nobody names one; there or not.
  record Home(String file) implements KubeconfigOrigin {
    @Override
    public String toString() {
      return "the kubeconfig " + file;
    }
  }

  static KubeconfigOrigin of(Optional<Path> given) {
    return given.<KubeconfigOrigin>map(Given::new).orElseGet(KubeconfigOrigin::usual);
  }

  private static KubeconfigOrigin usual() {
    Collection<String> files = Config.getKubeconfigFilenames();
    String together = String.join(File.pathSeparator, files);
    boolean isSet =
        Utils.isNotNullOrEmpty(Utils.getSystemPropertyOrEnvVar(Config.KUBERNETES_KUBECONFIG_FILE));
    return isSet ? new Variable(together) : new Home(together);
  }

  /// Whether somebody said that this is the kubeconfig.
  default boolean isNamed() {
    return switch (this) {
      case Given _, Variable _ -> true;
      case Home _ -> false;
    };
  }

  /// Checks that there is something to read where somebody said so. Of several files in the
  /// variable one suffices, as for kubectl.
  ///
  /// @throws IllegalArgumentException if there is not
  default void requireReadable() {
    boolean isReadable =
        switch (this) {
          case Given(var file) -> isFile(file.toString());
          case Variable _ ->
              Config.getKubeconfigFilenames().stream().anyMatch(KubeconfigOrigin::isFile);
          case Home _ -> true;
        };
    if (!isReadable) {
      throw new IllegalArgumentException(this + " cannot be read");
    }
  }

  private static boolean isFile(String name) {
    try {
      Path file = Path.of(name);
      return Files.isReadable(file) && !Files.isDirectory(file);
    } catch (InvalidPathException noPath) {
      return false;
    }
  }
}
