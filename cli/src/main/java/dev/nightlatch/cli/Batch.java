package dev.nightlatch.cli;

import dev.nightlatch.engine.eval.Inquiry;
import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.model.AskedPort;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Target;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.manifests.Documents;
import dev.nightlatch.manifests.Json;
import dev.nightlatch.manifests.Problem;
import dev.nightlatch.manifests.ProblemCode;
import dev.nightlatch.manifests.ReadSnapshot;
import dev.nightlatch.manifests.Tree;
import dev.nightlatch.manifests.Yaml;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Many questions about one input: a line for each, and a line for each answer.
final class Batch {
  private static final Path STDIN = Path.of("-");

  private final Screen screen;
  private final FactsOptions facts;
  private final CniProfile profile;

  Batch(Screen screen, FactsOptions facts, CniProfile profile) {
    this.screen = screen;
    this.facts = facts;
    this.profile = profile;
  }

  /// Answers all questions of a file and returns the exit code of the worst.
  int answer(Path questions) {
    if (questions.equals(STDIN) && facts.files.contains(STDIN)) {
      throw new CommandFailed(Exit.USAGE, "stdin can be the manifests or the questions, not both");
    }
    ReadSnapshot read = facts.read(screen);
    FactsOptions.say(screen, read);
    Inquiry inquiry = Inquiry.of(read.snapshot(), profile);
    int worst = Exit.DONE;
    try (BufferedReader lines =
        questions.equals(STDIN)
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(questions)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Answered answered = answered(inquiry, line);
        screen.line(Json.line(answered.tree()));
        worst = worse(worst, answered.exitCode());
      }
    } catch (IOException unreadable) {
      throw new CommandFailed(
          Exit.USAGE, "the questions cannot be read: " + unreadable.getMessage());
    }
    return FactsOptions.exitCode(read, worst);
  }

  private record Answered(Map<String, Object> tree, int exitCode) {
    static Answered bad(String why) {
      return new Answered(Map.of("error", why), Exit.PROBLEMS);
    }
  }

  /// Of several codes the one that counts: problems, undetermined, denied.
  private static int worse(int one, int other) {
    for (int code : new int[] {Exit.PROBLEMS, Exit.UNDETERMINED, Exit.NO}) {
      if (one == code || other == code) {
        return code;
      }
    }
    return Exit.DONE;
  }

  private static Answered answered(Inquiry inquiry, String line) {
    Documents documents = Yaml.read(line, "question");
    Optional<Problem> twice =
        documents.problems().stream()
            .filter(problem -> problem.code() == ProblemCode.KEY_TWICE)
            .findFirst();
    if (twice.isPresent()) {
      return Answered.bad("it has " + twice.get().found() + "; wanted is each key once");
    }
    List<Tree> trees = documents.trees();
    if (trees.size() != 1 || !(trees.getFirst() instanceof Tree.Mapping question)) {
      return Answered.bad("no JSON object: {\"from\":…,\"to\":…,\"port\":…}");
    }
    try {
      Protocol protocol =
          value(question, "protocol").isPresent()
              ? AskedText.protocol(text(question, "protocol"))
              : Protocol.TCP;
      Target from = AskedText.source(text(question, "from"));
      String to = text(question, "to");
      Optional<Target> target = AskedText.target(to);
      if (target.isEmpty()) {
        return Answered.bad("the destination '" + to + "' is none that I know");
      }
      AskedPort port =
          value(question, "port").isEmpty() && target.get() instanceof Target.OfService
              ? new AskedPort.EveryOfService()
              : AskedText.port(text(question, "port"), protocol);
      return switch (inquiry.ask(from, target.get(), port)) {
        case Inquiry.Response.None(var why, var isSource) ->
            Answered.bad(
                WhyCommand.sentence(why, isSource, isSource ? text(question, "from") : to));
        case Inquiry.Response.Findings(var findings) -> {
          Answer worst = FindingTrees.worst(findings);
          yield new Answered(FindingTrees.findings(findings), WhyCommand.exitCode(worst));
        }
      };
    } catch (AskedText.Unclear unclear) {
      return Answered.bad(String.valueOf(unclear.getMessage()));
    }
  }

  /// The value of a field; one that is null is absent.
  private static Optional<Tree> value(Tree.Mapping question, String field) {
    return question.value(field).filter(value -> !(value instanceof Tree.Nothing));
  }

  private static String text(Tree.Mapping question, String field) throws AskedText.Unclear {
    return switch (value(question, field).orElse(null)) {
      case Tree.Text(_, var text) -> text;
      case Tree.Whole(_, var number, _) -> Long.toString(number);
      case null -> throw new AskedText.Unclear("the field '" + field + "' is missing");
      case Tree.Scalar scalar ->
          throw new AskedText.Unclear(
              "the field '%s' is %s; wanted is a text or a whole number"
                  .formatted(field, scalar.written()));
      case Tree.Mapping _, Tree.Sequence _ ->
          throw new AskedText.Unclear(
              "the field '%s' has parts; wanted is a text or a whole number".formatted(field));
    };
  }
}
