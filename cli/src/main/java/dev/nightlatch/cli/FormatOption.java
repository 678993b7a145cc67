package dev.nightlatch.cli;

import picocli.CommandLine.Option;

/// How the answer is printed.
final class FormatOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table (default), json or yaml; json and yaml are the API objects.")
  Format format = Format.table;
}
