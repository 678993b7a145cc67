package dev.nightlatch.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Whether a process is held by SIGSTOP, with all its threads: until the last of them has seen the
/// signal, a program of many threads goes on.
///
/// Linux tells it of each thread (`proc(5)`, `/proc/PID/task/TID/stat`, the state after the name in
/// parentheses); elsewhere `ps` tells it of the process.
final class Standing {
  private static final Path PROC = Path.of("/proc");

  private Standing() {}

  static boolean is(ProcessHandle process) {
    Path threads = PROC.resolve(process.pid() + "/task");
    try {
      return Files.isDirectory(threads) ? allStand(threads) : psSaysSo(process.pid());
    } catch (IOException ended) {
      return false;
    }
  }

  private static boolean allStand(Path threads) throws IOException {
    List<Path> each;
    try (Stream<Path> listed = Files.list(threads)) {
      each = listed.toList();
    }
    for (Path thread : each) {
      String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
      if (!stat.startsWith("T", stat.lastIndexOf(')') + 2)) {
        return false;
      }
    }
    return !each.isEmpty();
  }

  private static boolean psSaysSo(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", "" + pid).start();
    try (var said = ps.getInputStream()) {
      return new String(said.readAllBytes(), StandardCharsets.US_ASCII).strip().startsWith("T");
    }
  }
}
