package dev.nightlatch.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The namespace, as kubectl takes it.
final class NamespaceOption {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The rule's namespace.")
  @Nullable String namespace;

  Optional<String> given() {
    return Optional.ofNullable(namespace);
  }
}
