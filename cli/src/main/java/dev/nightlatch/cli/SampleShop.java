package dev.nightlatch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The manifests of `examples/shop`, which the build puts beside the classes.
final class SampleShop {
  private static final List<String> FILES =
      List.of(
          "00-namespaces.yaml",
          "10-network-policies.yaml",
          "20-deployments.yaml",
          "30-support-tools.yaml",
          "40-rules.yaml");

  private SampleShop() {}

  /// The shop, and beside it a namespace that nobody has closed yet.
  static String withReports() {
    return text() + "---\n" + read("50-reports.yaml") + "\n";
  }

  /// The shop as one YAML text.
  static String text() {
    StringBuilder text = new StringBuilder();
    for (String file : FILES) {
      text.append("---\n").append(read(file)).append('\n');
    }
    return text.toString();
  }

  private static String read(String name) {
    String path = "/examples/shop/" + name;
    try (InputStream file = SampleShop.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException(path + " is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
