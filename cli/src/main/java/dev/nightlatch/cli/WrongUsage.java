package dev.nightlatch.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is said about a command line that makes no sense.
final class WrongUsage {
  private WrongUsage() {}

  static int say(Screen screen, ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    // Something mistyped is missing too; what was typed says more than what is missing.
    List<String> unmatched = command.getUnmatchedArguments();
    ParameterException said =
        wrong instanceof UnmatchedArgumentException || unmatched.isEmpty()
            ? wrong
            : new UnmatchedArgumentException(command, unmatched);
    screen.aside("error: " + said.getMessage());
    if (said instanceof UnmatchedArgumentException mistyped) {
      List<String> near = mistyped.getSuggestions();
      if (!near.isEmpty()) {
        screen.aside("Did you mean " + String.join(" or ", near) + "?");
      }
    }
    sayWhereHelpIs(screen, command);
    return Exit.USAGE;
  }

  static void sayWhereHelpIs(Screen screen, CommandLine command) {
    screen.aside("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
  }
}
