package dev.nightlatch.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The versions stand in three files, since Go reads only its own.
class VersionsTest {
  private static final Path PINS = Path.of("../dev/binaries");

  @Test
  void whatIsBuiltIsWhatIsPinned() {
    Versions pinned = Versions.pinned();
    assertThat(PINS.resolve("kubernetes/go.mod"))
        .content()
        .contains("require k8s.io/kubernetes v" + pinned.kubernetes() + "\n");
    assertThat(PINS.resolve("etcd/go.mod"))
        .content()
        .contains("require go.etcd.io/etcd/server/v3 v" + pinned.etcd() + "\n");
  }
}
