package dev.nightlatch.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Temporary folders go with their owner, or with the next one that comes along. That a lock is
/// free when its owner was killed is shown by `KilledOwnerIT` in `testkit`.
class ScratchTest {
  @TempDir private Path parent;

  @Test
  void aClosedFolderIsGone() throws IOException {
    Scratch scratch = Scratch.create();
    Path folder = scratch.directory();
    Files.createDirectories(folder.resolve("deep/er"));
    Files.writeString(folder.resolve("deep/er/file"), "x");
    scratch.close();
    assertThat(folder).doesNotExist();
  }

  @Test
  void aFolderWhoseLockIsFreeIsRemoved() throws IOException {
    Path abandoned = folder("nightlatch-control-plane-0-1");
    Files.createFile(abandoned.resolve("owner.lock"));
    Scratch.removeAbandoned(parent);
    assertThat(abandoned).doesNotExist();
  }

  /// As test classes do that each start a control plane of their own.
  @Test
  void severalThreadsMayLookForThemAtOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      Files.createFile(folder("nightlatch-control-plane-0-" + i).resolve("owner.lock"));
    }
    List<FutureTask<Boolean>> lookers =
        Stream.generate(() -> new FutureTask<>(this::removesAbandoned)).limit(8).toList();
    lookers.forEach(looker -> Thread.ofPlatform().start(looker));
    for (FutureTask<Boolean> looker : lookers) {
      assertThat(looker.get(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(parent).isEmptyDirectory();
  }

  private boolean removesAbandoned() throws IOException {
    Scratch.removeAbandoned(parent);
    return true;
  }

  @Test
  void aFolderWithoutALockIsLeftAlone() throws IOException {
    Path justMade = folder("nightlatch-control-plane-0-2");
    Scratch.removeAbandoned(parent);
    assertThat(justMade).exists();
  }

  @Test
  void somebodyElsesFolderIsLeftAlone() throws IOException {
    Path other = folder("another-program-1");
    Files.createFile(other.resolve("owner.lock"));
    Scratch.removeAbandoned(parent);
    assertThat(other).exists();
  }

  @Test
  void thisProcesssOwnFoldersAreLeftAloneAndStayLocked() throws IOException {
    Path own = folder("nightlatch-control-plane-" + ProcessHandle.current().pid() + "-1");
    Files.createFile(own.resolve("owner.lock"));
    Scratch.removeAbandoned(parent);
    assertThat(own).exists();
  }

  @Test
  void aLinkIsRemovedAndNotFollowed() throws IOException {
    Path outside = folder("outside");
    Files.writeString(outside.resolve("precious"), "x");
    Path abandoned = folder("nightlatch-control-plane-0-3");
    Files.createFile(abandoned.resolve("owner.lock"));
    Files.createSymbolicLink(abandoned.resolve("link"), outside);
    Scratch.removeAbandoned(parent);
    assertThat(abandoned).doesNotExist();
    assertThat(outside.resolve("precious")).exists();
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    try (Scratch scratch = Scratch.create()) {
      assertThat(Files.getPosixFilePermissions(scratch.directory())).hasSize(3);
    }
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(parent.resolve(name));
  }
}
