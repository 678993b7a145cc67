package dev.nightlatch.cli;

import java.util.List;

/// What is still said on stderr where the process is ended from outside (Ctrl-C, SIGTERM) before
/// this is closed.
final class LastWords implements AutoCloseable {
  private final Thread hook;

  private LastWords(Thread hook) {
    this.hook = hook;
  }

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
