package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Cause;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A cluster-wide policy on its way to one pod, in one direction.
sealed interface Step {

  /// The policy's rules.
  ///
  /// @param subject whether the policy is about the pod; never [Match#NO]
  record Rules(PolicyRef policy, Match subject, List<Rule> rules) implements Step {
    public Rules {
      rules = List.copyOf(rules);
    }
  }

  /// A policy that may do anything.
  record Anything(PolicyRef policy, Cause cause) implements Step {}

  /// Equal for steps that are the same, of one snapshot.
  default Object key() {
    return switch (this) {
      case Anything anything -> anything;
      case Rules(var policy, var subject, _) -> new Key(policy, subject);
    };
  }

  /// A policy, and whether it is about the pod.
  record Key(PolicyRef policy, Match subject) {}

  /// All rules of a tier.
  static Stream<Rule> rules(List<List<Step>> groups) {
    return groups.stream()
        .flatMap(List::stream)
        .flatMap(
            step ->
                switch (step) {
                  case Rules rules -> rules.rules().stream();
                  case Anything _ -> Stream.of();
                });
  }

  /// What a step may do with some of the traffic.
  ///
  /// @param outcomes what may become of it, if it does not fall through
  /// @param mayFall whether it may go on to the next policy as if this one were not there
  /// @param rules that may decide, in order; the last one does so for certain where nothing falls
  record Part(
      ConnectionSet traffic,
      Outcomes outcomes,
      boolean mayFall,
      List<Deciding.ByRule> rules,
      List<Doubt> doubts) {

    static Part untouched(ConnectionSet traffic) {
      return new Part(traffic, Outcomes.NONE, true, List.of(), List.of());
    }

    Part on(ConnectionSet smaller) {
      return new Part(smaller, outcomes, mayFall, rules, doubts);
    }
  }

  /// Divides the traffic by what this step does with it.
  default List<Part> divide(ConnectionSet traffic, Pod self, Direction direction, View other) {
    return switch (this) {
      case Anything(var policy, var cause) ->
          List.of(
              new Part(traffic, Outcomes.ANY, true, List.of(), List.of(Doubt.of(cause, policy))));
      case Rules rules -> byRules(rules, traffic, self, direction, other);
    };
  }

  private static List<Part> byRules(
      Rules step, ConnectionSet traffic, Pod self, Direction direction, View other) {
    List<Part> done = new ArrayList<>();
    List<Part> open = List.of(Part.untouched(traffic));
    for (Rule rule : step.rules()) {
      Rule.Hit hit = rule.hit(self, direction, other);
      if (hit.certain().isEmpty() && hit.possible().isEmpty()) {
        continue;
      }
      List<Part> next = new ArrayList<>();
      for (Part part : open) {
        ConnectionSet certain = part.traffic().intersection(hit.certain());
        ConnectionSet possible = part.traffic().intersection(hit.possible());
        if (!certain.isEmpty()) {
          done.add(decided(part, certain, rule, step, List.of(), step.subject() != Match.YES));
        }
        if (!possible.isEmpty()) {
          List<Doubt> doubts =
              hit.causes().stream().map(cause -> Doubt.of(cause, step.policy())).toList();
          next.add(decided(part, possible, rule, step, doubts, true));
        }
        ConnectionSet rest = part.traffic().minus(certain).minus(possible);
        if (!rest.isEmpty()) {
          next.add(part.on(rest));
        }
      }
      open = next;
      if (open.isEmpty()) {
        break;
      }
    }
    done.addAll(open);
    return done;
  }

  private static Part decided(
      Part part,
      ConnectionSet traffic,
      Rule rule,
      Rules step,
      List<Doubt> doubts,
      boolean mayFall) {
    List<Doubt> all = new ArrayList<>(part.doubts());
    all.addAll(doubts);
    step.subject().cause().map(cause -> Doubt.of(cause, step.policy())).ifPresent(all::add);
    List<Deciding.ByRule> rules = new ArrayList<>(part.rules());
    rules.add(new Deciding.ByRule(step.policy(), rule));
    return new Part(
        traffic,
        part.outcomes().or(Outcomes.of(rule.action())),
        mayFall,
        List.copyOf(rules),
        all.stream().distinct().toList());
  }

  /// What policies of one rank may do, of which any may come first: each that decides may have
  /// decided alone, and what may fall through all of them falls through.
  static List<Part> divideByAll(
      List<Step> group, ConnectionSet traffic, Pod self, Direction direction, View other) {
    if (group.size() == 1) {
      return group.getFirst().divide(traffic, self, direction, other);
    }
    List<Part> parts = List.of(Part.untouched(traffic));
    for (Step step : group) {
      List<Part> next = new ArrayList<>();
      for (Part part : parts) {
        for (Part by : step.divide(part.traffic(), self, direction, other)) {
          next.add(joined(part, by));
        }
      }
      parts = next;
    }
    return parts;
  }

  private static Part joined(Part one, Part other) {
    List<Deciding.ByRule> rules = new ArrayList<>(one.rules());
    rules.addAll(other.rules());
    List<Doubt> doubts = new ArrayList<>(one.doubts());
    doubts.addAll(other.doubts());
    Outcomes outcomes = one.outcomes().or(other.outcomes());
    boolean eitherDecides =
        one.outcomes() != Outcomes.NONE
            && other.outcomes() != Outcomes.NONE
            && one.outcomes() != other.outcomes();
    if (eitherDecides) {
      doubts.add(
          new Doubt(
              Cause.EQUAL_PRIORITY,
              rules.stream().map(Deciding.ByRule::policy).distinct().sorted().toList()));
    }
    return new Part(
        other.traffic(),
        outcomes,
        one.mayFall() && other.mayFall(),
        List.copyOf(rules),
        doubts.stream().distinct().toList());
  }
}
