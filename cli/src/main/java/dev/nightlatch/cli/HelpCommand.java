package dev.nightlatch.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// `nightlatch help`
@Command(
    name = "help",
    helpCommand = true,
    header = "Show this help, or that of a command.",
    description = {"The same as --help after the command.", ""})
final class HelpCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command to explain.")
  @Nullable String command;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine all = spec.root().commandLine();
    String wanted = command;
    CommandLine explained = wanted == null ? all : all.getSubcommands().get(wanted);
    if (wanted != null && explained == null) {
      throw new UnmatchedArgumentException(all, List.of(wanted));
    }
    (explained == null ? all : explained).usage(all.getOut());
    return Exit.DONE;
  }
}
