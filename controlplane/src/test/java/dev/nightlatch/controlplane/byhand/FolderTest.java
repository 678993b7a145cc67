package dev.nightlatch.controlplane.byhand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the folder tells of the control plane in it.
class FolderTest {
  @TempDir private Path parent;

  @Test
  void programsThatEndedAreNamedWithWhatToDo() throws IOException, Complaint {
    Folder folder = new Folder(parent.resolve("my plane"));
    folder.make();
    folder.requireWhole();

    Files.write(folder.ended(), List.of("etcd", "kube-apiserver"));

    String there = "'" + folder.path() + "'";
    assertThatExceptionOfType(Complaint.class)
        .isThrownBy(folder::requireWhole)
        .satisfies(
            complaint -> {
              assertThat(complaint.exitCode()).isEqualTo(1);
              assertThat(complaint.text())
                  .startsWith("not running: etcd, kube-apiserver of the control plane in ")
                  .contains("dev/control-plane down " + there + ", then")
                  .endsWith("dev/control-plane up " + there);
            });
  }
}
