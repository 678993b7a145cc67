package dev.nightlatch.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `nightlatch completion`
@Command(
    name = "completion",
    header = "Print a script by which a shell completes this command.",
    description = {"For bash it needs no other package.", ""},
    footerHeading = "%nFor instance:%n",
    footer = {
      "  source <(${ROOT-COMMAND-NAME} completion bash)",
      "  source <(${ROOT-COMMAND-NAME} completion zsh)",
      "  ${ROOT-COMMAND-NAME} completion fish > ~/.config/fish/completions/nightlatch.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String PROGRAM = "nightlatch";

  /// The shells that there are scripts for.
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish.")
  Shell shell = Shell.bash;

  private final Screen screen;

  CompletionCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    CommandLine all = Nightlatch.commands(screen);
    screen.print(
        switch (shell) {
          // The same for both: it asks zsh to understand bash's completions.
          case bash, zsh -> AutoComplete.bash(PROGRAM, all);
          case fish -> FishCompletion.script(PROGRAM, all);
        });
    return Exit.DONE;
  }
}
