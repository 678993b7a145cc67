package dev.nightlatch.cli;

import java.util.List;

/// What is still said on stderr where the process is ended from outside (Ctrl-C, SIGTERM) before
/// this is closed.
///
/// @param hook says it; registered to run when the process ends
record LastWords(Thread hook) implements AutoCloseable {

  static LastWords of(Screen screen, List<String> lines) {
    Thread hook = new Thread(() -> lines.forEach(screen::aside), "last-words");
    Runtime.getRuntime().addShutdownHook(hook);
    return new LastWords(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The process is ending, so the words are being said.
    }
  }
}
