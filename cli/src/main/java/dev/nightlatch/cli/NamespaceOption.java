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

  /// @throws CommandFailed if what was given cannot be a namespace
  Optional<String> given() {
    Optional.ofNullable(namespace).ifPresent(Names::requireNamespace);
    return Optional.ofNullable(namespace);
  }
}
