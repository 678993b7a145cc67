package dev.nightlatch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/// `nightlatch version`
@Command(
    name = "version",
    header = "Say which version this is.",
    description = {"The version of the command, and of the Java that it runs on.", ""})
final class VersionCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table (default: one line), json or yaml.")
  Format format = Format.table;

  private final Screen screen;

  VersionCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    switch (format) {
      case table -> screen.line(line());
      case json, yaml -> {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", version());
        tree.put("java", Runtime.version().toString());
        screen.print(format.text(tree));
      }
    }
    return Exit.DONE;
  }

  private static String line() {
    return "nightlatch " + version() + " (Java " + Runtime.version().feature() + ")";
  }

  /// For `--version`.
  static final class Line implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }

  static String version() {
    try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version", "unknown");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
