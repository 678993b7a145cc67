package dev.nightlatch.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Completions for fish: the commands, their options, and the words that an option knows.
///
/// Source: fish-shell documentation, `complete`.
final class FishCompletion {
  private FishCompletion() {}

  static String script(String program, CommandLine all) {
    StringBuilder text = new StringBuilder("# Completions of " + program + " for fish.\n");
    text.append("complete -c %s -f\n".formatted(program));
    all.getSubcommands()
        .forEach(
            (name, command) -> {
              String[] header = command.getCommandSpec().usageMessage().header();
              text.append(
                  "complete -c %s -n __fish_use_subcommand -a %s -d %s\n"
                      .formatted(program, name, quoted(header.length == 0 ? "" : header[0])));
            });
    all.getSubcommands()
        .forEach((name, command) -> options(text, program, Map.entry(name, command)));
    return text.toString();
  }

  private static void options(
      StringBuilder text, String program, Map.Entry<String, CommandLine> command) {
    for (OptionSpec option : command.getValue().getCommandSpec().options()) {
      if (option.hidden()) {
        continue;
      }
      text.append(
          "complete -c %s -n '__fish_seen_subcommand_from %s'"
              .formatted(program, command.getKey()));
      for (String name : option.names()) {
        text.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
      }
      if (option.arity().max() > 0) {
        text.append(isFile(option) ? " -r -F" : " -x");
      }
      if (option.completionCandidates() != null) {
        String words =
            StreamSupport.stream(option.completionCandidates().spliterator(), false)
                .collect(Collectors.joining(" "));
        text.append(" -a ").append(quoted(words));
      }
      if (option.description().length > 0) {
        text.append(" -d ").append(quoted(option.description()[0]));
      }
      text.append('\n');
    }
  }

  private static boolean isFile(OptionSpec option) {
    return option.type() == Path.class
        || Arrays.asList(option.auxiliaryTypes()).contains(Path.class);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
