package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.explain.Evidence;
import dev.nightlatch.engine.explain.Ground;
import dev.nightlatch.engine.explain.NearMiss;
import dev.nightlatch.engine.explain.RuleAt;
import dev.nightlatch.engine.explain.Verdict;
import dev.nightlatch.engine.model.CniProfile;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Reading;
import dev.nightlatch.engine.model.Snapshot;
import dev.nightlatch.engine.model.Switch;
import dev.nightlatch.engine.set.ConnectionSet;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Why a connection is allowed, denied or neither.
///
/// Remembers what other readings of the switches would say, so that many questions about one
/// snapshot cost little more than one. Not for several threads.
public final class Explainer {
  private final Snapshot snapshot;
  private final CniProfile profile;
  private final Evaluator evaluator;
  private final Sources sources;
  private final Map<Reading, Evaluator> otherwise = new EnumMap<>(Reading.class);

  private Explainer(Snapshot snapshot, CniProfile profile, Evaluator evaluator) {
    this.snapshot = snapshot;
    this.profile = profile;
    this.evaluator = evaluator;
    this.sources = new Sources(snapshot, profile);
  }

  public static Explainer of(Snapshot snapshot, CniProfile profile) {
    return of(snapshot, profile, Evaluator.of(snapshot, profile));
  }

  /// @param evaluator that of the snapshot and the profile
  static Explainer of(Snapshot snapshot, CniProfile profile, Evaluator evaluator) {
    return new Explainer(snapshot, profile, evaluator);
  }

  Evaluator evaluator() {
    return evaluator;
  }

  /// The verdict on one connection.
  ///
  /// @param port of the destination, 1 to 65535
  public Verdict why(End from, End to, Protocol protocol, int port) {
    Question question = new Question(protocol, port);
    Answer answer = answer(evaluator, from, to, question);
    Both both =
        both(
            evaluator.encounter(from, to), answer, question, Causes.ofAddress(evaluator, from, to));
    return new Verdict(
        from,
        to,
        protocol,
        port,
        answer,
        both.egress(),
        both.ingress(),
        dependsOn(from, to, question, answer));
  }

  private record Question(Protocol protocol, int port) {
    ConnectionSet asked() {
      return ConnectionSet.of(PortRange.single(protocol, port));
    }
  }

  private record Both(Evidence egress, Evidence ingress) {
    Answer answer() {
      return egress.answer().and(ingress.answer());
    }
  }

  private static Answer answer(Evaluator evaluator, End from, End to, Question question) {
    Bounds bounds = evaluator.between(from, to);
    if (bounds.certain().contains(question.protocol(), question.port())) {
      return Answer.ALLOWED;
    }
    return bounds.possible().contains(question.protocol(), question.port())
        ? Answer.UNDETERMINED
        : Answer.DENIED;
  }

  private List<Switch> dependsOn(End from, End to, Question question, Answer answer) {
    return Arrays.stream(Reading.values())
        .filter(reading -> !profile.says(reading))
        .filter(reading -> answer(under(reading), from, to, question) != answer)
        .map(Reading::question)
        .distinct()
        .toList();
  }

  private Evaluator under(Reading reading) {
    return otherwise.computeIfAbsent(reading, other -> Evaluator.of(snapshot, profile.with(other)));
  }

  /// The evidence of the way by which the ends meet that gives the answer.
  ///
  /// @param unknown what is not known where the ways differ
  private Both both(
      Evaluator.Encounter encounter, Answer answer, Question question, Cause unknown) {
    List<Both> ways =
        encounter.ways().stream()
            .map(
                way ->
                    new Both(
                        evidence(way.egress(), Direction.EGRESS, question),
                        evidence(way.ingress(), Direction.INGRESS, question)))
            .toList();
    return ways.stream()
        .filter(way -> way.answer() == answer)
        .findFirst()
        .orElseGet(
            () ->
                new Both(
                    oneOf(ways.stream().map(Both::egress).toList(), unknown),
                    oneOf(ways.stream().map(Both::ingress).toList(), unknown)));
  }

  private Evidence evidence(Outlook outlook, Direction direction, Question question) {
    List<Evidence> each =
        outlook.sights().stream().map(sight -> evidence(sight, direction, question)).toList();
    if (!outlook.isOneEnough()) {
      return oneOf(each, cause(outlook));
    }
    return each.stream()
        .filter(evidence -> evidence.answer() == Answer.ALLOWED)
        .findFirst()
        .or(
            () ->
                each.stream()
                    .filter(evidence -> evidence.answer() == Answer.UNDETERMINED)
                    .findFirst())
        .orElseGet(each::getFirst);
  }

  private static Cause cause(Outlook outlook) {
    return outlook.sights().getFirst() instanceof Outlook.Seen(_, var view) && view.isPodAddress()
        ? Cause.POD_ADDRESS
        : Cause.NODE_ADDRESS;
  }

  /// What can be said where one of several is the truth, and which is not known for `cause`.
  private static Evidence oneOf(List<Evidence> each, Cause cause) {
    Evidence first = each.getFirst();
    boolean areAlike =
        first.answer() != Answer.UNDETERMINED
            && each.stream().allMatch(evidence -> evidence.answer() == first.answer());
    if (areAlike) {
      return first;
    }
    List<RuleAt> candidates = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>();
    for (Evidence evidence : each) {
      doubts.addAll(evidence.doubts());
      switch (evidence.ground()) {
        case Ground.ByRule(var rule) -> candidates.add(rule);
        case Ground.Open(var rules) -> candidates.addAll(rules);
        case Ground.ByIsolation _, Ground.ByDefault _, Ground.Exempt _ -> {}
      }
    }
    boolean differ = each.stream().map(Evidence::answer).distinct().count() > 1;
    if (differ) {
      doubts.add(
          new Doubt(cause, candidates.stream().map(RuleAt::policy).distinct().sorted().toList()));
    }
    return new Evidence(
        first.direction(),
        Answer.UNDETERMINED,
        new Ground.Open(candidates.stream().distinct().toList()),
        List.of(),
        doubts.stream().distinct().toList(),
        List.of());
  }

  private Evidence evidence(Outlook.Sight sight, Direction direction, Question question) {
    return switch (sight) {
      case Outlook.Exempt(var why) ->
          new Evidence(
              direction, Answer.ALLOWED, new Ground.Exempt(why), List.of(), List.of(), List.of());
      case Outlook.Seen(var stack, var view) -> {
        Piece piece = Judge.pieces(stack, view, question.asked()).getFirst();
        yield new Evidence(
            direction,
            piece.answer(),
            ground(piece, stack, view, question),
            piece.passedBy().stream().map(rule -> at(rule, stack, view, question)).toList(),
            piece.doubts(),
            piece.by() instanceof Deciding.ByIsolation
                ? nearMisses(stack, view, question)
                : List.of());
      }
    };
  }

  private Ground ground(Piece piece, Stack stack, View view, Question question) {
    return switch (piece.by()) {
      case Deciding.ByRule rule -> new Ground.ByRule(at(rule, stack, view, question));
      case Deciding.ByIsolation(var isolating) ->
          new Ground.ByIsolation(isolating.stream().map(sources::policy).toList());
      case Deciding.ByDefault() -> new Ground.ByDefault();
      case Deciding.Open() ->
          new Ground.Open(
              piece.candidates().stream().map(rule -> at(rule, stack, view, question)).toList());
    };
  }

  private RuleAt at(Deciding.ByRule rule, Stack stack, View view, Question question) {
    return sources.matched(
        rule, stack.self(), stack.direction(), view, question.protocol(), question.port());
  }

  private List<NearMiss> nearMisses(Stack stack, View view, Question question) {
    return NearMisses.of(stack, view, question.protocol(), question.port()).stream()
        .map(
            near ->
                new NearMiss(
                    sources.peer(near.rule(), stack.direction(), near.peer()), near.misses()))
        .toList();
  }
}
