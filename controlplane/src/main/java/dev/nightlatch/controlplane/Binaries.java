package dev.nightlatch.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The folder with the programs of a control plane and the kubectl that matches them.
public record Binaries(Path directory) {
  /// Names a folder with the programs, which then is the only one looked at.
  public static final String FOLDER_VARIABLE = "NIGHTLATCH_CONTROL_PLANE_BINARIES";

  private static final String KUBECTL = "kubectl";

  public Binaries {
    directory = directory.toAbsolutePath().normalize();
  }

  /// What looking for the programs led to.
  public sealed interface Located {
    /// All programs are there.
    record Found(Binaries binaries) implements Located {}

    /// They are not; `why` is one sentence that says what is missing, and where.
    record Missing(String why) implements Located {}
  }

  /// Looks in the folder that the environment names, else in the user's cache, where
  /// `dev/control-plane binaries` puts them.
  public static Located locate() {
    return locate(
        System.getenv(),
        home(System.getenv()),
        System.getProperty("os.name"),
        System.getProperty("os.arch"));
  }

  /// Where the shell has it, which in a container need not be where the password file has it.
  static Path home(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.isBlank() ? System.getProperty("user.home") : home);
  }

  static Located locate(Map<String, String> environment, Path home, String os, String arch) {
    String named = environment.getOrDefault(FOLDER_VARIABLE, "");
    Binaries binaries =
        new Binaries(named.isBlank() ? cached(environment, home, os, arch) : Path.of(named));
    List<String> absent =
        fileNames().filter(name -> !Files.isExecutable(binaries.directory.resolve(name))).toList();
    return absent.isEmpty()
        ? new Located.Found(binaries)
        : new Located.Missing(
            "No "
                + String.join(", ", absent)
                + " in "
                + binaries.directory
                + (named.isBlank() ? "" : ", which " + FOLDER_VARIABLE + " names")
                + ".");
  }

  /// The file of one program.
  public Path program(Program program) {
    return directory.resolve(program.fileName());
  }

  /// The kubectl of the same version.
  public Path kubectl() {
    return directory.resolve(KUBECTL);
  }

  private static Stream<String> fileNames() {
    return Stream.concat(
        Arrays.stream(Program.values()).map(Program::fileName), Stream.of(KUBECTL));
  }

  private static Path cached(Map<String, String> environment, Path home, String os, String arch) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Versions versions = Versions.pinned();
    return (cache.isBlank() ? home.resolve(".cache") : Path.of(cache))
        .resolve("nightlatch")
        .resolve("control-plane")
        .resolve(
            "k8s-%s-etcd-%s-%s-%s"
                .formatted(versions.kubernetes(), versions.etcd(), goOs(os), goArch(arch)));
  }

  private static String goOs(String os) {
    String lower = os.toLowerCase(Locale.ROOT);
    return lower.startsWith("mac") ? "darwin" : lower;
  }

  private static String goArch(String arch) {
    return switch (arch.toLowerCase(Locale.ROOT)) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      case String other -> other;
    };
  }
}
