package dev.nightlatch.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Of which grant somebody says something, and why.
final class WordOnGrant {
  @Parameters(
      paramLabel = "GRANT",
      description = "The grant, as '${ROOT-COMMAND-NAME} get' shows it.")
  String name = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, in a few words; it goes on record.")
  String reason = "";

  /// @throws CommandFailed if it cannot be a grant, or the reason none: whoever typed them
  void check() {
    Names.requireGrant(name);
    if (!reason.isEmpty()) {
      Texts.requireReason(reason);
    }
  }
}
