package dev.nightlatch.controlplane.byhand;

import dev.nightlatch.controlplane.Binaries;
import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.controlplane.Settings;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// The process that stays: holds the control plane until somebody asks for its end.
final class Holder {
  private static final Duration LOOK = Duration.ofMillis(100);

  private Holder() {}

  static void hold(Folder folder, Binaries binaries) throws IOException, Complaint {
    Optional<FileLock> lock = folder.lock();
    if (lock.isEmpty()) {
      throw Complaint.failure("a control plane is already up in " + folder.path());
    }
    for (Path old :
        List.of(folder.ready(), folder.ended(), folder.stopRequest(), folder.adminKubeconfig())) {
      Files.deleteIfExists(old);
    }
    Files.writeString(folder.pid(), ProcessHandle.current().pid() + "\n");
    Files.writeString(folder.binaries(), binaries.directory() + "\n");
    try (ControlPlane plane = ControlPlane.start(Settings.kept(binaries, folder.data()))) {
      redirect(folder, plane);
      plane.admin().write(folder.adminKubeconfig());
      Files.writeString(folder.ready(), plane.server() + "\n");
      List<String> marked = List.of();
      while (!Files.exists(folder.stopRequest())) {
        List<String> ended = ended(plane);
        if (!ended.equals(marked)) {
          mark(folder, ended);
          marked = ended;
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    } finally {
      for (Path mark :
          List.of(folder.ready(), folder.ended(), folder.adminKubeconfig(), folder.stopRequest())) {
        Files.deleteIfExists(mark);
      }
      lock.get().acquiredBy().close();
    }
  }

  private static List<String> ended(ControlPlane plane) {
    return plane.components().stream()
        .filter(component -> !component.isAlive())
        .map(component -> component.program().fileName())
        .toList();
  }

  /// Whoever reads it meanwhile finds all of it or nothing.
  private static void mark(Folder folder, List<String> ended) throws IOException {
    Path draft = folder.ended().resolveSibling("ended.tmp");
    Files.write(draft, ended);
    Files.move(draft, folder.ended(), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Lets the users' files of an earlier time name the server's address of today: it is another
  /// one where somebody else took the port in between.
  private static void redirect(Folder folder, ControlPlane plane) throws IOException {
    try (Stream<Path> files = Files.list(folder.path())) {
      for (Path file : files.filter(file -> file.toString().endsWith(".kubeconfig")).toList()) {
        String text = Files.readString(file);
        String now =
            text.replaceFirst(
                "server: \"https://127\\.0\\.0\\.1:[0-9]+\"", "server: \"" + plane.server() + "\"");
        if (!now.equals(text)) {
          Files.writeString(file, now);
        }
      }
    }
  }
}
