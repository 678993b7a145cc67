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

  /// What of everything is allowed.
  static Bounds bounds(Stack stack, View other) {
    if (stack.isEmpty()) {
      return Bounds.ALL;
    }
    ConnectionSet certain = ConnectionSet.NONE;
    ConnectionSet possible = ConnectionSet.NONE;
    for (Piece piece : pieces(stack, other, ConnectionSet.ALL)) {
      switch (piece.answer()) {
        case ALLOWED -> certain = certain.union(piece.traffic());
        case UNDETERMINED -> possible = possible.union(piece.traffic());
        case DENIED -> {}
      }
    }
    return new Bounds(certain, certain.union(possible));
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

    Flow on(ConnectionSet smaller) {
      return new Flow(smaller, outcomes, rules, doubts);
    }
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    return more.isEmpty() ? some : Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  private List<Piece> judged(ConnectionSet asked) {
    List<Piece> pieces = new ArrayList<>();
    List<Flow> onward = new ArrayList<>();
    through(stack.admin(), List.of(Flow.of(asked)), onward, pieces);
    List<Flow> below = new ArrayList<>();
    for (Flow flow : onward) {
      byNetworkPolicies(flow, below, pieces);
    }
    List<Flow> rest = new ArrayList<>();
    through(stack.baseline(), below, rest, pieces);
    for (Flow flow : rest) {
      pieces.add(piece(flow, Outcomes.ALLOWED, new Deciding.ByDefault()));
    }
    return pieces;
  }

  /// Leads traffic through a tier of cluster-wide policies.
  ///
  /// @param onward what goes on to the next tier, or may
  /// @param pieces what is decided here
  private void through(
      List<List<Step>> groups, List<Flow> flows, List<Flow> onward, List<Piece> pieces) {
    List<Flow> open = flows;
    for (List<Step> group : groups) {
      List<Flow> next = new ArrayList<>();
      for (Flow flow : open) {
        for (Step.Part part :
            Step.divideByAll(group, flow.traffic(), stack.self(), stack.direction(), other)) {
          Flow divided = flow.and(part);
          if (part.mayFall()) {
            next.add(divided);
          } else if (divided.outcomes().mayPass()) {
            onward.add(settled(divided));
          } else {
            pieces.add(piece(divided, Outcomes.NONE, divided.rules().getLast()));
          }
        }
      }
      open = next;
    }
    open.forEach(flow -> onward.add(settled(flow)));
  }

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
