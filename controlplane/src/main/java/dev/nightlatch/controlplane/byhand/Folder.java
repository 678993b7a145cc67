package dev.nightlatch.controlplane.byhand;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder that the caller names: kubeconfigs at its top, the control plane in `.data`, and in
/// `.run` the marks by which the holder and the commands find each other.
///
/// Who holds the lock is the holder. The kernel takes it from a dead process, so it can neither be
/// forgotten nor be mistaken for another process with the same number.
record Folder(Path path) {
  Folder {
    path = path.toAbsolutePath().normalize();
  }

  Path data() {
    return path.resolve(".data");
  }

  Path adminKubeconfig() {
    return kubeconfig("admin");
  }

  Path kubeconfig(String name) {
    return path.resolve(name + ".kubeconfig");
  }

  /// The number of the holder's process, written by it under the lock.
  Path pid() {
    return run("pid");
  }

  /// The folder of the programs that this was started from.
  Path binaries() {
    return run("binaries");
  }

  /// There once everything is ready.
  Path ready() {
    return run("ready");
  }

  /// There while programs of a control plane that was ready are not running: their names, one a
  /// line.
  Path ended() {
    return run("ended");
  }

  /// There once somebody wants an end.
  Path stopRequest() {
    return run("stop");
  }

  Path holderLog() {
    return run("holder.log");
  }

  private Path run(String name) {
    return path.resolve(".run").resolve(name);
  }

  /// Makes the folder; one that is there must be empty or a control plane's.
  void make() throws IOException, Complaint {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw Complaint.failure(path + " is a file");
    }
    if (Files.isDirectory(path) && !Files.isDirectory(path.resolve(".run"))) {
      try (Stream<Path> content = Files.list(path)) {
        if (content.findAny().isPresent()) {
          throw Complaint.failure(path + " is not empty and holds no control plane");
        }
      }
    }
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(path, onlyOwner);
    Files.createDirectories(path.resolve(".run"), onlyOwner);
  }

  /// Takes the lock, for as long as this process lives or until it is closed; empty where another
  /// process has it.
  Optional<FileLock> lock() throws IOException {
    FileChannel channel =
        FileChannel.open(run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
    }
    return Optional.ofNullable(lock);
  }

  /// Whether some process holds a control plane here.
  boolean isUp() throws IOException {
    if (!Files.isDirectory(path.resolve(".run"))) {
      return false;
    }
    Optional<FileLock> lock = lock();
    if (lock.isPresent()) {
      lock.get().acquiredBy().close();
      return false;
    }
    return true;
  }

  /// Checks that none of its programs has ended, as its holder saw it a moment ago.
  void requireWhole() throws IOException, Complaint {
    List<String> ended;
    try {
      ended = Files.readAllLines(ended());
    } catch (NoSuchFileException whole) {
      return;
    }
    throw Complaint.failure(
        ("not running: %s of the control plane in %s (logs in %s); run dev/control-plane down %s,"
                + " then dev/control-plane up %s")
            .formatted(
                String.join(", ", ended),
                path,
                data().resolve("logs"),
                Up.quoted(path),
                Up.quoted(path)));
  }

  void requireUp() throws IOException, Complaint {
    if (!isUp() || !Files.exists(ready())) {
      throw Complaint.failure("no control plane is up in " + path);
    }
  }
}
