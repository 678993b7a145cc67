package dev.nightlatch.cli;

import dev.nightlatch.grants.model.ObjectKey;
import java.util.List;
import java.util.stream.Stream;

/// An emergency rule that could open what is denied, and how one asks for it.
///
/// @param from what `--from` must say, an address or the word `ADDRESS` in its place; empty where
///     the rule wants none
record Opener(ObjectKey rule, String from) {

  /// The command to copy; whoever asks fills in the incident and the reason.
  ///
  /// @param cluster the options that say which cluster
  String command(String program, List<String> cluster) {
    return Stream.of(
            Stream.of("open", rule.toString(), "--incident", "ID", "--reason", "'…'"),
            from.isEmpty() ? Stream.<String>of() : Stream.of("--from", from),
            cluster.stream().map(ShellWord::quoted))
        .flatMap(words -> words)
        .reduce(program, (line, word) -> line + " " + word);
  }
}
