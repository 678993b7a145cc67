package dev.nightlatch.controlplane.byhand;

import dev.nightlatch.controlplane.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/// Asks the holder to end, and returns when it is gone and its programs with it.
final class Down {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration ASKED = Duration.ofSeconds(8);
  private static final Duration KILLED = Duration.ofSeconds(10);

  private Down() {}

  static void run(Folder folder) throws IOException, Complaint {
    if (!folder.isUp()) {
      throw Complaint.failure("no control plane is up in " + folder.path());
    }
    Files.writeString(folder.stopRequest(), "");
    if (!isDownWithin(folder, ASKED)) {
      kill(folder);
      if (!isDownWithin(folder, KILLED)) {
        throw Complaint.failure("the control plane in " + folder.path() + " does not end");
      }
    }
    Files.deleteIfExists(folder.ready());
    Files.deleteIfExists(folder.ended());
    Files.deleteIfExists(folder.adminKubeconfig());
    Files.deleteIfExists(folder.stopRequest());
    System.out.println("The control plane in " + folder.path() + " is down; its data stay there.");
  }

  /// Kills a holder that does not answer. The number is right because whoever wrote it still holds
  /// the lock; the programs end when their pipes do.
  private static void kill(Folder folder) throws IOException {
    OptionalLong pid = pid(folder);
    if (pid.isPresent() && folder.isUp()) {
      ProcessHandle.of(pid.getAsLong()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  static OptionalLong pid(Folder folder) throws IOException {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(folder.pid()).strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static boolean isDownWithin(Folder folder, Duration timeout) throws IOException {
    long start = System.nanoTime();
    while (folder.isUp() || ControlPlane.holdsPorts(folder.data())) {
      if (System.nanoTime() - start > timeout.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }
}
