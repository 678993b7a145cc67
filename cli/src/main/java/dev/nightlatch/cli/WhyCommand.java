package dev.nightlatch.cli;

import dev.nightlatch.engine.eval.Inquiry;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Finding;
import dev.nightlatch.engine.explain.Unanswered;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.manifests.Json;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nightlatch why`
@Command(
    name = "why",
    header = "Say whether a connection is allowed, and why.",
    description = {
      "By the network policies alone: 'kubectl exec' and 'port-forward' do not pass by them.",
      ""
    },
    footerHeading = "%nFor instance:%n",
    footer = {
      "  ${ROOT-COMMAND-NAME} why shop/web-1 shop/db-0:5432",
      "  ${ROOT-COMMAND-NAME} why shop/deployment/web db.shop:5432 -f manifests/",
      "  ${ROOT-COMMAND-NAME} why 192.0.2.7 shop/deployment/web:http",
      "  ${ROOT-COMMAND-NAME} why shop/web-1 '[2001:db8::/32]:443' -o json",
      "  ${ROOT-COMMAND-NAME} why --batch questions.jsonl -f manifests/"
    })
final class WhyCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SRC",
      description = "NAMESPACE/POD, NAMESPACE/KIND/NAME, an address or a block.")
  @Nullable String source;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DST:PORT[/udp]",
      description = "The same with a port or its name; or SERVICE.NAMESPACE[:PORT].")
  @Nullable String destination;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description =
          "Many questions, each a line of JSON with from, to, port and protocol;"
              + " - reads stdin. One line of JSON is the answer to each.")
  @Nullable Path batch;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (default), json or yaml.")
  OutputForm output = OutputForm.text;

  @Mixin FactsOptions facts = new FactsOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  private final Screen screen;

  WhyCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    var profile = facts.profile.profile();
    Path questions = batch;
    if (questions != null) {
      if (source != null) {
        throw new CommandFailed(Exit.USAGE, "either SRC and DST, or --batch");
      }
      if (isTyped("-o") && output != OutputForm.json) {
        throw new CommandFailed(
            Exit.USAGE,
            "--batch prints a line of JSON for each question; leave -o away, or -o json");
      }
      return new Batch(screen, facts, profile).answer(questions);
    }
    Target from = from();
    AskedText.Destination to = to();
    if (output == OutputForm.markdown || output == OutputForm.dot) {
      throw new CommandFailed(Exit.USAGE, "why prints text, json or yaml");
    }
    facts.keepStdin();
    ReadSnapshot read = facts.read(screen, namespaces(from, to.target()));
    FactsOptions.say(screen, read);
    Inquiry inquiry = Inquiry.of(read.snapshot(), profile);
    return switch (inquiry.ask(from, to.target(), to.port())) {
      case Inquiry.Response.None(var why, var isSource) -> {
        String sentence =
            sentence(why, isSource, isSource ? source : destination)
                + otherProtocol(why, inquiry, from, to);
        printUnanswered(sentence);
        throw new CommandFailed(exitCode(read, why), sentence);
      }
      case Inquiry.Response.Findings(var findings) -> {
        print(
            findings,
            WayIn.of(
                screen,
                facts,
                List.of(String.valueOf(source), String.valueOf(destination)),
                new Openers(read.snapshot(), profile, from, to.target(), to.port()),
                findings));
        yield FactsOptions.exitCode(read, exitCode(FindingTrees.worst(findings)));
      }
    };
  }

  private boolean isTyped(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private Target from() {
    String text = source;
    if (text == null) {
      throw new CommandFailed(Exit.USAGE, "from whom? SRC is missing");
    }
    try {
      return AskedText.source(text);
    } catch (AskedText.Unclear unclear) {
      throw new CommandFailed(Exit.USAGE, String.valueOf(unclear.getMessage()));
    }
  }

  private AskedText.Destination to() {
    String text = destination;
    if (text == null) {
      throw new CommandFailed(Exit.USAGE, "to whom? DST:PORT is missing");
    }
    try {
      return AskedText.destination(text);
    } catch (AskedText.Unclear unclear) {
      throw new CommandFailed(Exit.USAGE, String.valueOf(unclear.getMessage()));
    }
  }

  /// The namespaces that a question is about.
  static Set<String> namespaces(Target... targets) {
    Set<String> namespaces = new TreeSet<>();
    for (Target target : targets) {
      switch (target) {
        case Target.OfPod(var namespace, _) -> namespaces.add(namespace);
        case Target.OfWorkload(var workload) -> namespaces.add(workload.namespace());
        case Target.OfService(var namespace, _) -> namespaces.add(namespace);
        case Target.OfBlock _ -> {}
      }
    }
    return namespaces;
  }

  private void print(List<Finding> findings, WayIn wayIn) {
    switch (output) {
      case json -> screen.print(Json.write(FindingTrees.findings(findings, wayIn::tree)));
      case yaml -> screen.print(Yaml.write(FindingTrees.findings(findings, wayIn::tree)));
      case text, markdown, dot -> {
        for (Finding finding : findings) {
          FindingText.lines(screen, finding).forEach(screen::line);
          wayIn.lines(finding).forEach(screen::line);
        }
        wayIn.lastLines(findings).forEach(screen::line);
      }
    }
  }

  /// For which protocols the destination does declare a port of that name, and how to ask for it.
  private static String otherProtocol(
      Unanswered why, Inquiry inquiry, Target from, AskedText.Destination to) {
    if (why != Unanswered.NO_SUCH_PORT
        || !(to.port() instanceof AskedPort.Named(var name, var asked))) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (Protocol other : Protocol.values()) {
      boolean isThere =
          other != asked
              && inquiry.ask(from, to.target(), new AskedPort.Named(name, other))
                  instanceof Inquiry.Response.Findings;
      if (isThere) {
        text.append(
            " for %s; for %s it has: ask for :%s/%s"
                .formatted(asked, other, name, other.name().toLowerCase(Locale.ROOT)));
      }
    }
    return text.toString();
  }

  /// A question without an answer, as in a batch: whoever reads JSON finds JSON.
  private void printUnanswered(String sentence) {
    switch (output) {
      case json -> screen.print(Json.write(Map.of("error", sentence)));
      case yaml -> screen.print(Yaml.write(Map.of("error", sentence)));
      case text, markdown, dot -> {}
    }
  }

  /// The exit code of an answer.
  static int exitCode(Answer answer) {
    return switch (answer) {
      case ALLOWED -> Exit.DONE;
      case DENIED -> Exit.NO;
      case UNDETERMINED -> Exit.UNDETERMINED;
    };
  }

  private static int exitCode(ReadSnapshot read, Unanswered why) {
    return switch (why) {
      case NOT_THERE, FINISHED, NOTHING_BEHIND, NO_SUCH_PORT -> Exit.USAGE;
      case UNREADABLE, ANOTHER_NAME -> FactsOptions.exitCode(read, Exit.UNDETERMINED);
    };
  }

  /// Why there is no verdict, in words.
  ///
  /// @param typed what stands for nobody, as somebody wrote it
  static String sentence(Unanswered why, boolean isSource, @Nullable String typed) {
    String which = (isSource ? "the source " : "the destination ") + typed;
    return switch (why) {
      case NOT_THERE -> which + " is not there";
      case FINISHED -> which + " has finished: it has no network any more";
      case UNREADABLE -> which + " cannot be read, so nothing is known of it";
      case NOTHING_BEHIND -> "no pod stands behind " + which;
      case ANOTHER_NAME -> which + " is only another name, of something outside";
      case NO_SUCH_PORT -> which + " has no such port";
    };
  }
}
