package dev.nightlatch.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Where a command prints, and what may be printed there.
///
/// Colours and moving the cursor are for terminals only, and not where `NO_COLOR` is set or the
/// terminal says that it is dumb.
///
/// @param zones gives the person's time zone, which the JVM needs 12 ms to find out: only who shows
///     a time asks
/// @param program what people type to run us: `nightlatch`, or `kubectl nightlatch`
record Screen(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean inIsTerminal,
    boolean colours,
    InstantSource time,
    Supplier<ZoneId> zones,
    String program) {

  /// The launcher says in `nightlatch.terminal` which of `in`, `out` and `err` are terminals.
  static Screen ofProcess() {
    List<String> terminals =
        Arrays.asList(System.getProperty("nightlatch.terminal", "").split(","));
    boolean out = terminals.contains("out");
    String noColor = System.getenv("NO_COLOR");
    boolean plain = (noColor != null && !noColor.isEmpty()) || "dumb".equals(System.getenv("TERM"));
    return new Screen(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        out,
        terminals.contains("err"),
        terminals.contains("in"),
        out && !plain,
        Clock.systemUTC(),
        ZoneId::systemDefault,
        System.getProperty("nightlatch.name", "nightlatch"));
  }

  /// The time zone in which times are shown.
  ZoneId zone() {
    return zones.get();
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /// @throws Unwritable if nobody takes it: who reads has gone, or the disk is full
  void line(String text) {
    out.println(text);
    check();
  }

  void line() {
    line("");
  }

  /// Prints a text as it is, over however many lines.
  ///
  /// @throws Unwritable as [#line(String)] does
  void print(String text) {
    out.print(text);
    check();
  }

  /// Whether all that was printed could be written.
  void check() {
    if (out.checkError()) {
      throw new Unwritable();
    }
  }

  /// What was printed could not be written.
  static final class Unwritable extends RuntimeException {
    Unwritable() {
      super("the output cannot be written");
    }
  }

  /// What belongs to the way and not to the answer: stderr.
  void aside(String text) {
    err.println(text);
  }

  String bold(String text) {
    return styled("1", text);
  }

  String faint(String text) {
    return styled("2", text);
  }

  String good(String text) {
    return styled("32", text);
  }

  String bad(String text) {
    return styled("31", text);
  }

  private String styled(String code, String text) {
    return colours ? String.format(Locale.ROOT, "\u001b[%sm%s\u001b[0m", code, text) : text;
  }
}
