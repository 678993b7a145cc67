package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.explain.Answer;
import dev.nightlatch.engine.explain.Doubt;
import dev.nightlatch.engine.model.Action;
import dev.nightlatch.engine.model.PolicyRef;
import dev.nightlatch.engine.set.ConnectionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What all policies about a pod say about its traffic with another end.
///
/// The tiers are asked in their order, each about what the ones before left open: Admin, the
/// network policies if one of them isolates the pod, else Baseline; what nobody decides is allowed.
/// Where it is not known whether something matches, both continuations are followed, so that each
/// part of the traffic ends with the set of its possible outcomes. The parts keep the rules that
/// decided them: that is the whole explanation, there is no second pass.
///
/// Costs O(rules × peers) of the stack.
///
/// Source: NetworkPolicy v1, `AdminNetworkPolicy` v1alpha1, `ClusterNetworkPolicy` v1alpha2;
/// decision 0008.
final class Judge {
  private final Stack stack;
  private final View other;

  private Judge(Stack stack, View other) {
    this.stack = stack;
    this.other = other;
  }

  /// Divides `asked` by what is said about it, and by whom. No piece is empty, and they do not
  /// overlap.
  static List<Piece> pieces(Stack stack, View other, ConnectionSet asked) {
    return new Judge(stack, other).judged(asked);
  }

  /// What of everything is allowed: the same as of the pieces together, for less.
  static Bounds bounds(Stack stack, View other) {
    return stack.isEmpty()
        ? Bounds.ALL
        : gate(stack.admin(), stack, other).and(belowAdmin(stack, other));
  }

  /// What a tier of cluster-wide policies does with everything.
  ///
  /// @param groups the tier, of a stack that otherwise gives the pod and the direction
  static Gate gate(List<List<Step>> groups, Stack stack, View other) {
    if (groups.isEmpty()) {
      return Gate.OPEN;
    }
    Gate gate = Gate.NOTHING;
    for (Flow flow : new Judge(stack, other).through(groups, List.of(Flow.of(ConnectionSet.ALL)))) {
      gate = gate.with(flow.traffic(), flow.outcomes());
    }
    return gate;
  }

  /// What the network policies and the Baseline tier allow of what comes to them.
  static Bounds belowAdmin(Stack stack, View other) {
    if (stack.isPoliced()) {
      return byNetworkPolicies(stack, other);
    }
    return stack.endsBaseline() ? Bounds.ALL : gate(stack.baseline(), stack, other).and(Bounds.ALL);
  }

  /// What the network policies of an isolated pod allow.
  static Bounds byNetworkPolicies(Stack stack, View other) {
    ConnectionSet certain = ConnectionSet.NONE;
    ConnectionSet possible = ConnectionSet.NONE;
    for (Stack.Isolating policy : stack.isolating()) {
      for (Rule rule : policy.rules()) {
        Rule.Hit hit = rule.hit(stack.self(), stack.direction(), other);
        certain = certain.union(hit.certain());
        possible = possible.union(hit.possible());
      }
    }
    return new Bounds(
        certain, stack.unreadable().isEmpty() ? certain.union(possible) : ConnectionSet.ALL);
  }

  /// Some of the traffic on its way through the tiers.
  ///
  /// @param outcomes what it may have become already, in tiers before
  private record Flow(
      ConnectionSet traffic, Outcomes outcomes, List<Deciding.ByRule> rules, List<Doubt> doubts) {

    static Flow of(ConnectionSet traffic) {
      return new Flow(traffic, Outcomes.NONE, List.of(), List.of());
    }

    Flow and(Step.Part part) {
      return new Flow(
          part.traffic(),
          outcomes.or(part.outcomes()),
          joined(rules, part.rules()),
          joined(doubts, part.doubts()));
    }

    Flow passed() {
      return new Flow(traffic, outcomes.or(Outcomes.PASSED), rules, doubts);
    }

    Flow on(ConnectionSet smaller) {
      return new Flow(smaller, outcomes, rules, doubts);
    }
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    return more.isEmpty() ? some : Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  private List<Piece> judged(ConnectionSet asked) {
    List<Piece> pieces = new ArrayList<>();
    List<Flow> below = new ArrayList<>();
    for (Flow flow : through(stack.admin(), List.of(Flow.of(asked)))) {
      if (flow.outcomes().mayPass()) {
        byNetworkPolicies(settled(flow), below, pieces);
      } else {
        pieces.add(piece(flow, Outcomes.NONE, flow.rules().getLast()));
      }
    }
    for (Flow flow : through(stack.baseline(), below)) {
      pieces.add(
          flow.outcomes().mayPass()
              ? piece(settled(flow), Outcomes.ALLOWED, new Deciding.ByDefault())
              : piece(flow, Outcomes.NONE, flow.rules().getLast()));
    }
    return pieces;
  }

  /// Leads traffic through a tier of cluster-wide policies: what may go on to the next tier leaves
  /// as passed, among its other outcomes.
  private List<Flow> through(List<List<Step>> groups, List<Flow> flows) {
    List<Flow> through = new ArrayList<>();
    List<Flow> open = flows;
    for (List<Step> group : groups) {
      List<Flow> next = new ArrayList<>();
      for (Flow flow : open) {
        for (Step.Part part :
            Step.divideByAll(group, flow.traffic(), stack.self(), stack.direction(), other)) {
          (part.mayFall() ? next : through).add(flow.and(part));
        }
      }
      open = next;
    }
    open.forEach(flow -> through.add(flow.passed()));
    return through;
  }

  /// The same without its having come this far.
  private static Flow settled(Flow flow) {
    return new Flow(flow.traffic(), flow.outcomes().settled(), flow.rules(), flow.doubts());
  }

  /// Leads traffic through the network policies.
  ///
  /// @param below what comes to the Baseline tier
  /// @param pieces what is decided here
  private void byNetworkPolicies(Flow flow, List<Flow> below, List<Piece> pieces) {
    if (stack.isolating().isEmpty()) {
      if (!stack.unreadable().isEmpty()) {
        pieces.add(doubtful(flow, List.of(), stack.unreadable()));
      } else if (stack.endsBaseline()) {
        pieces.add(piece(flow, Outcomes.ALLOWED, new Deciding.ByDefault()));
      } else {
        below.add(flow);
      }
      return;
    }
    ConnectionSet open = flow.traffic();
    ConnectionSet possible = ConnectionSet.NONE;
    List<Deciding.ByRule> candidates = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>(stack.unreadable());
    for (Stack.Isolating policy : stack.isolating()) {
      for (Rule rule : policy.rules()) {
        Rule.Hit hit = rule.hit(stack.self(), stack.direction(), other);
        var by = new Deciding.ByRule(policy.policy(), rule);
        ConnectionSet certain = open.intersection(hit.certain());
        if (!certain.isEmpty()) {
          pieces.add(piece(flow.on(certain), Outcomes.ALLOWED, by));
          open = open.minus(certain);
        }
        if (!open.intersection(hit.possible()).isEmpty()) {
          possible = possible.union(hit.possible());
          candidates.add(by);
          hit.causes().forEach(cause -> doubts.add(Doubt.of(cause, policy.policy())));
        }
      }
    }
    ConnectionSet uncertain = stack.unreadable().isEmpty() ? open.intersection(possible) : open;
    if (!uncertain.isEmpty()) {
      pieces.add(doubtful(flow.on(uncertain), candidates, doubts));
    }
    ConnectionSet denied = open.minus(uncertain);
    if (!denied.isEmpty()) {
      pieces.add(piece(flow.on(denied), Outcomes.DENIED, new Deciding.ByIsolation(isolating())));
    }
  }

  private List<PolicyRef> isolating() {
    return stack.isolating().stream().map(Stack.Isolating::policy).toList();
  }

  private static Piece doubtful(Flow flow, List<Deciding.ByRule> candidates, List<Doubt> doubts) {
    return new Piece(
        flow.traffic(),
        Answer.UNDETERMINED,
        new Deciding.Open(),
        List.of(),
        joined(flow.rules(), candidates),
        joined(flow.doubts(), doubts));
  }

  /// What becomes of traffic that ends here.
  ///
  /// @param outcome what the last of the deciding says; none if `flow` has it already
  private static Piece piece(Flow flow, Outcomes outcome, Deciding by) {
    Outcomes outcomes = flow.outcomes().or(outcome);
    if (outcomes.mayBeAllowed() && outcomes.mayBeDenied()) {
      List<Deciding.ByRule> last = by instanceof Deciding.ByRule rule ? List.of(rule) : List.of();
      return doubtful(flow, last, List.of());
    }
    return new Piece(
        flow.traffic(),
        outcomes.mayBeAllowed() ? Answer.ALLOWED : Answer.DENIED,
        by,
        flow.rules().stream().filter(rule -> rule.action() == Action.PASS).toList(),
        List.of(),
        List.of());
  }
}
