package dev.nightlatch.controlplane;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A temporary folder that does not outlive its owner for long: the owner holds a lock on a file
/// in it, the kernel gives the lock back when the owner dies, and the next owner that comes along
/// removes the folders whose locks are free.
final class Scratch implements AutoCloseable {
  private static final String PREFIX = "nightlatch-control-plane-";
  private static final String LOCK = "owner.lock";

  private final Path directory;
  private final FileChannel channel;

  private Scratch(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static Scratch create() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    removeAbandoned(parent);
    Path directory = Files.createTempDirectory(parent, ownPrefix());
    // Locked before it has its name, so that nobody ever sees it there and free.
    Path draft = directory.resolve(LOCK + ".new");
    FileChannel channel = lockFile(draft);
    channel.lock();
    Files.move(draft, directory.resolve(LOCK));
    return new Scratch(directory.toRealPath(), channel);
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    PrivateFiles.removeTree(directory);
    channel.close();
  }

  /// Removes what dead owners left. This process's own folders are never touched: closing any
  /// handle of a locked file would give up the lock on it (POSIX, `fcntl`). One thread at a time: a
  /// process cannot lock a file against itself.
  static synchronized void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!folder.getFileName().toString().startsWith(ownPrefix())
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          removeIfAbandoned(folder);
        }
      }
    }
  }

  private static void removeIfAbandoned(Path folder) {
    Path lockFile = folder.resolve(LOCK);
    // Without the file its owner is just about to make it, or the folder is not ours to judge.
    if (!Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel = lockFile(lockFile);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        PrivateFiles.removeTree(folder);
      }
    } catch (IOException e) {
      // Another user's folder, or one that another process is removing: theirs to finish.
      return;
    }
  }

  private static FileChannel lockFile(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static String ownPrefix() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }
}
