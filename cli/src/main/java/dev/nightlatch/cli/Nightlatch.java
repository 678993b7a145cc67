package dev.nightlatch.cli;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.JournalException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command line as a whole.
@Command(
    name = "nightlatch",
    mixinStandardHelpOptions = false,
    sortOptions = false,
    sortSynopsis = false,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = VersionCommand.Line.class,
    description = {
      "Opens a narrow, temporary network path to Kubernetes pods for one incident,",
      "and closes it again by itself, whatever dies.",
      ""
    },
    footerHeading = "%nAt 02:14:%n",
    footer = {
      "  @|bold ${ROOT-COMMAND-NAME} rules -n shop|@                       what could be opened",
      "  @|bold ${ROOT-COMMAND-NAME} open db-shell -n shop --incident INC-4711 --reason 'orders fail'|@",
      "  @|bold ${ROOT-COMMAND-NAME} get|@                                 what is open, and until when",
      "  @|bold ${ROOT-COMMAND-NAME} close GRANT|@                         done before the time is over",
      "",
      "With nothing installed at all: @|bold ${ROOT-COMMAND-NAME} demo|@",
      "",
      "Exit codes: 0 done, 1 the answer is no, 2 usage, 3 the input had problems, 4 undetermined,",
      "5 the cluster could not be reached or failed, 6 still waiting, 70 a bug of ours."
    })
final class Nightlatch implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  boolean help;

  @CommandLine.Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Say which version this is and exit.")
  boolean version;

  /// Runs one command line and returns its exit code.
  static int run(Screen screen, String... args) {
    return commands(screen).execute(args);
  }

  /// All commands, ready to parse and run.
  static CommandLine commands(Screen screen) {
    CommandLine line = new CommandLine(new Nightlatch());
    line.addSubcommand(new WhyCommand(screen));
    line.addSubcommand(new ListCommand(screen));
    line.addSubcommand(new DiffCommand(screen));
    line.addSubcommand(new ImpactCommand(screen));
    line.addSubcommand(new ReachCommand(screen));
    line.addSubcommand(new SuggestCommand(screen));
    line.addSubcommand(new RulesCommand(screen));
    line.addSubcommand(new OpenCommand(screen));
    line.addSubcommand(new GetCommand(screen));
    line.addSubcommand(new CloseCommand(screen));
    line.addSubcommand(new OperatorCommand(screen));
    line.addSubcommand(new InstallCommand(screen));
    line.addSubcommand(new DemoCommand(screen));
    line.addSubcommand(new CompletionCommand(screen));
    line.addSubcommand(new VersionCommand(screen));
    line.addSubcommand(new HelpCommand());
    line.setCommandName(screen.program());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(screen.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(screen.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(screen.colours() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler((wrong, _) -> WrongUsage.say(screen, wrong));
    line.setExecutionExceptionHandler((failed, command, _) -> failed(screen, command, failed));
    return line;
  }

  private static int failed(Screen screen, CommandLine command, Exception failed) {
    return switch (failed) {
      case CommandFailed said -> {
        screen.aside("error: " + said.getMessage());
        if (said.exitCode() == Exit.USAGE) {
          WrongUsage.sayWhereHelpIs(screen, command);
        }
        yield said.exitCode();
      }
      case ClusterException cluster -> {
        screen.aside("error: " + cluster.getMessage() + hint(cluster, screen.program()));
        yield exitCode(cluster);
      }
      case Screen.Unwritable gone -> {
        screen.aside("error: " + gone.getMessage());
        yield Exit.OUTSIDE;
      }
      case JournalException journal -> {
        screen.aside("error: " + journal.getMessage());
        yield Exit.OUTSIDE;
      }
      default -> {
        screen.aside("This is a bug of Nightlatch. Please report it with all that follows:");
        failed.printStackTrace(screen.err());
        yield Exit.BUG;
      }
    };
  }

  private static int exitCode(ClusterException failed) {
    return switch (failed.kind()) {
      case FORBIDDEN, INVALID -> Exit.NO;
      case CONFLICT, TRANSIENT, NOT_FOUND, PERMANENT -> Exit.OUTSIDE;
    };
  }

  private static String hint(ClusterException failed, String program) {
    return switch (failed.kind()) {
      case NOT_FOUND ->
          "\nIs Nightlatch installed there? '"
              + program
              + " install --print | kubectl apply -f -' does it.";
      case CONFLICT, TRANSIENT, FORBIDDEN, INVALID, PERMANENT -> "";
    };
  }

  /// Without a command there is nothing to do but to say what could be done.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
