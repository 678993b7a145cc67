package dev.nightlatch.controlplane;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// The end of a log, however long the log is.
final class LogTail {
  private static final int MOST_BYTES = 256 * 1024;

  private LogTail() {}

  /// The last `lines` lines of a file, from at most its last 256 KiB; nothing where there is none.
  static String of(Path log, int lines) {
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      long size = channel.size();
      channel.position(Math.max(0, size - MOST_BYTES));
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(size, MOST_BYTES));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      List<String> all =
          new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e + ")";
    }
  }
}
