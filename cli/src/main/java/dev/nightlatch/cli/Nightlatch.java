package dev.nightlatch.cli;

import dev.nightlatch.grants.port.ClusterException;
import dev.nightlatch.grants.port.JournalException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
      "  @|bold ${ROOT-COMMAND-NAME} status GRANT|@                        how one stands, what to do next",
      "  @|bold ${ROOT-COMMAND-NAME} close GRANT|@                         done before the time is over",
      "",
      "With nothing installed at all: @|bold ${ROOT-COMMAND-NAME} demo|@",
      "",
      "Exit codes: 0 done, 1 the answer is no, 2 usage, 3 the input had problems, 4 undetermined,",
      "5 the cluster could not be reached or failed, 6 still waiting, 70 a bug of ours."
    })
final class Nightlatch implements Runnable {
  private static final String HELP = "help";

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
    Map<String, Supplier<Object>> all = byName(screen);
    String first = args.length == 0 ? "" : args[0];
    // To read the annotations of all commands takes longer than most commands do.
    boolean isOne = all.containsKey(first) && !first.equals(HELP);
    return commands(screen, isOne ? Set.of(first) : all.keySet()).execute(args);
  }

  /// All commands, ready to parse and run.
  static CommandLine commands(Screen screen) {
    return commands(screen, byName(screen).keySet());
  }

  private static Map<String, Supplier<Object>> byName(Screen screen) {
    Map<String, Supplier<Object>> byName = new LinkedHashMap<>();
    byName.put("why", () -> new WhyCommand(screen));
    byName.put("list", () -> new ListCommand(screen));
    byName.put("diff", () -> new DiffCommand(screen));
    byName.put("impact", () -> new ImpactCommand(screen));
    byName.put("reach", () -> new ReachCommand(screen));
    byName.put("suggest", () -> new SuggestCommand(screen));
    byName.put("rules", () -> new RulesCommand(screen));
    byName.put("open", () -> new OpenCommand(screen));
    byName.put("get", () -> new GetCommand(screen));
    byName.put("status", () -> new StatusCommand(screen));
    byName.put("approve", () -> new ApproveCommand(screen));
    byName.put("reject", () -> new RejectCommand(screen));
    byName.put("close", () -> new CloseCommand(screen));
    byName.put("extend", () -> new ExtendCommand(screen));
    byName.put("revoke", () -> new RevokeCommand(screen));
    byName.put("review", () -> new ReviewCommand(screen));
    byName.put("operator", () -> new OperatorCommand(screen));
    byName.put("install", () -> new InstallCommand(screen));
    byName.put("demo", () -> new DemoCommand(screen));
    byName.put("completion", () -> new CompletionCommand(screen));
    byName.put("version", () -> new VersionCommand(screen));
    byName.put(HELP, () -> new HelpCommand());
    return byName;
  }

  private static CommandLine commands(Screen screen, Set<String> wanted) {
    CommandLine line = new CommandLine(new Nightlatch());
    byName(screen)
        .forEach(
            (name, command) -> {
              if (wanted.contains(name)) {
                line.addSubcommand(name, command.get());
              }
            });
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
