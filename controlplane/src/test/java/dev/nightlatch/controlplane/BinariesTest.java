package dev.nightlatch.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.controlplane.Binaries.Located;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the programs are looked for.
class BinariesTest {
  private static final Versions PINNED = Versions.pinned();

  @TempDir private Path home;

  @Test
  void theCacheFolderSaysVersionsAndPlatform() throws IOException {
    Path folder = fill(home.resolve(".cache/nightlatch/control-plane/" + key("linux-amd64")));
    assertThat(Binaries.locate(Map.of(), home, "Linux", "amd64"))
        .isEqualTo(new Located.Found(new Binaries(folder)));
  }

  @Test
  void aMacLooksInTheSamePlaceUnderItsOwnName() throws IOException {
    Path folder = fill(home.resolve(".cache/nightlatch/control-plane/" + key("darwin-arm64")));
    assertThat(Binaries.locate(Map.of(), home, "Mac OS X", "aarch64"))
        .isEqualTo(new Located.Found(new Binaries(folder)));
  }

  @Test
  void theUsersOwnCacheFolderIsHeeded() throws IOException {
    Path cache = home.resolve("elsewhere");
    Path folder = fill(cache.resolve("nightlatch/control-plane/" + key("linux-arm64")));
    assertThat(
            Binaries.locate(Map.of("XDG_CACHE_HOME", cache.toString()), home, "Linux", "aarch64"))
        .isEqualTo(new Located.Found(new Binaries(folder)));
  }

  @Test
  void aNamedFolderIsTheOnlyOneLookedAt() throws IOException {
    fill(home.resolve(".cache/nightlatch/control-plane/" + key("linux-amd64")));
    Path named = home.resolve("named");
    Map<String, String> environment = Map.of(Binaries.FOLDER_VARIABLE, named.toString());

    assertThat(Binaries.locate(environment, home, "Linux", "amd64"))
        .isEqualTo(
            new Located.Missing(
                "No etcd, kube-apiserver, kube-controller-manager, kubectl in %s, which %s names."
                    .formatted(named, Binaries.FOLDER_VARIABLE)));
    fill(named);
    assertThat(Binaries.locate(environment, home, "Linux", "amd64"))
        .isEqualTo(new Located.Found(new Binaries(named)));
  }

  @Test
  void whatCannotBeExecutedIsNotThere() throws IOException {
    Path folder = fill(home.resolve(".cache/nightlatch/control-plane/" + key("linux-amd64")));
    Files.setPosixFilePermissions(
        folder.resolve("kubectl"), PosixFilePermissions.fromString("rw-------"));
    assertThat(Binaries.locate(Map.of(), home, "Linux", "amd64"))
        .isEqualTo(new Located.Missing("No kubectl in " + folder + "."));
  }

  private static String key(String platform) {
    return "k8s-%s-etcd-%s-%s".formatted(PINNED.kubernetes(), PINNED.etcd(), platform);
  }

  private static Path fill(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubectl")) {
      Files.createFile(
          folder.resolve(name),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    return folder;
  }
}
