package dev.nightlatch.stores;

import dev.nightlatch.grants.port.JournalException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// That one process, and in it one journal, holds a file.
///
/// The lock lies on a file of its own. A POSIX lock goes as soon as its process closes *any*
/// descriptor of the locked file, so the journal itself, which is opened and read, cannot bear it.
/// For the same reason a second journal of this process must not even open the lock's file: who
/// holds what in this process is remembered here.
final class JournalLock implements Closeable {
  private static final Set<Path> HELD = new HashSet<>();

  private final Path path;
  private final FileChannel channel;

  private JournalLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Takes the lock of the journal in `journal`, an absolute path in a folder that is there.
  ///
  /// @throws JournalException if it is taken
  static JournalLock take(Path journal) throws IOException {
    Path folder = journal.resolveSibling(".").toRealPath();
    Path path = folder.resolve(journal.getFileName() + ".lock");
    synchronized (HELD) {
      if (!HELD.add(path)) {
        throw new JournalException("the journal " + journal + " is in use by this process");
      }
      try {
        return new JournalLock(path, locked(path, journal));
      } catch (IOException | RuntimeException failed) {
        HELD.remove(path);
        throw failed;
      }
    }
  }

  private static FileChannel locked(Path path, Path journal) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new JournalException("the journal " + journal + " is in use by another process");
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      channel.close();
      HELD.remove(path);
    }
  }
}
